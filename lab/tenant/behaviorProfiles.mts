import { behavioursFrom } from './behaviourChoice.mts';
import { behaviourLedger, type Behaviours } from './behaviours.mts';
import { pairwise } from './pairwise.mts';
import type { PracticeApi } from './practiceApi.mts';

// The type of the whole ledger knows `only` of some rows alone.
const rows = Object.entries(behaviourLedger).map(([id, row]) => ({
	id,
	values: [row.default, ...row.values.filter((value) => value !== row.default)],
	only: 'only' in row ? row.only : undefined,
}));

/** The switches that callers of one API can observe, each with its default first. */
export const switchesOf = (api: PracticeApi) => rows.filter(({ only }) => only === undefined || only === api);

/**
 * The behavior profiles in which the read, write and hunt suites must pass for one API. Every pair of values of two of
 * its switches occurs in at least one profile; the first has the defaults.
 */
export function behaviorProfilesOf(api: PracticeApi): readonly Behaviours[] {
	const switches = switchesOf(api);
	const ids = switches.map(({ id }) => id);
	return pairwise(switches.map(({ values }) => values)).map((values) =>
		behavioursFrom((row, id) => values[ids.indexOf(id)] ?? row.default),
	);
}

/** The behavior profiles for Microsoft Graph. */
export const behaviorProfiles: readonly Behaviours[] = behaviorProfilesOf('graph');
