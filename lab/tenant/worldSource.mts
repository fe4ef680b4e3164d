import type { WorldIncident } from './world/shapes.mts';
import { generateWorld, type World } from './world/generate.mts';
import { createHuntEngine } from './kql/huntEngine.mts';

export type HuntEngine = ReturnType<typeof createHuntEngine>;

/** What a tenant starts with. Nothing in it is ever changed, so tenants with the same start share it. */
export interface WorldSource {
	readonly incidents: readonly WorldIncident[];
	/** The engine over the tables, made at the first hunt. */
	readonly hunting: () => HuntEngine;
}

export interface WorldKey {
	readonly seed: number;
	readonly now: string;
	readonly tenantId: string;
	/** No incidents and no rows, but all tables. */
	readonly empty: boolean;
}

/** Making a world takes a good part of a second; a test run asks for few different ones. */
const KEPT = 8;
const made = new Map<string, WorldSource>();

/** The world of a seed at an instant; the same key gives the same object while it is remembered. */
export function worldSource(key: WorldKey): WorldSource {
	const name = JSON.stringify([key.seed, key.now, key.tenantId, key.empty]);
	const ready = made.get(name);
	if (ready !== undefined) return ready;
	const source = makeSource(key);
	const oldest = [...made.keys()][0];
	if (made.size >= KEPT && oldest !== undefined) made.delete(oldest);
	made.set(name, source);
	return source;
}

function makeSource({ empty, ...key }: WorldKey): WorldSource {
	let world: World | undefined;
	let engine: HuntEngine | undefined;
	const generated = () => (world ??= generateWorld(key));
	const tables = () => (empty ? withoutRows(generated().tables) : generated().tables);
	return {
		incidents: empty ? [] : generated().incidents,
		hunting: () => (engine ??= createHuntEngine(tables())),
	};
}

// The tables stay: a query for one of them answers nothing rather than failing.
const withoutRows = (tables: World['tables']): World['tables'] =>
	Object.fromEntries(Object.keys(tables).map((name) => [name, []]));
