import type { DefenderError } from '../../core/errors';
import { invalidInput } from '../../core/errors';
import type { Sentence } from '../../core/sentence';
import {
	parameterDateInvalid,
	parameterListTextBroken,
	parameterListTooLong,
	parameterNotList,
	parameterNotText,
	parameterNumberNotExact,
} from '../sentences/huntParameterText';
import { LIST_ENTRIES } from '../schema/limits';
import { momentOf } from './moment';

/** The texts of a list parameter; see readParameter. @throws DefenderError naming the parameter */
export function listOf(name: string, value: unknown): readonly string[] {
	if (Array.isArray(value)) return textsOf(name, value);
	if (typeof value === 'object' && value !== null && momentOf(value) === undefined)
		throw refused(parameterNotList(name));
	const text = textOf(name, value).trim();
	if (looksLikeJsonList(text)) return textsOf(name, jsonList(name, text));
	return text
		.split(/[,\r\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

function textsOf(name: string, entries: readonly unknown[]): readonly string[] {
	const texts: string[] = [];
	for (const entry of entries) {
		if (entry === null || entry === undefined || entry === '') continue;
		if (texts.length === LIST_ENTRIES)
			throw refused(parameterListTooLong(name, entries.length, LIST_ENTRIES));
		texts.push(textOf(name, entry));
	}
	return texts;
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

/** The text of a string parameter; see readParameter. @throws DefenderError naming the parameter */
export function textOf(name: string, value: unknown): string {
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

function refused(sentence: Sentence): DefenderError {
	return invalidInput('parameters', sentence);
}
