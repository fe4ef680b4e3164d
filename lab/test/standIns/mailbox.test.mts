import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startMailbox, type Mailbox } from '../../standIns/mailbox.mts';

let mailbox: Mailbox;
beforeEach(async () => {
	mailbox = await startMailbox();
});
afterEach(async () => mailbox.close());

/** Speaks SMTP line by line; the answers' codes. */
async function speak(...lines: readonly string[]): Promise<readonly string[]> {
	const socket = connect(Number(mailbox.credential['port']), '127.0.0.1');
	const codes: string[] = [];
	const rest = [...lines];
	socket.setEncoding('utf8');
	await new Promise<void>((resolve, reject) => {
		socket.on('error', reject);
		socket.on('close', () => resolve());
		socket.on('data', (text: string) => {
			const last = text.trimEnd().split('\r\n').at(-1) ?? '';
			codes.push(last.slice(0, 3));
			const next = rest.shift();
			if (next === undefined) socket.end();
			else socket.write(`${next}\r\n`);
		});
	});
	return codes;
}

const login = (password: unknown) =>
	`AUTH PLAIN ${Buffer.from(`\0${String(mailbox.credential['user'])}\0${String(password)}`).toString('base64')}`;
const mail = ['MAIL FROM:<a@contoso.example>', 'RCPT TO:<b@contoso.example>', 'DATA'];
const text = 'From: a@contoso.example\r\nSubject: =?utf-8?q?=F0=9F=94=A5?=\r\n\r\nhello\r\n.';

it('Mail stand-in › mail of a signed-in sender → stored', async () => {
	await speak('EHLO x', login(mailbox.credential['password']), ...mail, text, 'QUIT');
	expect(mailbox.mails).toEqual([
		{ from: 'a@contoso.example', to: ['b@contoso.example'], subject: '🔥', text: 'hello\n', html: '' },
	]);
});

it('Mail stand-in › a wrong password or no sign-in → rejected, nothing stored', async () => {
	expect((await speak('EHLO x', login('wrong'), 'QUIT')).at(2)).toBe('535');
	expect((await speak('EHLO x', mail[0] ?? '', 'QUIT')).at(2)).toBe('530');
	expect(mailbox.mails).toEqual([]);
});

it('Mail stand-in › refuse() → the next mail is rejected, the one after it is stored', async () => {
	mailbox.refuse();
	const session = ['EHLO x', login(mailbox.credential['password']), ...mail, text, 'QUIT'];
	expect((await speak(...session)).at(-2)).toBe('451');
	expect((await speak(...session)).at(-2)).toBe('250');
	expect(mailbox.mails).toHaveLength(1);
});
