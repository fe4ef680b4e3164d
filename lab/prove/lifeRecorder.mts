import type { Instant } from '../tenant/clock.mts';
import type { Tenant } from '../tenant/practice.mts';
import type { FinishedPoll, Happening, LifeRecord } from './checker/record.mts';
import type { Setting } from './setting.mts';

/** Milliseconds between the activation and the first poll: more than the margin that a poll leaves to the newest changes. */
export const APART_MS = 10_000;

/** Records the tenant's side of a trigger's life for the checker. The life begins when the recorder is created. */
export class LifeRecorder {
	readonly startedAt: Instant;
	private readonly startedWith: number;

	constructor(
		private readonly tenant: Tenant,
		private readonly setting: Setting,
	) {
		this.startedAt = tenant.clock.now();
		this.startedWith = tenant.journal.length;
	}

	/** The life up to now, with the polls and happenings that its front end observed. */
	record(polls: readonly FinishedPoll[], happenings: readonly Happening[]): LifeRecord {
		const { startedAt, startedWith } = this;
		const { journal, incidents } = this.tenant;
		const { lookBackMs, sweepMs, severities, maxPerPoll } = this.setting;
		const promised = { lookBackMs, sweepMs, severities, maxPerPoll };
		return { journal, incidents: incidents.all(), startedAt, startedWith, polls, happenings, promised };
	}
}
