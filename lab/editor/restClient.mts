import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** The editor's own REST API, as a browser uses it. */
export interface RestClient {
	/** Creates the owner of a new n8n and signs out again. */
	setUpOwner(): Promise<void>;
	signIn(): Promise<void>;
	/** What a browser needs to go on with this session; throws an Error before `signIn`. */
	session(): Session;
	/** The `data` of the answer. Throws an Error with method, path, status and n8n's message otherwise. */
	call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
	/** A file that n8n serves to a signed-in browser, such as `types/nodes.json` or an icon. */
	file(path: string): Promise<string>;
}

/** A sign-in, bound by n8n to the browser id that was sent with it. */
export interface Session {
	readonly cookie: { readonly name: string; readonly value: string };
	readonly browserId: string;
}

const SESSION_COOKIE = 'n8n-auth';
const TIMEOUT_MS = 60_000;
const envelope = z.object({ data: z.unknown() });

/** Who owns an n8n. */
export interface Login {
	readonly email: string;
	readonly password: string;
}

/** An owner with a password of their own: whoever signs in may run programs in the name of who started n8n. */
export const newOwner = (): Login => ({
	email: 'owner@practice.example',
	password: `Aa1${randomBytes(12).toString('hex')}`,
});

/** @param origin of a running n8n */
export function createRestClient(origin: string, owner: Login = newOwner()): RestClient {
	// n8n binds a session to the browser that asked for it.
	const browserId = randomBytes(16).toString('hex');
	let cookie = '';
	const send = async (method: string, path: string, body?: unknown): Promise<string> => {
		const answer = await fetch(`${origin}/${path}`, {
			method,
			headers: {
				// n8n closes idle connections after 5 seconds. A process that is busy for longer would send on a closed one.
				connection: 'close',
				'browser-id': browserId,
				...(cookie === '' ? {} : { cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			signal: AbortSignal.timeout(TIMEOUT_MS),
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok)
			throw new Error(`n8n answered ${method} /${path} with ${answer.status}: ${text.slice(0, 500)}`);
		cookie = sessionOf(answer) ?? cookie;
		return text;
	};
	const call: RestClient['call'] = async (method, path, body) =>
		envelope.parse(JSON.parse(await send(method, `rest/${path}`, body))).data;
	return {
		file: (path) => send('GET', path),
		session: () => {
			if (cookie === '') throw new Error('No user is signed in.');
			return { cookie: { name: SESSION_COOKIE, value: cookie.slice(SESSION_COOKIE.length + 1) }, browserId };
		},
		call,
		setUpOwner: async () => {
			await call('POST', 'owner/setup', { ...owner, firstName: 'Practice', lastName: 'Owner' });
			cookie = '';
		},
		signIn: async () => {
			await call('POST', 'login', { emailOrLdapLoginId: owner.email, password: owner.password });
		},
	};
}

function sessionOf(answer: Response): string | undefined {
	const session = answer.headers.getSetCookie().find((line) => line.startsWith(`${SESSION_COOKIE}=`));
	return session?.split(';')[0];
}
