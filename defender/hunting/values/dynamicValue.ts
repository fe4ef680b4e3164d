import { dateFromObject } from '../../core/dateObject';

/** A value of KQL's type `dynamic`: JSON with exact numbers only. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

/** Why a value cannot become {@link Json}. */
export type JsonDefect = 'notJson' | 'notExact' | 'tooDeep' | 'tooMany' | 'badDate';

/** Set by this package, because an object can contain itself. */
export const MAX_JSON_DEPTH = 32;

type DefectError = (defect: JsonDefect) => Error;

interface Conversion {
	remainingValues: number;
	/** Lists and objects. */
	remainingContainers: number;
	readonly errorFor: DefectError;
}

/**
 * Reads a list, an object or JSON text. A Date or Luxon DateTime inside becomes ISO 8601 text in UTC. Properties without a
 * value are omitted, as in JSON.
 * @param maxValues maximum number of values in total; lists and objects count separately, up to twice as many
 * @throws the error that `errorFor` returns
 */
export function readJson(value: unknown, maxValues: number, errorFor: DefectError): Json {
	const conversion = { remainingValues: maxValues, remainingContainers: 2 * maxValues, errorFor };
	return toJson(typeof value === 'string' ? parseJson(value, errorFor) : value, conversion, MAX_JSON_DEPTH);
}

/** Returns every text in the value, including keys. */
export function textsInJson(value: Json): readonly string[] {
	if (typeof value === 'string') return [value];
	if (isJsonList(value)) return value.flatMap(textsInJson);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) => [key, ...textsInJson(entry)]);
}

export function isJsonList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}

function parseJson(text: string, errorFor: DefectError): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		// The parser's own message can quote the value at length.
		throw errorFor('notJson');
	}
}

function toJson(value: unknown, conversion: Conversion, depth: number): Json {
	if (typeof value === 'object' && value !== null) return containerToJson(value, conversion, depth);
	conversion.remainingValues -= 1;
	if (conversion.remainingValues < 0) throw conversion.errorFor('tooMany');
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value !== 'number')
		throw conversion.errorFor(typeof value === 'bigint' ? 'notExact' : 'notJson');
	const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
	if (!isExact) throw conversion.errorFor('notExact');
	return value;
}

function containerToJson(value: object, conversion: Conversion, depth: number): Json {
	if (depth === 0) throw conversion.errorFor('tooDeep');
	conversion.remainingContainers -= 1;
	if (conversion.remainingContainers < 0) throw conversion.errorFor('tooMany');
	if (Array.isArray(value)) return value.map((entry) => toJson(entry ?? null, conversion, depth - 1));
	const date = dateFromObject(value);
	if (date !== undefined) {
		if (Number.isNaN(date.getTime())) throw conversion.errorFor('badDate');
		return toJson(date.toISOString(), conversion, depth);
	}
	const entries: ReadonlyArray<readonly [string, unknown]> = Object.entries(value);
	return Object.fromEntries(
		entries
			.filter(([, entry]) => entry !== undefined)
			.map(([key, entry]) => [key, toJson(entry, conversion, depth - 1)]),
	);
}
