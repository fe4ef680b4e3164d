import type { INodeParameters } from 'n8n-workflow';
import { CALLBACK } from '../../lab/engine/oauth2Connect.mts';
import type { RunResult } from '../../lab/engine/engine.mts';
import type { Fault, FaultAnswer, PracticeApi, TenantOptions } from '../../lab/tenant/practice.mts';
import { signInAndAgree } from '../../lab/editor/signInPages.mts';
import {
	CREDENTIAL_TYPE,
	incidentById,
	jsonOf,
	our,
	USER_CREDENTIAL_TYPE,
	type Bench,
	type BenchRun,
	type startBench,
} from './practice.mts';
import type { Step } from '../../lab/test/support/workflows.mts';

/** What a user may expect of an API: the suite is the same for both, and what one cannot do is an expectation too. */
export interface Abilities {
	/** Properties of a simplified incident that the API does not have; they are null, or empty lists. */
	readonly lacks: readonly string[];
	/** Fields of Update Incident that are refused with a sentence. */
	readonly refuses: INodeParameters;
	readonly pageMax: number;
	/** Whether a hunt takes a time range beside its query. */
	readonly timeRange: boolean;
	readonly permissions: Readonly<
		Record<'application' | 'user', Readonly<Record<'read' | 'write' | 'hunt', string>>>
	>;
}

const GRAPH_PERMISSIONS = {
	read: 'SecurityIncident.Read.All',
	write: 'SecurityIncident.ReadWrite.All',
	hunt: 'ThreatHunting.Read.All',
};

export const abilities: Readonly<Record<PracticeApi, Abilities>> = {
	graph: {
		lacks: [],
		refuses: {},
		pageMax: 50,
		timeRange: true,
		permissions: { application: GRAPH_PERMISSIONS, user: GRAPH_PERMISSIONS },
	},
	legacy: {
		lacks: ['priorityScore', 'lastModifiedBy', 'systemTags', 'description', 'summary', 'resolvingComment'],
		refuses: {
			severity: 'high',
			displayName: 'Renamed',
			description: 'What happened.',
			summary: 'In short.',
			resolvingComment: 'Done.',
		},
		pageMax: 100,
		timeRange: false,
		permissions: {
			application: {
				read: 'Incident.Read.All',
				write: 'Incident.ReadWrite.All',
				hunt: 'AdvancedHunting.Read.All',
			},
			user: { read: 'Incident.Read', write: 'Incident.ReadWrite', hunt: 'AdvancedHunting.Read' },
		},
	},
};

/** One way to reach the practice tenant: an API in a context. */
export interface ApiAccess extends Abilities {
	readonly name: string;
	readonly api: PracticeApi;
	readonly context: 'application' | 'user';
}

const access = (api: PracticeApi, context: ApiAccess['context']): ApiAccess => ({
	name: `${api === 'graph' ? 'Microsoft Graph' : 'the older API'} as ${context}`,
	api,
	context,
	...abilities[api],
});

/** Both APIs in both contexts. */
export const apiAccesses: readonly ApiAccess[] = [
	access('graph', 'application'),
	access('legacy', 'application'),
	access('graph', 'user'),
	access('legacy', 'user'),
];
export const legacyAppAccess = access('legacy', 'application');
/** Both APIs in application context. */
export const appAccesses: readonly ApiAccess[] = [access('graph', 'application'), legacyAppAccess];

/** One tenant as it is seen from one access. */
export interface Connection {
	readonly bench: Bench;
	readonly run: (step: Step | readonly Step[], options?: BenchRun) => Promise<RunResult>;
	/** The JSON of the items of one node of ours, whose run succeeds. */
	readonly items: (step: Step, options?: BenchRun) => Promise<readonly Readonly<Record<string, unknown>>[]>;
	/** Update Incident for one incident; its one item. */
	readonly update: (id: string, parameters: INodeParameters) => Promise<Readonly<Record<string, unknown>>>;
	readonly fault: (answer: FaultAnswer, more?: Partial<Omit<Fault, 'answer'>>) => void;
	/** Calls of this access's API so far that may change something. */
	readonly writes: () => readonly string[];
}

/** A tenant, and a connection for each access; people are connected when they first sit down. */
export async function connections(
	start: typeof startBench,
	options: TenantOptions = {},
): Promise<(access: ApiAccess) => Promise<Connection>> {
	const bench = await start(options);
	const ids = new Map<string, Promise<string>>();
	return async (chosen) => {
		const id = ids.get(chosen.name) ?? credentialFor(bench, chosen);
		ids.set(chosen.name, id);
		return connectionOn(bench, chosen, await id);
	};
}

async function credentialFor(
	{ tenant, credentials, engine }: Bench,
	{ api, context }: ApiAccess,
): Promise<string> {
	if (context === 'application')
		return credentials.create(CREDENTIAL_TYPE, { ...tenant.credential(tenant.app, api) }).id;
	if (!tenant.app.redirectUris.includes(CALLBACK)) tenant.app.addRedirectUri(CALLBACK);
	const { id } = credentials.create(USER_CREDENTIAL_TYPE, { ...tenant.userCredential(tenant.app, api) });
	await engine.connect(credentials, id, (address) => signInAndAgree(address, tenant.user));
	return id;
}

function connectionOn(bench: Bench, { api, context }: ApiAccess, id: string): Connection {
	const type = context === 'application' ? CREDENTIAL_TYPE : USER_CREDENTIAL_TYPE;
	const connectedStep = (step: Step): Step => ({
		credentials: { [type]: { id, name: 'Practice' } },
		...step,
		parameters: { authentication: type, ...step.parameters },
	});
	const run: Connection['run'] = (steps, options) =>
		bench.run('name' in steps ? connectedStep(steps) : steps.map(connectedStep), options);
	const items: Connection['items'] = async (step, options) => {
		const result = await run(step, options);
		if (result.error !== undefined)
			throw new Error(`${result.error.message} ${result.error.description ?? ''}`);
		return jsonOf(result, step.name);
	};
	return {
		bench,
		run,
		items,
		update: async (incident, parameters) => {
			const [item] = await items(
				our('updateIncident', { incidentId: incidentById(incident), ...parameters }),
			);
			return item ?? {};
		},
		fault: (answer, more) => bench.fault(answer, { match: { kind: api }, ...more }),
		writes: () =>
			bench.practice.calls
				.filter(({ kind, method, path }) => kind === api && method !== 'GET' && !path.includes('unting'))
				.map(({ method, path }) => `${method} ${path}`),
	};
}
