import { createApp, type AppOptions, type PracticeApp } from './app.mts';
import { chooseBehaviours } from './behaviourChoice.mts';
import type { Behaviours } from './behaviours.mts';
import { createClock, type TenantClock } from './clock.mts';
import { RESOURCES } from './entra/resources.mts';
import { createSignIns, type Policies } from './entra/signIns.mts';
import { createUser, type PracticeUser, type UserOptions } from './entra/users.mts';
import { createFaults, type Faults } from './faults.mts';
import { isGuid } from './identifiers.mts';
import type { JournalEntry } from './incidents/journal.mts';
import { createIncidentStore, type IncidentStore } from './incidents/store.mts';
import { createRequestLedger, type RecordedCall } from './requestLedger.mts';
import { AUDIENCES, type PracticeApi } from './practiceApi.mts';
import { createStoryRuns, type StoryRuns } from './storyRuns.mts';
import type { TenantState } from './tenantState.mts';
import type {
	CredentialBase,
	KeyMaterial,
	PracticeCertificateCredential,
	PracticeCredential,
	PracticeUserCredential,
} from './tenantCredentials.mts';
import { worldSource, type WorldKey } from './worldSource.mts';

export interface TenantOptions {
	/** A GUID; default: follows from seed and place in the practice server. */
	readonly tenantId?: string;
	/** Decides incidents and tables; default 1. */
	readonly seed?: number;
	/** Where the tenant's clock starts, ISO 8601 UTC; default 2026-11-22T03:00:00.0000000Z. */
	readonly now?: string;
	/** Whether the clock runs with the machine's. @default false: it stops until it is moved */
	readonly running?: boolean;
	readonly behaviours?: Partial<Behaviours>;
	/** Default 3599. */
	readonly tokenLifetimeSeconds?: number;
	/** No incidents and no rows. */
	readonly empty?: boolean;
	/** Whether hunting also has the tables of a Microsoft Sentinel workspace, and `TimeGenerated`. @default false */
	readonly workspace?: boolean;
	/** The content at each address that `externaldata` may read; every other address is rejected. @default none */
	readonly externalData?: Readonly<Record<string, string>>;
}

/** One tenant as its people see it. */
export interface Tenant {
	readonly id: string;
	readonly behaviours: Behaviours;
	/** Switches some behaviours. Throws for an unknown switch or an unlisted value. */
	setBehaviours(changes: Partial<Behaviours>): void;
	/** May read and write incidents and hunt. */
	readonly app: PracticeApp;
	/** Every app registration. */
	readonly apps: readonly PracticeApp[];
	addApp(options: AppOptions): PracticeApp;
	/** @default for Graph */
	credential(app?: PracticeApp, api?: PracticeApi): PracticeCredential;
	/** The app needs n8n's callback among its redirect URIs. */
	userCredential(app?: PracticeApp, api?: PracticeApi): PracticeUserCredential;
	/** May read and change incidents, and hunt: a Security Operator. */
	readonly user: PracticeUser;
	/** Everybody who can sign in. */
	readonly users: readonly PracticeUser[];
	addUser(options?: UserOptions): PracticeUser;
	/** Switches for all sign-ins. @default none is on */
	readonly policies: Policies;
	/** Nothing is uploaded by it: `PracticeApp.addCertificate` does that. */
	certificateCredential(material: KeyMaterial, app?: PracticeApp): PracticeCertificateCredential;
	readonly clock: TenantClock;
	readonly faults: Pick<Faults, 'add' | 'clear' | 'waiting'>;
	/** Every call that reached this tenant, oldest first. */
	readonly calls: readonly RecordedCall[];
	/** Every change of an incident, oldest first. */
	readonly journal: readonly JournalEntry[];
	readonly incidents: IncidentStore;
	readonly stories: StoryRuns;
	/** From now on every answer that would hold this incident with its alerts is a 500, as peers report of large ones. */
	poison(incidentId: string): void;
}

const DEFAULT_NOW = '2026-11-22T03:00:00.0000000Z';
const DEFAULT_LIFETIME_SECONDS = 3599;
const ALL_ROLES = [
	'SecurityIncident.ReadWrite.All',
	'ThreatHunting.Read.All',
	'Incident.ReadWrite.All',
	'AdvancedHunting.Read.All',
];
const ALL_SCOPES = RESOURCES.flatMap(({ scopes }) => scopes);
const FULL_APP: AppOptions = { roles: ALL_ROLES, scopes: ALL_SCOPES };

