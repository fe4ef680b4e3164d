import { invalidInput } from '../../core/errors';
import type { Sentence } from '../../core/sentence';
import {
	BASELINE_DAYS,
	ENTITY_FIELDS,
	fieldsOfHunt,
	type EntityField,
	type HuntField,
	type LibraryHunt,
} from './libraryHunt';
import * as say from '../sentences/libraryText';

/** Values to search for: entered or from an incident. */
export interface HuntValues extends Readonly<Record<EntityField, readonly string[]>> {
	readonly subject: string;
	readonly processId: readonly string[];
	/** 0 for the hunt's standard value. */
	readonly threshold: number;
	readonly baselineDays: number;
}

export const NO_VALUES: HuntValues = {
	devices: [],
	users: [],
	hashes: [],
	ips: [],
	domains: [],
	urls: [],
	messageIds: [],
	senders: [],
	apps: [],
	subject: '',
	processId: [],
	threshold: 0,
	baselineDays: BASELINE_DAYS,
};

/** Returns the sets of fields that the hunt needs and that have no value. */
export function missingNeeds(hunt: LibraryHunt, values: HuntValues): readonly (readonly HuntField[])[] {
	return hunt.needs.filter((fields) => !fields.some((field) => hasValue(values, field)));
}

/** Returns the values of the fields that a hunt uses, without the others. */
export function valuesFor(hunt: LibraryHunt, values: HuntValues): HuntValues {
	const used = new Set(fieldsOfHunt(hunt));
	const entities = Object.fromEntries(
		ENTITY_FIELDS.map((field) => [field, used.has(field) ? values[field] : []]),
	);
	return {
		...values,
		...entities,
		subject: used.has('subject') ? values.subject : '',
		processId: used.has('processId') ? values.processId : [],
	};
}

const HASH = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i;
const PROCESS_ID = /^\d{1,18}$/;

/**
 * Checks values that a person entered.
 * @throws DefenderError `invalidInput` for the field with a value that can match nothing
 */
export function requireValues(hunt: LibraryHunt, values: HuntValues): void {
	const refuse = (field: HuntField, sentence: Sentence) => invalidInput(field, sentence);
	const missing = missingNeeds(hunt, values)[0];
	if (missing !== undefined) throw refuse(missing[0] ?? 'devices', say.valueMissing(hunt.id, missing));
	const badHash = values.hashes.find((hash) => !HASH.test(hash.trim()));
	if (badHash !== undefined) throw refuse('hashes', say.hashInvalid(badHash));
	const badProcess = values.processId.find((id) => !PROCESS_ID.test(id.trim()));
	if (badProcess !== undefined) throw refuse('processId', say.processIdInvalid(badProcess));
}

/** Whether text is an MD5, SHA-1 or SHA-256 in hex. */
export function isHash(text: string): boolean {
	return HASH.test(text);
}

function hasValue(values: HuntValues, field: HuntField): boolean {
	switch (field) {
		case 'subject':
			return values.subject !== '';
		case 'around':
		case 'baselineDays':
		case 'threshold':
			return true;
		default:
			return values[field].length > 0;
	}
}
