import { expect } from 'vitest';
import {
	startPractice,
	type Practice,
	type PracticeApp,
	type Tenant,
	type TenantOptions,
} from '../../tenant/practice.mts';

/** Vitest's matchers, which are of type any, as values that can stand in an object. */
export const anyText: unknown = expect.any(String);
export const containing = (part: string): unknown => expect.stringContaining(part);

export type JsonObject = Readonly<Record<string, unknown>>;

/** A response whose body was read. */
export interface ReadResponse {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body read as a JSON object; fails on any other text. */
	readonly json: JsonObject;
}

export const SCOPE = 'https://graph.microsoft.com/.default';
export const JSON_BODY = { 'content-type': 'application/json' };
export const INCIDENTS = '/v1.0/security/incidents';
export const HUNT = '/v1.0/security/runHuntingQuery';

function asObject(value: unknown): JsonObject {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	throw new Error(`Not a JSON object: ${JSON.stringify(value)}`);
}

async function readResponse(answer: Response): Promise<ReadResponse> {
	const text = await answer.text();
	return {
		status: answer.status,
		headers: answer.headers,
		text,
		get json() {
			return asObject(JSON.parse(text));
		},
	};
}

/** A form that requests a Graph token, with `changes` on top; a value of undefined leaves the field out. */
export function tokenForm(
	app: PracticeApp,
	changes: Record<string, string | undefined> = {},
): URLSearchParams {
	const fields: Record<string, string | undefined> = {
		grant_type: 'client_credentials',
		client_id: app.clientId,
		client_secret: app.clientSecret,
		scope: SCOPE,
		...changes,
	};
	return new URLSearchParams(
		Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}

export const tokenResponse = async (
	practice: Practice,
	tenantName: string,
	form: URLSearchParams | string,
	init: RequestInit = {},
) =>
	readResponse(
		await fetch(`${practice.origin}/${tenantName}/oauth2/v2.0/token`, {
			method: 'POST',
			body: form,
			...init,
		}),
	);

/** Signs in; the token as text. */
export async function signIn(
	practice: Practice,
	tenant: Tenant,
	app = tenant.app,
	scope = SCOPE,
): Promise<string> {
	const answer = await tokenResponse(practice, tenant.id, tokenForm(app, { scope }));
	return String(answer.json.access_token);
}

/** A practice server with one tenant and a signed-in caller. */
export interface GraphCaller {
	readonly practice: Practice;
	readonly tenant: Tenant;
	readonly token: string;
	get(path: string, headers?: Record<string, string>): Promise<ReadResponse>;
	/** `GET /security/incidents` with these options. */
	list(options?: Record<string, string>, headers?: Record<string, string>): Promise<ReadResponse>;
	patch(id: string, body: unknown, headers?: Record<string, string>): Promise<ReadResponse>;
	comment(id: string, text: string): Promise<ReadResponse>;
	hunt(body: unknown): Promise<ReadResponse>;
	send(path: string, init: RequestInit): Promise<ReadResponse>;
}

/** Starts a server with one tenant, empty by default, and signs in. */
export async function startGraphCaller(options: TenantOptions = { empty: true }): Promise<GraphCaller> {
	const practice = await startPractice();
	const tenant = practice.addTenant(options);
	return graphCaller(practice, tenant);
}

/** A signed-in caller of a tenant; for another API than Graph with its scope. */
export async function graphCaller(
	practice: Practice,
	tenant: Tenant,
	app?: PracticeApp,
	scope?: string,
): Promise<GraphCaller> {
	const token = await signIn(practice, tenant, app, scope);
	const send = async (path: string, init: RequestInit) => {
		const headers = { authorization: `Bearer ${token}`, ...init.headers };
		return readResponse(await fetch(`${practice.origin}${path}`, { redirect: 'manual', ...init, headers }));
	};
	const post = (path: string, body: unknown) =>
		send(path, { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) });
	return {
		practice,
		tenant,
		token,
		send,
		get: (path, headers = {}) => send(path, { headers }),
		list: (query = {}, headers = {}) =>
			send(`${INCIDENTS}?${new URLSearchParams(query).toString()}`, { headers }),
		patch: (id, body, headers = {}) =>
			send(`${INCIDENTS}/${id}`, {
				method: 'PATCH',
				headers: { ...JSON_BODY, ...headers },
				body: JSON.stringify(body),
			}),
		comment: (id, comment) =>
			post(`${INCIDENTS}/${id}/comments`, {
				'@odata.type': 'microsoft.graph.security.alertComment',
				comment,
			}),
		hunt: (body) => post(HUNT, body),
	};
}

/** The objects in a list property. @param property `value` by default */
export function listedObjects(seenAnswer: ReadResponse, property = 'value'): JsonObject[] {
	const list = seenAnswer.json[property];
	if (!Array.isArray(list)) throw new Error(`No list "${property}" in ${seenAnswer.text.slice(0, 300)}`);
	return list.map(asObject);
}

/** Ids of a page, in its order. */
export const ids = (page: ReadResponse): string[] => listedObjects(page).map(({ id }) => String(id));

/** Path and query of a page's next link, or undefined. */
export function nextPath(page: ReadResponse): string | undefined {
	const link = page.json['@odata.nextLink'];
	if (typeof link !== 'string') return undefined;
	const { pathname, search } = new URL(link);
	return `${pathname}${search}`;
}

/** The error's code and message. */
export function errorOf(answer: ReadResponse): { readonly code: unknown; readonly message: string } {
	const { code, message } = asObject(answer.json.error);
	return { code, message: String(message) };
}

/** The headers of a 429 that follows the tenant's switches. */
export async function throttledHeaders(caller: GraphCaller): Promise<Headers> {
	caller.tenant.faults.add({
		match: {},
		times: 1,
		answer: { throttle: 'asBehaviour', retryAfterSeconds: 7 },
	});
	return (await caller.list()).headers;
}
