import { dateFromObject } from '../../core/dateObject';
import {
	parameterDateInvalid,
	parameterListNotJson,
	parameterListTooLong,
	parameterNotList,
	parameterNotText,
	parameterNumberNotExact,
} from '../sentences/huntParameterText';
import { MAX_LIST_ENTRIES } from './inputLimits';
import { invalidParameter } from './invalidParameter';

/** Reads a list parameter; see `readParameter`. @throws DefenderError with a message that names the parameter */
export function readTextList(name: string, value: unknown): readonly string[] {
	if (Array.isArray(value)) return readEntries(name, value);
	if (typeof value === 'object' && value !== null && dateFromObject(value) === undefined)
		throw invalidParameter(parameterNotList(name));
	const text = readParameterText(name, value).trim();
	if (looksLikeJsonList(text)) return readEntries(name, parseJsonList(name, text));
	return text
		.split(/[,\r\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

function readEntries(name: string, entries: readonly unknown[]): readonly string[] {
	const texts: string[] = [];
	for (const entry of entries) {
		if (entry === null || entry === undefined || entry === '') continue;
		if (texts.length === MAX_LIST_ENTRIES)
			throw invalidParameter(parameterListTooLong(name, entries.length, MAX_LIST_ENTRIES));
		texts.push(readParameterText(name, entry));
	}
	return texts;
}

/** Plain text can look like `[EXTERNAL] invoice`. A truncated JSON list is refused, because splitting it would create wrong entries. */
function looksLikeJsonList(text: string): boolean {
	return text.startsWith('[') && (text.endsWith(']') || /^\[\s*"/.test(text));
}

function parseJsonList(name: string, text: string): readonly unknown[] {
	try {
		const parsed: unknown = JSON.parse(text);
		if (Array.isArray(parsed)) return parsed;
	} catch {
		// The error below explains what to write instead.
	}
	throw invalidParameter(parameterListNotJson(name));
}

/** Reads a string parameter; see `readParameter`. @throws DefenderError with a message that names the parameter */
export function readParameterText(name: string, value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'number':
			if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
				throw invalidParameter(parameterNumberNotExact(name));
			}
			return String(value);
		default:
			return textFromObject(name, value);
	}
}

function textFromObject(name: string, value: unknown): string {
	if (Array.isArray(value)) throw invalidParameter(parameterNotText(name, 'a list'));
	if (typeof value !== 'object' || value === null)
		throw invalidParameter(parameterNotText(name, 'a function'));
	const date = dateFromObject(value);
	if (date === undefined) throw invalidParameter(parameterNotText(name, 'an object'));
	if (Number.isNaN(date.getTime())) throw invalidParameter(parameterDateInvalid(name));
	return date.toISOString();
}
