import type { Instant } from './clock.mts';

/** One HTTP call that the practice server received. No secret and no token is ever part of it. */
export interface RecordedCall {
	/** The tenant's clock when the call arrived. */
	readonly at: Instant;
	readonly kind: CallKind;
	readonly method: string;
	/** Path without query. */
	readonly path: string;
	/** Decoded query options; a repeated one keeps its last value. */
	readonly query: Readonly<Record<string, string>>;
	/** Lower-case names; `authorization` reads `Bearer <tenant>/<number of the token>`, `Bearer unknown` or null. */
	readonly headers: Readonly<Record<string, string | null>>;
	/** Parsed JSON, else the text; of token calls the form fields without secrets; undefined without body. */
	readonly body: unknown;
	/** Status answered; 0 while under way and when the connection was cut without one. */
	readonly status: number;
	/** Entries of the tenant's journal right before the call was carried out: what a read could show, and where a write's own follow. */
	readonly changesBefore: number;
	/** Token calls: the number of the token handed out. Calls of an API: the number of the token presented. */
	readonly tokenSequence?: number;
}

/** `authorize`: the pages on which people sign in. `legacy`: the older of the two APIs. */
export type CallKind = 'token' | 'authorize' | 'graph' | 'legacy' | 'control';

/** A call while it is answered: what becomes known later is filled in. */
export type OpenCall = { -readonly [K in keyof RecordedCall]: RecordedCall[K] };

/** Form fields and query options that hold a key, an assertion, a token or the id of a sign-in under way. */
const SECRETS = [
	'client_secret',
	'client_assertion',
	'password',
	'refresh_token',
	'code',
	'code_verifier',
	'assertion',
	'flow',
];

/** `fields` without those that hold a secret. */
export function withoutSecrets(fields: Iterable<readonly [string, string]>): Record<string, string> {
	return Object.fromEntries([...fields].filter(([name]) => !SECRETS.includes(name.toLowerCase())));
}

/** Headers as recorded: names in lower case, the token replaced by whose it is. */
export function recordedHeaders(
	headers: Readonly<Record<string, string | readonly string[] | undefined>>,
	bearer: string | null,
): Record<string, string | null> {
	const texts = Object.entries(headers).map(([name, value]): [string, string | null] => [
		name,
		Array.isArray(value) ? value.join(', ') : String(value ?? ''),
	]);
	return { ...Object.fromEntries(texts), authorization: bearer };
}

/** The calls of one tenant, oldest first. */
export interface RequestLedger {
	readonly calls: readonly RecordedCall[];
	add(call: OpenCall): void;
}

/** An empty ledger. */
export function createRequestLedger(): RequestLedger {
	const calls: RecordedCall[] = [];
	return { calls, add: (call) => void calls.push(call) };
}
