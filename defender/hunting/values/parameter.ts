import type { UtcInstant } from '../../core/instant';
import * as say from '../sentences/huntParameterText';
import { quoted, type Sentence } from '../../core/sentence';
import type { Ticks } from './durations';
import { MAX_JSON_DEPTH, readJson, type Json, type JsonDefect } from './dynamicValue';
import { MAX_LIST_ENTRIES, MAX_PARAMETERS, MAX_QUERY_CHARACTERS, MAX_VALUE_CHARACTERS } from './inputLimits';
import { invalidParameter } from './invalidParameter';
import { readTextList, readParameterText } from './textParameters';
import { readBool, readGuid, readLong, readReal, readTimespan, type Guid } from './scalarValues';

/** A named value to bind to a query, where its name is `_p_<name>`. */
export type HuntParameter =
	| { readonly name: string; readonly type: 'string'; readonly value: string }
	| {
			readonly name: string;
			readonly type: 'stringList';
			readonly values: readonly string[];
			/** Whether the list may be empty: in a library hunt, a list of values that match nothing. */
			readonly mayBeEmpty?: true;
	  }
	| { readonly name: string; readonly type: 'long'; readonly value: bigint }
	| { readonly name: string; readonly type: 'real'; readonly value: number }
	| { readonly name: string; readonly type: 'bool'; readonly value: boolean }
	| { readonly name: string; readonly type: 'datetime'; readonly value: UtcInstant }
	| { readonly name: string; readonly type: 'timespan'; readonly value: Ticks }
	| { readonly name: string; readonly type: 'guid'; readonly value: Guid }
	| { readonly name: string; readonly type: 'dynamic'; readonly value: Json; readonly mayBeEmpty?: true };

/** A parameter from n8n, not validated: an expression can return any type. */
export interface RawParameter {
	readonly name: unknown;
	readonly type: unknown;
	readonly value: unknown;
}

/**
 * Reads a date and time in any form; text without an offset is in the workflow's time zone.
 * @returns undefined if the value is not a date and time
 */
export type ReadInstant = (value: unknown) => UtcInstant | undefined;

/**
 * Reads the parameters of one query; see {@link readParameter}.
 * @throws DefenderError `invalidInput` for `parameters`: more than {@link MAX_PARAMETERS}, or an invalid one
 */
export function readParameters(
	parameters: readonly RawParameter[],
	readInstant: ReadInstant,
): readonly HuntParameter[] {
	if (parameters.length > MAX_PARAMETERS)
		throw invalidParameter(say.parametersTooMany(parameters.length, MAX_PARAMETERS));
	return parameters.map((parameter) => readParameter(parameter, readInstant));
}

/**
 * Reads one parameter by its type.
 * - `string`: unchanged text; a number or boolean as in JSON; a Date or Luxon DateTime as ISO 8601 in UTC.
 * - `stringList`: an array of such values, a JSON array as text, or text with commas or line breaks between the entries.
 *   An entry that contains a comma therefore needs an array. Entries from text are trimmed, entries of arrays are not.
 *   Empty and null entries are dropped, so the list can be empty.
 * - other types: a value of the type, or its text (see `scalarValues`, `durations`, `dynamicValue`).
 * @throws DefenderError `invalidInput` for `parameters`; the message names the parameter
 */
export function readParameter(raw: RawParameter, readInstant: ReadInstant): HuntParameter {
	const name = typeof raw.name === 'string' ? raw.name.trim() : '';
	const { type, value } = raw;
	if (name === '') throw invalidParameter(say.parameterWithoutName());
	if (value === undefined || value === null) throw invalidParameter(say.parameterWithoutValue(name));
	if (typeof value === 'string') requireBoundedText(name, type, value);
	if (type === 'string') return { name, type, value: readParameterText(name, value) };
	if (type === 'stringList') return { name, type, values: readTextList(name, value) };
	const required = <T>(scalarType: ScalarType, parsed: T | undefined): T => {
		if (parsed !== undefined) return parsed;
		throw invalidParameter(
			isBlank(value)
				? say.parameterWithoutValue(name)
				: say.parameterNotOfType(name, scalarType, describeValue(value)),
		);
	};
	switch (type) {
		case 'long':
			return { name, type, value: required(type, readLong(value)) };
		case 'real':
			return { name, type, value: required(type, readReal(value)) };
		case 'bool':
			return { name, type, value: required(type, readBool(value)) };
		case 'datetime':
			return { name, type, value: required(type, kqlInstant(readInstant(value))) };
		case 'timespan':
			return { name, type, value: required(type, readTimespan(value)) };
		case 'guid':
			return { name, type, value: required(type, readGuid(value)) };
		case 'dynamic':
			return { name, type, value: readDynamic(name, value) };
		default:
			throw invalidParameter(say.parameterTypeUnknown(name));
	}
}

/** A list or JSON can be as long as the query. Checked first, because splitting or parsing a longer text takes seconds. */
function requireBoundedText(name: string, type: unknown, { length }: string): void {
	const isList = type === 'stringList' || type === 'dynamic';
	const maximum = isList ? MAX_QUERY_CHARACTERS : MAX_VALUE_CHARACTERS;
	if (length > maximum) throw invalidParameter(say.parameterValueTooLong(name, length, maximum));
}

type ScalarType = Parameters<typeof say.parameterNotOfType>[1];

/** KQL's calendar starts in the year 1. */
function kqlInstant(instant: UtcInstant | undefined): UtcInstant | undefined {
	return instant?.startsWith('0000') === true ? undefined : instant;
}

function describeValue(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'function' ? 'a function' : quoted(String(value));
}

function isBlank(value: unknown): boolean {
	return typeof value === 'string' && value.trim() === '';
}

function readDynamic(name: string, value: unknown): Json {
	if (isBlank(value)) throw invalidParameter(say.parameterWithoutValue(name));
	return readJson(value, MAX_LIST_ENTRIES, (defect) => invalidParameter(defectText(name, defect)));
}

function defectText(name: string, defect: JsonDefect): Sentence {
	switch (defect) {
		case 'notJson':
			return say.parameterNotJson(name);
		case 'notExact':
			return say.parameterNumberNotExact(name);
		case 'tooDeep':
			return say.parameterTooDeep(name, MAX_JSON_DEPTH);
		case 'tooMany':
			return say.parameterTooManyValues(name, MAX_LIST_ENTRIES);
		case 'badDate':
			return say.parameterDateInvalid(name);
	}
}
