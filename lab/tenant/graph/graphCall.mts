import type { Incoming } from '../surface.mts';
import type { Caller } from '../permissions.mts';
import type { WireStyle } from './wire.mts';

/** An authenticated call of the Graph surface. */
export interface GraphCall {
	readonly caller: Caller;
	readonly incoming: Incoming;
	/** Of the practice server; part of contexts and next links. */
	readonly origin: string;
	readonly style: WireStyle;
}
