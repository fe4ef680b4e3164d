import { announceRecord } from './announce.mts';
import { guidSequence, guidFrom } from './identifiers.mts';
import { createClock } from './clock.mts';
import { createAccessTokens } from './entra/accessTokens.mts';
import { signingKeys } from './entra/keys.mts';
import { createRequestLedger, type RecordedCall } from './requestLedger.mts';
import { createLookups, type Registry } from './registry.mts';
import type { RunView, Speed } from './scenarios/runs.mts';
import { scenarios } from './scenarios/scenario.mts';
import { createServer } from './server.mts';
import { createTenantState, tenantView, type Tenant, type TenantOptions } from './tenant.mts';
import type { TenantState } from './tenantState.mts';

export type { PracticeApp } from './app.mts';
export type { Behaviours } from './behaviours.mts';
export type { Fault, FaultAnswer, Meanwhile } from './faults.mts';
export type { JournalEntry } from './incidents/journal.mts';
export type { IncidentPatch, IncidentRecord, IncidentStore } from './incidents/store.mts';
export type { RecordedCall } from './requestLedger.mts';
export type { PracticeApi } from './practiceApi.mts';
export type { DirectoryRole, PracticeUser } from './entra/users.mts';
export type { Tenant, TenantOptions } from './tenant.mts';
export type { KeyMaterial, PracticeCredential, PracticeUserCredential } from './tenantCredentials.mts';

export interface PracticeOptions {
	/** Port on 127.0.0.1; default: one that is free. */
	readonly port?: number;
	/** The clock behind `iat` and `exp` of tokens; default: the machine's. */
	readonly realTime?: () => Date;
}

/** A running stand-in for Entra ID, Microsoft Graph and the older Defender XDR API on loopback, for many tenants. */
export interface Practice {
	/** `http://127.0.0.1:<port>`: login host and API host in one. */
	readonly origin: string;
	addTenant(options?: TenantOptions): Tenant;
	/**
	 * Plays a scenario in a tenant of this server, at once unless `speed` is set; throws for an unknown one.
	 * @param options `until`: milliseconds of the scenario after which it waits
	 */
	play(
		tenant: Tenant,
		scenario: string,
		options?: { readonly speed?: Speed; readonly until?: number },
	): Promise<RunView>;
	/** Every call, also those that belong to no tenant. */
	readonly calls: readonly RecordedCall[];
	close(): Promise<void>;
}

/** Starts the server. It answers until `close`, which also ends connections under way. */
export async function startPractice({
	port = 0,
	realTime = () => new Date(),
}: PracticeOptions = {}): Promise<Practice> {
	const keys = await signingKeys();
	const tokens = createAccessTokens(keys, realTime);
	const tenants: TenantState[] = [];
	const ledger = createRequestLedger();
	let origin = '';
	const registry: Registry = {
		get origin() {
			return origin;
		},
		keys,
		tokens,
		clock: createClock(realTime().toISOString()),
		ledger,
		tenants,
		...createLookups(tenants, tokens, ledger),
		nextId: guidSequence('request'),
		realTime,
	};
	const addTenant = (options: TenantOptions = {}): Tenant => {
		const state = createTenantState(
			options,
			guidFrom(`tenant/${options.seed ?? 1}/${tenants.length}`),
			realTime,
		);
		if (registry.tenantNamed(state.id))
			throw new Error(`The practice server has tenant ${state.id} already.`);
		tenants.push(state);
		return tenantView(state, origin, realTime);
	};
	const { server, runs } = createServer(registry, addTenant);
	origin = await server.listen({ host: '127.0.0.1', port });
	const close = async () => {
		await server.close();
		announceRecord(ledger.calls);
	};
	const play: Practice['play'] = (tenant, name, { speed = 'instant', until } = {}) => {
		const scenario = scenarios.get(name);
		if (scenario === undefined) throw new Error(`The practice tenant has no scenario "${name}".`);
		return runs.of(tenant).start(scenario, speed, until);
	};
	return { origin, addTenant, play, calls: ledger.calls, close };
}