/** The hunting options of a tenant that has any; tenants without one share an engine. */
function huntOptions({ workspace = false, externalData }: TenantOptions): Pick<WorldKey, 'hunting'> {
	if (!workspace && externalData === undefined) return {};
	return { hunting: { workspace, externalData: new Map(Object.entries(externalData ?? {})) } };
}

/**
 * @param fallbackId the tenant's ID if the options have none
 * @param realTime the clock of tokens
 */
export function createTenantState(
	options: TenantOptions,
	fallbackId: string,
	realTime: () => Date,
): TenantState {
	const id = (options.tenantId ?? fallbackId).toLowerCase();
	if (!isGuid(id)) throw new Error(`A practice tenant's id is a GUID; "${id}" is none.`);
	const clock = createClock(
		options.now ?? DEFAULT_NOW,
		options.running ? () => realTime().getTime() : undefined,
	);
	const seed = options.seed ?? 1;
	const world = worldSource({
		seed,
		now: clock.now(),
		tenantId: id,
		empty: options.empty ?? false,
		...huntOptions(options),
	});
	const journal: JournalEntry[] = [];
	const domain = `${id.slice(0, 8)}.onmicrosoft.com`;
	const incidents = createIncidentStore(world.incidents, id, clock, journal);
	const { append } = world;
	return {
		id,
		domain,
		behaviours: chooseBehaviours(options.behaviours),
		clock,
		tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS,
		tokensIssued: 0,
		apps: [createApp(`${id}/0`, FULL_APP)],
		signIns: createSignIns([createUser({ id, domain }, 0, realTime)]),
		ledger: createRequestLedger(),
		faults: createFaults(),
		journal,
		incidents,
		stories: createStoryRuns({ seed, tenantId: id, clock, incidents, append }),
		cursors: new Map(),
		poisoned: new Set(),
		hunting: world.hunting,
		act: (meanwhile, moment) => {
			if (meanwhile?.when !== moment) return;
			const { by, incidentId, create, patch, comment, mergeInto } = meanwhile;
			if (create !== undefined) incidents.create(create);
			if (incidentId === undefined) return;
			if (patch !== undefined) incidents.edit(by, incidentId, patch);
			if (comment !== undefined) incidents.comment(by, incidentId, comment);
			if (mergeInto !== undefined) incidents.merge(incidentId, mergeInto);
		},
	};
}

/** The people's view of a tenant's state. */
export function tenantView(state: TenantState, origin: string, realTime: () => Date): Tenant {
	const app = state.apps[0] ?? createApp(`${state.id}/0`, FULL_APP);
	const { users, policies } = state.signIns;
	const user = users[0] ?? createUser(state, 0, realTime);
	const base = (chosen: PracticeApp, api: PracticeApi = 'graph'): CredentialBase => ({
		api,
		cloud: 'custom',
		tenantId: state.id,
		clientId: chosen.clientId,
		loginUrl: origin,
		apiUrl: origin,
		audience: AUDIENCES[api],
	});
	return {
		id: state.id,
		get behaviours() {
			return state.behaviours;
		},
		setBehaviours: (changes) => {
			state.behaviours = chooseBehaviours({ ...state.behaviours, ...changes });
		},
		app,
		apps: state.apps,
		addApp: (options) => {
			const added = createApp(`${state.id}/${state.apps.length}`, options);
			state.apps.push(added);
			return added;
		},
		credential: (chosen = app, api) => ({
			...base(chosen, api),
			clientAuthentication: 'clientSecret',
			clientSecret: chosen.clientSecret,
		}),
		certificateCredential: (material, chosen = app) => ({
			...base(chosen),
			clientAuthentication: 'certificate',
			...material,
		}),
		userCredential: (chosen = app, api) => ({
			...base(chosen, api),
			clientSecret: chosen.publicClient ? '' : chosen.clientSecret,
			permissions: 'respond',
		}),
		user,
		users,
		addUser: (options) => {
			const added = createUser(state, users.length, realTime, options);
			users.push(added);
			return added;
		},
		policies,
		clock: state.clock,
		faults: state.faults,
		calls: state.ledger.calls,
		journal: state.journal,
		incidents: state.incidents,
		stories: state.stories,
		poison: (incidentId) => void state.poisoned.add(incidentId),
	};
}
