import { momentOf } from './moment';

/** What KQL's `dynamic` holds: JSON, numbers exact. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

/** Why a value is no {@link Json}. */
export type NotJson = 'notJson' | 'notExact' | 'tooDeep' | 'tooMany' | 'badDate';

/** Deepest nesting. Ours; it also ends a value that holds itself. */
export const JSON_DEPTH = 32;

/** How much more may be read, and what to throw when a value is no JSON. */
interface Reading {
	valuesLeft: number;
	/** Lists and objects. */
	groupsLeft: number;
	readonly refusal: (because: NotJson) => Error;
}

/**
 * Reads a list, an object or the text of JSON. Within them a Date or luxon DateTime becomes ISO 8601 text in UTC, and
 * properties without a value are left out, as JSON does.
 * @param most values in all; lists and objects are counted apart, twice as many may come
 * @throws what `refusal` gives
 */
export function readJson(value: unknown, most: number, refusal: Reading['refusal']): Json {
	const reading: Reading = { valuesLeft: most, groupsLeft: 2 * most, refusal };
	return plain(typeof value === 'string' ? parsed(value, reading) : value, reading, JSON_DEPTH);
}

/** Every text within, keys included. */
export function textsWithin(value: Json): readonly string[] {
	if (typeof value === 'string') return [value];
	if (isList(value)) return value.flatMap(textsWithin);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) => [key, ...textsWithin(entry)]);
}

export function isList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}

function parsed(text: string, { refusal }: Reading): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		// Told below, in words of ours: the parser's own may quote the value at length.
	}
	throw refusal('notJson');
}

function plain(value: unknown, reading: Reading, depth: number): Json {
	if (typeof value === 'object' && value !== null) return plainObject(value, reading, depth);
	reading.valuesLeft -= 1;
	if (reading.valuesLeft < 0) throw reading.refusal('tooMany');
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value !== 'number') throw reading.refusal(typeof value === 'bigint' ? 'notExact' : 'notJson');
	const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
	if (!isExact) throw reading.refusal('notExact');
	return value;
}

function plainObject(value: object, reading: Reading, depth: number): Json {
	if (depth === 0) throw reading.refusal('tooDeep');
	reading.groupsLeft -= 1;
	if (reading.groupsLeft < 0) throw reading.refusal('tooMany');
	if (Array.isArray(value)) return value.map((entry) => plain(entry ?? null, reading, depth - 1));
	const moment = momentOf(value);
	if (moment !== undefined) {
		if (Number.isNaN(moment.getTime())) throw reading.refusal('badDate');
		return plain(moment.toISOString(), reading, depth);
	}
	const given: ReadonlyArray<readonly [string, unknown]> = Object.entries(value);
	return Object.fromEntries(
		given
			.filter(([, entry]) => entry !== undefined)
			.map(([key, entry]) => [key, plain(entry, reading, depth - 1)]),
	);
}
