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

/** Starts a server with one tenant, empty by default, and signs in. */
export async function startLegacyCaller(options: TenantOptions = { empty: true }): Promise<LegacyCaller> {
	const practice = await startPractice();
	return legacyCaller(practice, practice.addTenant(options));
}

/** A signed-in caller of a tenant with three incidents, created one hour apart. */
export async function startWithThreeIncidents(): Promise<LegacyCaller> {
	const caller = await startLegacyCaller();
	const { incidents, clock } = caller.tenant;
	clock.set('2026-11-22T03:00:00Z');
	const at = (hour: number) => `2026-11-20T0${hour}:00:00.0000000Z`;
	incidents.create({ id: '1', createdDateTime: at(1), assignedTo: "o'brien@contoso.com", severity: 'high' });
	incidents.create({ id: '2', createdDateTime: at(2), status: 'inProgress' });
	incidents.create({ id: '3', createdDateTime: at(3), status: 'resolved', assignedTo: 'ann@contoso.com' });
	return caller;
}

/** Numbers of the incidents of a page, in its order. */
export const numbers = (page: ReadResponse): unknown[] =>
	listedObjects(page).map(({ incidentId }) => incidentId);
