import type { Caller } from '../permissions.mts';
import type { Incoming } from '../surface.mts';

/** An authenticated call of the older API. */
export interface LegacyCall {
	readonly caller: Caller;
	readonly incoming: Incoming;
	/** Of the practice server; part of contexts and next links. */
	readonly origin: string;
}
