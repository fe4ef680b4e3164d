import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { eachRow } from '../support/eachRow.mts';
import { startChat } from '../../standIns/chat.mts';
import { startJira } from '../../standIns/jira/jira.mts';
import { startMailbox } from '../../standIns/mailbox.mts';
import { startOllama } from '../../standIns/ollama.mts';
import { startPractice } from '../../tenant/practice.mts';

const LAB = fileURLToPath(new URL('../../../lab', import.meta.url));

/** Every file of the lab that opens a port, and what answers there. */
const LISTENING: Readonly<Record<string, string>> = {
	'bench/service.mts': 'finished responses for measurements',
	'editor/freePort.mts': 'nothing: it only finds a free port',
	'editor/listeners.mts': 'nothing: it only tries a port',
	'standIns/chat.mts': 'through standIns/listen.mts',
	'standIns/jira/jira.mts': 'through standIns/listen.mts',
	'standIns/listen.mts': 'Jira, chat and model',
	'standIns/mailbox.mts': 'mail, which is no HTTP',
	'standIns/ollama.mts': 'through standIns/listen.mts',
	'tenant/practice.mts': 'sign-in, Graph, the older API, control and pages',
};

interface Started {
	readonly origin: string;
	/** Paths that exist, so that a refusal is not a missing page. */
	readonly paths: readonly string[];
	readonly close: () => Promise<void>;
}

const START: Readonly<Record<string, () => Promise<Started>>> = {
	'the practice tenant': async () => {
		const practice = await startPractice();
		const { id } = practice.addTenant({ empty: true });
		return {
			origin: practice.origin,
			close: () => practice.close(),
			paths: [
				'/control/tenants',
				`/control/tenants/${id}`,
				`/control/tenants/${id}/incidents`,
				`/${id}/oauth2/v2.0/token`,
				`/${id}/oauth2/v2.0/authorize`,
				'/v1.0/security/incidents',
				'/api/incidents',
				`/practice/${id}/incidents`,
				'/nowhere',
			],
		};
	},
	chat: async () => {
		const { slackUrl, close } = await startChat();
		const { origin, pathname } = new URL(slackUrl);
		return { origin, close, paths: [pathname, '/nowhere'] };
	},
	Jira: async () => {
		const { origin, close } = await startJira();
		return { origin, close, paths: ['/rest/api/2/project/SOC', '/nowhere'] };
	},
	'the language model': async () => {
		const { origin, close } = await startOllama();
		return { origin, close, paths: ['/api/chat'] };
	},
};

/** Status and body of a request under another host name. */
function asked(url: string, method: string, host: string): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const call = request(
			url,
			{ method, headers: { host, 'content-type': 'application/json' } },
			(response) => {
				let text = '';
				response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
				response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
			},
		);
		call.on('error', reject).end(method === 'POST' ? '{}' : undefined);
	});
}

/** The check of one started server, which is closed afterwards. */
const withServer =
	(check: (started: Started) => Promise<void>) => async (_name: string, start: () => Promise<Started>) => {
		const started = await start();
		await check(started).finally(() => started.close());
	};

describe('Host header of lab servers', () => {
	eachRow(Object.entries(START))(
		'another host name or port → 403 at every path and method',
		withServer(async (started) => {
			const { port } = new URL(started.origin);
			const hosts = ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1:1'];
			for (const path of started.paths) {
				for (const host of hosts) {
					for (const method of ['GET', 'POST']) {
						const { status, text } = await asked(`${started.origin}${path}`, method, host);
						expect([path, host, method, status]).toEqual([path, host, method, 403]);
						expect(text).toContain('on this computer only');
					}
				}
			}
		}),
	);

	eachRow(Object.entries(START))(
		'a loopback name of this computer → accepted',
		withServer(async (started) => {
			const { port } = new URL(started.origin);
			for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`]) {
				const { text } = await asked(`${started.origin}${started.paths[0] ?? ''}`, 'GET', host);
				expect(text).not.toContain('on this computer only');
			}
		}),
	);
});

describe('Mail stand-in', () => {
	it("a browser's HTTP request → connection closed with 421", async () => {
		const mailbox = await startMailbox();
		const text = await new Promise<string>((resolve) => {
			const socket = connect(Number(mailbox.credential['port']), '127.0.0.1');
			let heard = '';
			socket.on('data', (chunk) => (heard += chunk.toString('utf8')));
			socket.on('close', () => resolve(heard));
			socket.write('POST / HTTP/1.1\r\nHost: evil.example\r\n\r\nEHLO x\r\n');
		});
		await mailbox.close();
		// Browsers speak first, which no mail server allows.
		expect(text).toMatch(/^421 .* You talk too soon\r\n$/);
		expect(mailbox.mails).toEqual([]);
	});
});

it('Lab servers › every file that opens a port → listed with its protocol', () => {
	const files = readdirSync(LAB, { recursive: true, encoding: 'utf8' }).filter(
		(file) => file.endsWith('.mts') && !file.startsWith('test'),
	);
	const listening = files.filter((file) => /\blisten\(/.test(readFileSync(join(LAB, file), 'utf8')));
	expect(listening.map((file) => relative('.', file).replaceAll('\\', '/')).sort()).toEqual(
		Object.keys(LISTENING),
	);
});
