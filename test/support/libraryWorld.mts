import { createHuntEngine } from '../../lab/tenant/kql/huntEngine.mts';
import { generateWorld } from '../../lab/tenant/world/generate.mts';
import { huntParameters, huntWindow } from '../../defender/hunting/library/huntParameters.ts';
import { NO_VALUES, type HuntValues } from '../../defender/hunting/library/huntValues.ts';
import { bindText } from './huntQueries.mts';
import { huntOf } from './libraryRun.mts';

export const WORLD_NOW = '2026-11-22T03:00:00.0000000Z';
const DAY_MS = 86_400_000;

export type WorldRow = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, readonly WorldRow[] | undefined>>;

/** The practice tenant's KQL over tables, and their rows for independent checks. */
export function huntedTables(tables: Tables) {
	const engine = createHuntEngine(tables as Parameters<typeof createHuntEngine>[0]);
	const run = (query: string): readonly WorldRow[] => {
		const answer = engine.run(query, { now: WORLD_NOW, maxRows: 100_000 });
		if (!answer.ok) throw new Error(answer.message);
		const names = answer.columns.map(({ name }) => name);
		return answer.rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
	};
	return {
		run,
		/** Rows of a table that match. */
		rows: (table: string, matches: (row: WorldRow) => boolean): readonly WorldRow[] =>
			(tables[table] ?? []).filter(matches),
		/** Runs a hunt over some days up to now. */
		hunt: (id: string, values: Partial<HuntValues>, days = 30): readonly WorldRow[] => {
			const hunt = huntOf(id);
			const window = huntWindow(Date.parse(WORLD_NOW) - days * DAY_MS, Date.parse(WORLD_NOW));
			return run(bindText(hunt.kql, huntParameters(hunt, { ...NO_VALUES, ...values }, window)).text);
		},
	};
}

export type HuntedTables = ReturnType<typeof huntedTables>;

/** The data of a practice tenant. */
export function worldOfSeed(seed: number) {
	const tenantId = '00000000-0000-4000-8000-000000000001';
	return generateWorld({ seed, now: WORLD_NOW, tenantId });
}
