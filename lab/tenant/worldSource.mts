import type { WorldIncident } from './world/shapes.mts';
import { extendTables, generateWorld, type World } from './world/generate.mts';
import { createHuntEngine, type HuntOptions } from './kql/huntEngine.mts';
import { withWorkspaceTables } from './world/workspace/tables.mts';

export type HuntEngine = ReturnType<typeof createHuntEngine>;

/** What a tenant starts with, and its tables. */
export interface WorldSource {
	readonly incidents: readonly WorldIncident[];
	/** The engine over the tables, made at the first hunt. */
	readonly hunting: () => HuntEngine;
	/** Adds rows to the tables of this tenant alone. */
	readonly append: (rows: World['tables']) => void;
}

export interface WorldKey {
	readonly seed: number;
	readonly now: string;
	readonly tenantId: string;
	/** No incidents and no rows, but all tables. */
	readonly empty: boolean;
	/** What advanced hunting is connected to besides Defender XDR. */
	readonly hunting?: HuntOptions;
}

/** Generating data takes a good part of a second; a test run needs few different sets. */
const KEPT = 8;
const made = new Map<string, Made>();

/** A tenant ID that no tenant has: apart from this text the data is the same for every tenant. */
const STAND_IN_ID = '00000000-0000-4000-8000-00000000f00d';

/** Data of a seed and an instant, for any tenant. */
interface Made {
	readonly world: World;
	/** A copy of the incidents in the name of a tenant. */
	readonly incidentsFor: (tenantId: string) => readonly WorldIncident[];
	readonly hunting: () => HuntEngine;
	readonly huntingWithoutRows: () => HuntEngine;
}

/** The data of a seed at an instant, with the ID of one tenant. */
export function worldSource({ seed, now, tenantId, empty, hunting: options }: WorldKey): WorldSource {
	const { world, incidentsFor, hunting, huntingWithoutRows } = madeOnce(seed, now);
	const tables = empty ? withoutRows(world.tables) : world.tables;
	const engineFor = (rows: World['tables']): HuntEngine =>
		createHuntEngine(
			options?.workspace ? withWorkspaceTables(rows, empty ? [] : world.incidents) : rows,
			options,
		);
	const own = once(() => engineFor(tables));
	const shared = options ? own : empty ? huntingWithoutRows : hunting;
	return {
		incidents: empty ? [] : incidentsFor(tenantId),
		...growing(
			shared,
			tables,
			(before, more) =>
				empty ? joinTables(before, more) : extendTables({ seed, now, tenantId: STAND_IN_ID }, before, more),
			engineFor,
		),
	};
}

/** Tenants with the same data share an engine; a tenant gets its own with its first own row. */
function growing(
	shared: () => HuntEngine,
	tables: World['tables'],
	extend: (before: World['tables'], more: World['tables']) => World['tables'],
	engineFor: (tables: World['tables']) => HuntEngine,
): Pick<WorldSource, 'hunting' | 'append'> {
	let grown = tables;
	let engine = shared;
	return {
		hunting: () => engine(),
		append: (rows) => {
			const now = extend(grown, rows);
			grown = now;
			engine = once(() => engineFor(now));
		},
	};
}

function madeOnce(seed: number, now: string): Made {
	const name = JSON.stringify([seed, now]);
	const ready = made.get(name);
	if (ready !== undefined) return ready;
	const world = generateWorld({ seed, now, tenantId: STAND_IN_ID });
	const fresh = {
		world,
		incidentsFor: copierOf(world.incidents),
		hunting: once(() => createHuntEngine(world.tables)),
		huntingWithoutRows: once(() => createHuntEngine(withoutRows(world.tables))),
	};
	const oldest = [...made.keys()][0];
	if (made.size >= KEPT && oldest !== undefined) made.delete(oldest);
	made.set(name, fresh);
	return fresh;
}

/** Writes the incidents once; each tenant reads a copy of its own. */
function copierOf(incidents: readonly WorldIncident[]): Made['incidentsFor'] {
	const texts = once(() => JSON.stringify(incidents).split(STAND_IN_ID));
	return (tenantId) => {
		const named: unknown = JSON.parse(texts().join(tenantId));
		return isCopyOf(incidents, named) ? named : [];
	};
}

/** A copy through JSON has the shape of what it was made from. */
function isCopyOf(original: readonly WorldIncident[], copy: unknown): copy is readonly WorldIncident[] {
	return Array.isArray(copy) && copy.length === original.length;
}

/** A tenant without data has only the rows that were added. */
function joinTables(before: World['tables'], more: World['tables']): World['tables'] {
	const added = Object.entries(more).map(
		([name, rows]) => [name, [...(before[name] ?? []), ...rows]] as const,
	);
	return { ...before, ...Object.fromEntries(added) };
}

function once<T>(make: () => T): () => T {
	let value: T | undefined;
	return () => (value ??= make());
}

// The tables stay: a query for one of them answers nothing rather than failing.
const withoutRows = (tables: World['tables']): World['tables'] =>
	Object.fromEntries(Object.keys(tables).map((name) => [name, []]));
