import {
	startPractice,
	type Practice,
	type PracticeApp,
	type Tenant,
	type TenantOptions,
} from '../../tenant/practice.mts';
import {
	graphCaller,
	JSON_BODY,
	listedObjects,
	type GraphCaller,
	type ReadResponse,
} from './graphCaller.mts';

export const SCOPE = 'https://api.security.microsoft.com/.default';
export const INCIDENTS = '/api/incidents';
export const HUNT = '/api/advancedhunting/run';

/** A caller of the older API, signed in for it. */
export interface LegacyCaller extends Pick<GraphCaller, 'practice' | 'tenant' | 'token' | 'get' | 'send'> {
	list(options?: Record<string, string>): Promise<ReadResponse>;
	patch(id: string, body: unknown): Promise<ReadResponse>;
	hunt(body: unknown): Promise<ReadResponse>;
}

/** Calls with the paths of the older API, over `send`. */
export const legacyCalls = (send: GraphCaller['send']): Pick<LegacyCaller, 'list' | 'patch' | 'hunt'> => {
	const json = (method: string, path: string, body: unknown) =>
		send(path, { method, headers: JSON_BODY, body: JSON.stringify(body) });
	return {
		list: (query = {}) => send(`${INCIDENTS}?${new URLSearchParams(query).toString()}`, {}),
		patch: (id, body) => json('PATCH', `${INCIDENTS}/${id}`, body),
		hunt: (body) => json('POST', HUNT, body),
	};
};

/** A signed-in caller of a tenant. */
export async function legacyCaller(
	practice: Practice,
	tenant: Tenant,
	app?: PracticeApp,
): Promise<LegacyCaller> {
	const signedIn = await graphCaller(practice, tenant, app, SCOPE);
	return { ...signedIn, ...legacyCalls((path, init) => signedIn.send(path, init)) };
}

/** Starts a server with one tenant, empty unless `options` say otherwise, and signs in. */
export async function startLegacyCaller(options: TenantOptions = { empty: true }): Promise<LegacyCaller> {
	const practice = await startPractice();
	return legacyCaller(practice, practice.addTenant(options));
}

/** Numbers of the incidents of a page, in its order. */
export const numbers = (page: ReadResponse): unknown[] =>
	listedObjects(page).map(({ incidentId }) => incidentId);
