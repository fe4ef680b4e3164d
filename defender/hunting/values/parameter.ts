import type { DefenderError } from '../../core/errors';
import { invalidInput } from '../../core/errors';
import type { UtcInstant } from '../../core/instant';
import * as say from '../sentences/huntParameterText';
import { quoted, type Sentence } from '../../core/sentence';
import type { Ticks } from './durations';
import { JSON_DEPTH, readJson, type Json, type NotJson } from './dynamicValue';
import { LIST_ENTRIES, PARAMETERS, QUERY_CHARACTERS, VALUE_CHARACTERS } from '../schema/limits';
import { listOf, textOf } from './parameterText';
import { readBool, readGuid, readLong, readReal, readTimespan, type Guid } from './scalarValues';

/** A value to bind into a query; the query calls it `_p_<name>`. */
export type HuntParameter =
	| { readonly name: string; readonly type: 'string'; readonly value: string }
	| { readonly name: string; readonly type: 'stringList'; readonly values: readonly string[] }
	| { readonly name: string; readonly type: 'long'; readonly value: bigint }
	| { readonly name: string; readonly type: 'real'; readonly value: number }
	| { readonly name: string; readonly type: 'bool'; readonly value: boolean }
	| { readonly name: string; readonly type: 'datetime'; readonly value: UtcInstant }
	| { readonly name: string; readonly type: 'timespan'; readonly value: Ticks }
	| { readonly name: string; readonly type: 'guid'; readonly value: Guid }
	| { readonly name: string; readonly type: 'dynamic'; readonly value: Json };

/** A parameter as n8n hands it over, where an expression may give a value of any type. */
export interface GivenParameter {
	readonly name: unknown;
	readonly type: unknown;
	readonly value: unknown;
}

/** Reads a date and time of any form; text without an offset in the workflow's time zone. Undefined when it is none. */
export type ReadMoment = (value: unknown) => UtcInstant | undefined;

/**
 * Reads the parameters of one query; see {@link readParameter}.
 * @throws DefenderError invalidInput `parameters` (more than a query can have; a value that is not of its type)
 */
export function readParameters(
	given: readonly GivenParameter[],
	readMoment: ReadMoment,
): readonly HuntParameter[] {
	if (given.length > PARAMETERS) throw refused(say.parametersTooMany(given.length, PARAMETERS));
	return given.map((one) => readParameter(one, readMoment));
}

/**
 * Reads one parameter by its type.
 * - `string`: text as it is; numbers and booleans in their JSON spelling; a Date or luxon DateTime as ISO 8601 in UTC.
 * - `stringList`: an array of such values, the text of a JSON array, or text with commas **or** line breaks between the
 *   entries (both always separate: an entry that holds a comma needs an array). Entries cut from text are trimmed,
 *   entries of arrays kept as they are; empty and null entries are dropped. The list may come out empty.
 * - the others: a value of the type, or text that spells one (see `scalarValues`, `durations`, `dynamicValue`).
 * @throws DefenderError invalidInput `parameters`, naming the parameter.
 */
export function readParameter(given: GivenParameter, readMoment: ReadMoment): HuntParameter {
	const name = typeof given.name === 'string' ? given.name.trim() : '';
	const { type, value } = given;
	if (name === '') throw refused(say.parameterWithoutName());
	if (value === undefined || value === null) throw refused(say.parameterWithoutValue(name));
	if (typeof value === 'string') requireReadable(name, type, value);
	if (type === 'string') return { name, type, value: textOf(name, value) };
	if (type === 'stringList') return { name, type, values: listOf(name, value) };
	const read = <T>(of: NeedsValue, reading: T | undefined): T => {
		if (reading !== undefined) return reading;
		throw refused(isBlank(value) ? say.parameterWithoutValue(name) : notOfType(name, of, value));
	};
	switch (type) {
		case 'long':
			return { name, type, value: read(type, readLong(value)) };
		case 'real':
			return { name, type, value: read(type, readReal(value)) };
		case 'bool':
			return { name, type, value: read(type, readBool(value)) };
		case 'datetime':
			return { name, type, value: read(type, kqlMoment(readMoment(value))) };
		case 'timespan':
			return { name, type, value: read(type, readTimespan(value)) };
		case 'guid':
			return { name, type, value: read(type, readGuid(value)) };
		case 'dynamic':
			return { name, type, value: dynamicOf(name, value) };
		default:
			throw refused(say.parameterTypeUnknown(name));
	}
}

/** A list or JSON may be as long as the query; checked before it is cut or parsed. */
function requireReadable(name: string, type: unknown, { length }: string): void {
	const most = type === 'stringList' || type === 'dynamic' ? QUERY_CHARACTERS : VALUE_CHARACTERS;
	if (length > most) throw refused(say.parameterValueTooLong(name, length, most));
}

type NeedsValue = Parameters<typeof say.parameterNotOfType>[1];

/** KQL's calendar begins with the year 1. */
function kqlMoment(moment: UtcInstant | undefined): UtcInstant | undefined {
	return moment?.startsWith('0000') === true ? undefined : moment;
}

function notOfType(name: string, type: NeedsValue, value: unknown): Sentence {
	return say.parameterNotOfType(name, type, described(value));
}

function described(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'function' ? 'a function' : quoted(String(value));
}

function isBlank(value: unknown): boolean {
	return typeof value === 'string' && value.trim() === '';
}

function dynamicOf(name: string, value: unknown): Json {
	if (isBlank(value)) throw refused(say.parameterWithoutValue(name));
	return readJson(value, LIST_ENTRIES, (because) => refused(notJson(name, because)));
}

function notJson(name: string, because: NotJson): Sentence {
	switch (because) {
		case 'notJson':
			return say.parameterNotJson(name);
		case 'notExact':
			return say.parameterNumberNotExact(name);
		case 'tooDeep':
			return say.parameterTooDeep(name, JSON_DEPTH);
		case 'tooMany':
			return say.parameterTooManyValues(name, LIST_ENTRIES);
		case 'badDate':
			return say.parameterDateInvalid(name);
	}
}

function refused(sentence: Sentence): DefenderError {
	return invalidInput('parameters', sentence);
}
