import { DAY, HOUR, MINUTE } from '../instants.mts';
import type { Prng } from '../prng.mts';

/** How far back everyday rows go: less than the tables' reach, so that the parents of a process fit in as well. */
const REACH = 8 * DAY - 6 * HOUR;

/** Seconds before now of an everyday event: three in five within the last day, the others over the whole reach. */
export function quietAge(prng: Prng): number {
	return prng.chance(0.6) ? MINUTE + prng.float() * (DAY - MINUTE) : MINUTE + prng.float() * (REACH - MINUTE);
}

export function repeat<T>(count: number, make: (index: number) => T): T[] {
	return Array.from({ length: count }, (_, index) => make(index));
}
