import {
	startPractice,
	type Practice,
	type PracticeApp,
	type Tenant,
	type TenantOptions,
} from '../../../tenant/practice.mts';
import { bench, JSON_BODY, listed, type Bench, type Seen } from '../client.mts';

export const SCOPE = 'https://api.security.microsoft.com/.default';
export const INCIDENTS = '/api/incidents';
export const HUNT = '/api/advancedhunting/run';

/** A caller of the older API, signed in for it. */
export interface OlderCaller extends Pick<Bench, 'practice' | 'tenant' | 'token' | 'get' | 'send'> {
	list(options?: Record<string, string>): Promise<Seen>;
	patch(id: string, body: unknown): Promise<Seen>;
	hunt(body: unknown): Promise<Seen>;
}

/** Calls with the paths of the older API, over `send`. */
export const olderCalls = (send: Bench['send']): Pick<OlderCaller, 'list' | 'patch' | 'hunt'> => {
	const json = (method: string, path: string, body: unknown) =>
		send(path, { method, headers: JSON_BODY, body: JSON.stringify(body) });
	return {
		list: (query = {}) => send(`${INCIDENTS}?${new URLSearchParams(query).toString()}`, {}),
		patch: (id, body) => json('PATCH', `${INCIDENTS}/${id}`, body),
		hunt: (body) => json('POST', HUNT, body),
	};
};

/** A signed-in caller of a tenant. */
export async function olderCaller(
	practice: Practice,
	tenant: Tenant,
	app?: PracticeApp,
): Promise<OlderCaller> {
	const signedIn = await bench(practice, tenant, app, SCOPE);
	return { ...signedIn, ...olderCalls((path, init) => signedIn.send(path, init)) };
}

/** Starts a server with one tenant, empty unless `options` say otherwise, and signs in. */
export async function startOlder(options: TenantOptions = { empty: true }): Promise<OlderCaller> {
	const practice = await startPractice();
	return olderCaller(practice, practice.addTenant(options));
}

/** Numbers of the incidents of a page, in its order. */
export const numbers = (page: Seen): unknown[] => listed(page).map(({ incidentId }) => incidentId);
