import { START } from '../fakeHost.mts';
import type { MemoryTenant } from '../memoryTenant/memoryTenant.mts';
import { valuesOf, type Values } from './tenantOracle.mts';

/** What polls could see of a tenant, without knowing how they read. */
export class PollView {
	/** What incidents were when a poll read them last. */
	readonly seen = new Map<string, Values>();
	/** Up to where the last poll has read. */
	readUpTo = START;

	constructor(
		private readonly tenant: MemoryTenant,
		private readonly tellsTime: boolean,
	) {}

	/** Number of polls in a row without items after which everything was read, also what became visible late. */
	get quietPolls(): number {
		// If no response contains the time, no poll detects that an hour has passed, and only every tenth looks back.
		return this.tellsTime ? 2 : 11;
	}

	/** A poll has ended. */
	recordPoll(): void {
		const { now, incidents } = this.tenant;
		this.readUpTo = this.end;
		for (const one of incidents)
			if (one.visibleAt <= now && one.updated < this.readUpTo) this.seen.set(one.id, valuesOf(one));
	}

	/** Up to where a poll that ends now has read. */
	get end(): number {
		const { now } = this.tenant;
		// The service sends whole seconds, and changes of the last two may not be visible yet.
		if (this.tellsTime) return Math.floor(now / 1_000) * 1_000 - 2_000;
		// If no response contains the time, the newest incident defines it.
		return now + 1;
	}
}
