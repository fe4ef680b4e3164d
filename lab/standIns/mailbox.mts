import type { AddressInfo } from 'node:net';
import { simpleParser, type AddressObject } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** One mail as it arrived. */
export interface Mail {
	readonly from: string;
	/** From the envelope. */
	readonly to: readonly string[];
	readonly subject: string;
	readonly text: string;
	/** Empty when the mail has none. */
	readonly html: string;
}

/** A mail server on loopback that keeps every mail: submission with a user name and password, no TLS. */
export interface Mailbox {
	/** Fields of a credential of type `smtp`. */
	readonly credential: Readonly<Record<string, string | number | boolean>>;
	readonly mails: readonly Mail[];
	/** The next `times` mails are refused for now (451). */
	readonly refuse: (times?: number) => void;
	readonly close: () => Promise<void>;
}

const USER = 'n8n@contoso.example';
const PASSWORD = 'practice-smtp-password';

export async function startMailbox({ port = 0 }: { readonly port?: number } = {}): Promise<Mailbox> {
	const mails: Mail[] = [];
	let refusals = 0;
	const server = new SMTPServer({
		authMethods: ['PLAIN', 'LOGIN'],
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		disableReverseLookup: true,
		onAuth: ({ username, password }, _session, done) =>
			username === USER && password === PASSWORD
				? done(null, { user: USER })
				: done(new Error('5.7.8 Authentication credentials invalid')),
		onData: (stream, { envelope }, done) => {
			simpleParser(stream)
				.then(({ from, subject = '', text = '', html }) => {
					if (refusals > 0) {
						refusals -= 1;
						throw Object.assign(new Error('4.3.0 Try again later'), { responseCode: 451 });
					}
					const to = envelope.rcptTo.map(({ address }) => address);
					mails.push({ from: addressOf(from), to, subject, text, html: html || '' });
					done();
				})
				.catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
		},
	});
	server.on('error', () => undefined);
	const listening = await new Promise<AddressInfo>((resolve, reject) => {
		server.once('error', reject);
		const { server: socket } = server;
		server.listen(port, '127.0.0.1', () => resolve(socket.address() as AddressInfo));
	});
	return {
		credential: {
			user: USER,
			password: PASSWORD,
			host: '127.0.0.1',
			port: listening.port,
			secure: false,
			disableStartTls: true,
		},
		mails,
		refuse: (times = 1) => {
			refusals += times;
		},
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}

const addressOf = (from: AddressObject | undefined): string => from?.value[0]?.address ?? '';
