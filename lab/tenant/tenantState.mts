import type { PracticeApp } from './app.mts';
import type { Behaviours } from './behaviours.mts';
import type { TenantClock } from './clock.mts';
import type { SignIns } from './entra/signIns.mts';
import type { Faults, Meanwhile } from './faults.mts';
import type { JournalEntry } from './incidents/journal.mts';
import type { ServiceStore } from './incidents/store.mts';
import type { RequestLedger } from './requestLedger.mts';
import type { StoryRuns } from './storyRuns.mts';
import type { HuntEngine } from './worldSource.mts';

/** What the endpoints know of one tenant. */
export interface TenantState {
	readonly id: string;
	/** A verified domain, which the token endpoint takes in place of the id. */
	readonly domain: string;
	/** Replaced as a whole when a switch changes. */
	behaviours: Behaviours;
	readonly clock: TenantClock;
	readonly tokenLifetimeSeconds: number;
	/** Access tokens handed out so far. */
	tokensIssued: number;
	readonly apps: PracticeApp[];
	readonly signIns: SignIns;
	readonly ledger: RequestLedger;
	readonly faults: Faults;
	readonly journal: readonly JournalEntry[];
	readonly incidents: ServiceStore;
	readonly stories: StoryRuns;
	/** The state behind a `$skiptoken`: the IDs that the first request found, and where the next page starts. */
	readonly cursors: Map<string, { readonly ids: readonly string[]; readonly start: number }>;
	/** Incidents at whose alerts the service fails. */
	readonly poisoned: Set<string>;
	/** The tenant's tables; read at the first hunt. */
	hunting(): HuntEngine;
	/** Lets a person change an incident, if the fault has such a change for this moment. */
	act(meanwhile: Meanwhile | undefined, moment: Meanwhile['when']): void;
}
