import type { WorldEvidence, WorldIncident } from '../../tenant/world/shapes.mts';
import type { World } from '../../tenant/world/generate.mts';
import { DAY_BEFORE } from './sampleWorlds.mts';

type Kind = WorldEvidence['@odata.type'] extends `#microsoft.graph.security.${infer Name}` ? Name : never;
type Of<Name extends Kind> = Extract<
	WorldEvidence,
	{ readonly '@odata.type': `#microsoft.graph.security.${Name}` }
>;
type Row = World['tables'][string][number];

function isOf<Name extends Kind>(name: Name, item: WorldEvidence): item is Of<Name> {
	return item['@odata.type'] === `#microsoft.graph.security.${name}`;
}

/** All evidence of one kind in an incident. */
export function evidenceOf<Name extends Kind>(incident: WorldIncident, name: Name): Of<Name>[] {
	return incident.alerts
		.flatMap((alert) => alert.evidence)
		.filter((item): item is Of<Name> => isOf(name, item));
}

/** The incident whose name has that part. Throws when there is none. */
export function incidentNamed(world: World, part: string): WorldIncident {
	const found = world.incidents.find((incident) => incident.displayName.includes(part));
	if (found === undefined) throw new Error(`No incident's name has "${part}".`);
	return found;
}

/** A column's text, or an empty one for a value of another type. */
export function textIn(row: Row, column: string): string {
	const value = row[column];
	return typeof value === 'string' ? value : '';
}

/** Rows of the last day: what a hunt with its default time range sees. */
export function rowsOfLastDay(world: World, table: string): readonly Row[] {
	return (world.tables[table] ?? []).filter((row) => textIn(row, 'Timestamp') >= DAY_BEFORE);
}

export function valuesOf(rows: readonly Row[], column: string): Set<unknown> {
	return new Set(rows.map((row) => row[column]));
}
