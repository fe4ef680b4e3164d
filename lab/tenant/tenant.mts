import { createApp, type AppOptions, type PracticeApp } from './app.mts';
import { chooseBehaviours, type Behaviours } from './behaviours.mts';
import { createClock, type TenantClock } from './clock.mts';
import { createFaults, type Faults } from './faults.mts';
import { isGuid } from './identifiers.mts';
import type { JournalEntry } from './incidents/journal.mts';
import { createIncidentStore, type IncidentStore } from './incidents/store.mts';
import { createLedger, type RecordedCall } from './ledger.mts';
import type { TenantState } from './tenantState.mts';
import { worldSource } from './worldSource.mts';

export interface TenantOptions {
	/** A GUID; default: follows from seed and place in the practice server. */
	readonly tenantId?: string;
	/** Decides incidents and tables; default 1. */
	readonly seed?: number;
	/** Where the tenant's clock starts, ISO 8601 UTC; default 2026-11-22T03:00:00.0000000Z. */
	readonly now?: string;
	readonly behaviours?: Partial<Behaviours>;
	/** Default 3599. */
	readonly tokenLifetimeSeconds?: number;
	/** No incidents and no rows. */
	readonly empty?: boolean;
}

/** What both kinds of credential hold. */
interface CredentialBase {
	readonly api: 'graph';
	readonly cloud: 'custom';
	readonly tenantId: string;
	readonly clientId: string;
	readonly loginUrl: string;
	readonly apiUrl: string;
	readonly audience: string;
}

/** A credential of type `defenderXdrAppOAuth2Api`, filled in for this tenant. */
export interface PracticeCredential extends CredentialBase {
	readonly clientAuthentication: 'clientSecret';
	readonly clientSecret: string;
}

/** A certificate and its key as PEM. */
export interface KeyMaterial {
	readonly certificate: string;
	readonly privateKey: string;
	/** Of an encrypted key. */
	readonly passphrase?: string;
}

/** The same credential with a certificate in place of the secret. */
export interface PracticeCertificateCredential extends CredentialBase, KeyMaterial {
	readonly clientAuthentication: 'certificate';
}

/** One tenant as its people see it. */
export interface Tenant {
	readonly id: string;
	readonly behaviours: Behaviours;
	/** May read and write incidents and hunt. */
	readonly app: PracticeApp;
	addApp(options: AppOptions): PracticeApp;
	credential(app?: PracticeApp): PracticeCredential;
	/** Nothing is uploaded by it: `PracticeApp.addCertificate` does that. */
	certificateCredential(material: KeyMaterial, app?: PracticeApp): PracticeCertificateCredential;
	readonly clock: TenantClock;
	readonly faults: Pick<Faults, 'add' | 'clear'>;
	/** Every call that reached this tenant, oldest first. */
	readonly calls: readonly RecordedCall[];
	/** Every change of an incident, oldest first. */
	readonly journal: readonly JournalEntry[];
	readonly incidents: IncidentStore;
}

const DEFAULT_NOW = '2026-11-22T03:00:00.0000000Z';
const DEFAULT_LIFETIME_SECONDS = 3599;
const ALL_ROLES = ['SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'];

/** @param fallbackId the id of a tenant that was given none */
export function createTenantState(options: TenantOptions, fallbackId: string): TenantState {
	const id = (options.tenantId ?? fallbackId).toLowerCase();
	if (!isGuid(id)) throw new Error(`A practice tenant's id is a GUID; "${id}" is none.`);
	const clock = createClock(options.now ?? DEFAULT_NOW);
	const world = worldSource({
		seed: options.seed ?? 1,
		now: clock.now(),
		tenantId: id,
		empty: options.empty ?? false,
	});
	const journal: JournalEntry[] = [];
	const incidents = createIncidentStore(world.incidents, id, clock, journal);
	return {
		id,
		domain: `${id.slice(0, 8)}.onmicrosoft.com`,
		behaviours: chooseBehaviours(options.behaviours),
		clock,
		tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS,
		tokensIssued: 0,
		apps: [createApp(`${id}/0`, { roles: ALL_ROLES })],
		ledger: createLedger(),
		faults: createFaults(),
		journal,
		incidents,
		cursors: new Map(),
		hunting: world.hunting,
		act: (meanwhile, moment) => {
			if (meanwhile?.when !== moment) return;
			const { by, incidentId, patch, comment, mergeInto } = meanwhile;
			if (patch !== undefined) incidents.edit(by, incidentId, patch);
			if (comment !== undefined) incidents.comment(by, incidentId, comment);
			if (mergeInto !== undefined) incidents.merge(incidentId, mergeInto);
		},
	};
}

/** The people's view of a tenant's state. */
export function tenantView(state: TenantState, origin: string): Tenant {
	const app = state.apps[0] ?? createApp(`${state.id}/0`, { roles: ALL_ROLES });
	const base = (chosen: PracticeApp): CredentialBase => ({
		api: 'graph',
		cloud: 'custom',
		tenantId: state.id,
		clientId: chosen.clientId,
		loginUrl: origin,
		apiUrl: origin,
		audience: 'https://graph.microsoft.com',
	});
	return {
		id: state.id,
		behaviours: state.behaviours,
		app,
		addApp: (options) => {
			const added = createApp(`${state.id}/${state.apps.length}`, options);
			state.apps.push(added);
			return added;
		},
		credential: (chosen = app) => ({
			...base(chosen),
			clientAuthentication: 'clientSecret',
			clientSecret: chosen.clientSecret,
		}),
		certificateCredential: (material, chosen = app) => ({
			...base(chosen),
			clientAuthentication: 'certificate',
			...material,
		}),
		clock: state.clock,
		faults: state.faults,
		calls: state.ledger.calls,
		journal: state.journal,
		incidents: state.incidents,
	};
}
