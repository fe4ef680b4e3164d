import { behaviourLedger, type BehaviourRow, type Behaviours } from './behaviours.mts';

/** One value for each switch, picked row by row. Throws for a value that its row does not list. */
export function behavioursFrom(pick: (row: BehaviourRow, id: string) => string | number): Behaviours {
	const rows = Object.entries(behaviourLedger).map(([id, row]) => [id, pick(row, id)]);
	const chosen: unknown = Object.fromEntries(rows);
	if (!isBehaviours(chosen)) throw new Error('A behavior has a value that its ledger row does not list.');
	return chosen;
}

/** True when `value` holds a listed value for every switch. */
function isBehaviours(value: unknown): value is Behaviours {
	if (typeof value !== 'object' || value === null) return false;
	const given = new Map(Object.entries(value));
	return Object.entries(behaviourLedger).every(([id, row]) =>
		row.values.some((listed) => listed === given.get(id)),
	);
}

/** The defaults, with `overrides` on top. Throws for an unknown switch or an unlisted value. */
export function chooseBehaviours(overrides: Partial<Behaviours> = {}): Behaviours {
	const given = new Map(Object.entries(overrides));
	for (const id of given.keys()) {
		if (!(id in behaviourLedger)) throw new Error(`"${id}" is not a behavior of the practice tenant.`);
	}
	return behavioursFrom((row, id) => given.get(id) ?? row.default);
}
