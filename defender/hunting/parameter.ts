import type { DefenderError } from '../core/errors';
import { invalidInput } from '../core/errors';
import type { Sentence } from '../core/sentences/sentence';
import {
	parameterDateInvalid,
	parameterListTextBroken,
	parameterNotList,
	parameterNotText,
	parameterNumberNotExact,
	parameterTypeUnknown,
	parameterWithoutName,
	parameterWithoutValue,
} from '../core/sentences/huntParameters';

/** A value to bind into a query; the query calls it `_p_<name>`. */
export type HuntParameter =
	| { readonly name: string; readonly type: 'string'; readonly value: string }
	| { readonly name: string; readonly type: 'stringList'; readonly values: readonly string[] };

/**
 * Reads one parameter as n8n hands it over, where an expression may give a value of any type.
 * - `string`: text as it is; numbers and booleans in their JSON spelling; a Date or luxon DateTime as ISO 8601 in UTC.
 * - `stringList`: an array of such values, the text of a JSON array, or text with commas **or** line breaks between the
 *   entries (both always separate: an entry that holds a comma needs an array). Entries cut from text are trimmed,
 *   entries of arrays kept as they are; empty and null entries are dropped. The list may come out empty.
 * @throws DefenderError invalidInput `parameters`, naming the parameter.
 */
export function readParameter(raw: {
	readonly name: unknown;
	readonly type: unknown;
	readonly value: unknown;
}): HuntParameter {
	const name = typeof raw.name === 'string' ? raw.name.trim() : '';
	if (name === '') throw refused(parameterWithoutName());
	if (raw.value === undefined || raw.value === null) throw refused(parameterWithoutValue(name));
	if (raw.type === 'string') return { name, type: 'string', value: textOf(name, raw.value) };
	if (raw.type === 'stringList') return { name, type: 'stringList', values: listOf(name, raw.value) };
	throw refused(parameterTypeUnknown(name));
}

function listOf(name: string, value: unknown): readonly string[] {
	if (Array.isArray(value)) return textsOf(name, value);
	if (typeof value === 'object' && momentOf(value) === undefined) throw refused(parameterNotList(name));
	const text = textOf(name, value).trim();
	if (looksLikeJsonList(text)) return textsOf(name, jsonList(name, text));
	return text
		.split(/[,\r\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

function textsOf(name: string, entries: readonly unknown[]): readonly string[] {
	return entries
		.filter((entry) => entry !== null && entry !== undefined && entry !== '')
		.map((entry) => textOf(name, entry));
}

/** A text such as `[EXTERNAL] invoice` stays plain text; a JSON list that was cut is refused, not split into wrong entries. */
function looksLikeJsonList(text: string): boolean {
	return text.startsWith('[') && (text.endsWith(']') || /^\[\s*"/.test(text));
}

function jsonList(name: string, text: string): readonly unknown[] {
	try {
		const parsed: unknown = JSON.parse(text);
		if (Array.isArray(parsed)) return parsed;
	} catch {
		// Told below, with what to write instead.
	}
	throw refused(parameterListTextBroken(name));
}

function textOf(name: string, value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'number':
			if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
				throw refused(parameterNumberNotExact(name));
			}
			return String(value);
		default:
			return textOfObject(name, value);
	}
}

function textOfObject(name: string, value: unknown): string {
	if (Array.isArray(value)) throw refused(parameterNotText(name, 'a list'));
	if (typeof value !== 'object' || value === null) throw refused(parameterNotText(name, 'a function'));
	const moment = momentOf(value);
	if (moment === undefined) throw refused(parameterNotText(name, 'an object'));
	if (Number.isNaN(moment.getTime())) throw refused(parameterDateInvalid(name));
	return moment.toISOString();
}

/**
 * The moment of a Date or a luxon DateTime, undefined for other objects. Told by shape: n8n evaluates expressions in a
 * realm of their own, where `instanceof` does not hold.
 */
function momentOf(value: unknown): Date | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const isDate = Object.prototype.toString.call(value) === '[object Date]';
	const isDateTime = 'toMillis' in value && typeof value.toMillis === 'function';
	return isDate || isDateTime ? new Date(Number(value.valueOf())) : undefined;
}

function refused(sentence: Sentence): DefenderError {
	return invalidInput('parameters', sentence);
}
