import {
	ENTITY_FIELDS,
	fieldsOfHunt,
	type EntityField,
	type HuntField,
	type LibraryHunt,
} from './libraryHunt';
import { NO_VALUES, type HuntValues } from './huntValues';

/** Entities of each field that one hunt searches at most; more would use much of the tenant's CPU quota. */
export const MAX_ENTITIES = 200;

/** An entity: all its identifiers. */
type Identifiers = readonly string[];

export type FieldEntities = Readonly<Record<EntityField | 'processId', readonly Identifiers[]>>;

/** What a hunt searches for, as values of one query each. */
export interface HuntBatches {
	readonly batches: readonly HuntValues[];
	/** Entities of each field in all batches, by their first identifier. */
	readonly searched: ReadonlyMap<HuntField, readonly string[]>;
	/** Number of entities that are not searched, for each field with any. */
	readonly leftOut: ReadonlyMap<HuntField, number>;
}

/**
 * Divides the entities of an incident among several queries. Conditions on different fields are alternatives, so each query
 * may contain different entities of each. Process IDs are a condition in addition to the devices and appear in every query.
 * @param perQuery maximum entities of one field in one query
 */
export function divideEntities(
	hunt: LibraryHunt,
	entities: FieldEntities,
	perQuery: number,
	settings: Pick<HuntValues, 'threshold' | 'baselineDays'>,
): HuntBatches {
	const fields = fieldsOfHunt(hunt);
	const used = ENTITY_FIELDS.filter((field) => fields.includes(field));
	const chunks = new Map(
		used.map((field) => [field, chunksOf(entities[field].slice(0, MAX_ENTITIES), perQuery)]),
	);
	const processId = fields.includes('processId') ? entities.processId.slice(0, MAX_ENTITIES).flat() : [];
	const count = Math.max(1, ...Array.from(chunks.values(), ({ length }) => length));
	const batches = Array.from({ length: count }, (_, index): HuntValues => {
		const lists = used.map((field) => [field, chunks.get(field)?.[index]?.flat() ?? []] as const);
		return { ...NO_VALUES, ...settings, ...Object.fromEntries(lists), processId };
	});
	const counted = [...used, ...(fields.includes('processId') ? (['processId'] as const) : [])];
	return {
		batches,
		searched: new Map(
			counted.map((field) => [field, entities[field].slice(0, MAX_ENTITIES).map(([first = '']) => first)]),
		),
		leftOut: new Map(
			counted.flatMap((field): readonly [HuntField, number][] => {
				const more = entities[field].length - MAX_ENTITIES;
				return more > 0 ? [[field, more]] : [];
			}),
		),
	};
}

/** Values that a person entered: one query, whatever their number. */
export function singleBatch(hunt: LibraryHunt, values: HuntValues): HuntBatches {
	const fields = fieldsOfHunt(hunt);
	const listed = [...ENTITY_FIELDS, 'processId' as const].filter((field) => fields.includes(field));
	const subject = fields.includes('subject') && values.subject !== '' ? [values.subject] : [];
	return {
		batches: [values],
		searched: new Map<HuntField, readonly string[]>([
			...listed.map((field) => [field, values[field]] as const),
			...(subject.length > 0 ? [['subject', subject] as const] : []),
		]),
		leftOut: new Map(),
	};
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
		all.slice(index * size, (index + 1) * size),
	);
}
