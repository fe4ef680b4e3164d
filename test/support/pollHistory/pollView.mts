import { START, type ChangingTenant } from './changingTenant.mts';
import { valuesOf, type Values } from './tenantOracle.mts';

/** What polls could see of a tenant, without knowing how they read. */
export class PollView {
	/** What incidents were when a poll read them last. */
	readonly seen = new Map<string, Values>();
	/** Up to where the last poll has read. */
	readUpTo = START;

	constructor(
		private readonly tenant: ChangingTenant,
		private readonly tellsTime: boolean,
	) {}

	/** So many polls without an item in a row: then all was read, though it became visible late. */
	get quietPolls(): number {
		// Where nobody tells the time no poll sees that an hour has passed, and only each tenth looks back.
		return this.tellsTime ? 2 : 11;
	}

	/** A poll has ended. */
	recordPoll(): void {
		const { now, rows } = this.tenant;
		this.readUpTo = this.end;
		for (const row of rows)
			if (row.visibleAt <= now && row.updated < this.readUpTo) this.seen.set(row.id, valuesOf(row));
	}

	/** Up to where a poll that ends now has read. */
	get end(): number {
		const { now } = this.tenant;
		// The service tells whole seconds, and changes of the last two may still be on their way.
		if (this.tellsTime) return Math.floor(now / 1_000) * 1_000 - 2_000;
		// Where nobody tells the time the newest incident does.
		return now + 1;
	}
}
