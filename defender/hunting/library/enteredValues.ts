import { readParameterText, readTextList } from '../values/textParameters';
import { fieldLabel } from '../sentences/libraryText';
import { ENTITY_FIELDS, type EntityField } from './libraryHunt';
import { NO_VALUES, type HuntValues } from './huntValues';

/** Values as n8n returns them, by field: an expression can return any type. */
export interface EnteredFields extends Readonly<Record<EntityField, unknown>> {
	readonly subject: unknown;
	readonly processId: unknown;
	readonly threshold: number;
	readonly baselineDays: number;
}

/** A comma may be part of a URL, so it separates two only before the next scheme. */
const BETWEEN_URLS = /[\r\n]+|,(?=\s*(?:hxxp|http)s?:\/\/)/i;

/**
 * Reads the values of fields: text with commas or line breaks between the entries, JSON, a list, a number.
 * @throws DefenderError `invalidInput`; the message names the parameter
 */
export function readEnteredValues(fields: EnteredFields): HuntValues {
	const lists = ENTITY_FIELDS.map((field) => [field, readList(field, fields[field])] as const);
	return {
		...NO_VALUES,
		...Object.fromEntries(lists),
		subject: isNothing(fields.subject) ? '' : readParameterText(fieldLabel('subject'), fields.subject).trim(),
		processId: readList('processId', fields.processId),
		threshold: fields.threshold,
		baselineDays: fields.baselineDays,
	};
}

function readList(field: EntityField | 'processId', value: unknown): readonly string[] {
	if (isNothing(value)) return [];
	const isUrlText = field === 'urls' && typeof value === 'string' && !value.trim().startsWith('[');
	const entries = readTextList(fieldLabel(field), isUrlText ? value.split(BETWEEN_URLS) : value);
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
