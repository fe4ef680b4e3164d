import { behaviourLedger, behavioursFrom, type Behaviours } from './behaviours.mts';
import { pairwise } from './pairwise.mts';

/**
 * The worlds in which the read, write and hunt suites must pass. Every pair of values of two switches occurs in
 * at least one of them; the first is the world of defaults.
 */
export const worlds: readonly Behaviours[] = pairwise(
	Object.entries(behaviourLedger).map(([, row]) => [
		row.default,
		...row.values.filter((v) => v !== row.default),
	]),
).map((values) => {
	const ids = Object.keys(behaviourLedger);
	return behavioursFrom((row, id) => values[ids.indexOf(id)] ?? row.default);
});
