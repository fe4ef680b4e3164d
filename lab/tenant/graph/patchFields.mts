import type { IncidentPatch } from '../incidents/store.mts';
import { badRequest } from '../serviceError.mts';
import { enumMembers } from './model.mts';

type Field = Exclude<keyof IncidentPatch, 'systemTags' | 'priorityScore'>;

const ODATA_TYPE = '#microsoft.graph.security.incident';

/** Members that the service takes in a write; the rest of each enumeration is for reading only. */
const WRITABLE_STATUS = ['active', 'inProgress', 'resolved'];
const WRITABLE_SEVERITY = ['informational', 'low', 'medium', 'high'];
const withoutSentinel = (name: string) =>
	(enumMembers(name) ?? []).filter((member) => member !== 'unknownFutureValue');

type Reader = (field: string, value: unknown) => string | null | readonly string[];

const oneOf =
	(members: readonly string[]): Reader =>
	(field, value) => {
		if (typeof value !== 'string') throw illTyped(field, 'a string');
		// The documentation's own samples write PascalCase and are accepted.
		const camelCase = value.slice(0, 1).toLowerCase() + value.slice(1);
		if (members.includes(camelCase)) return camelCase;
		throw badRequest(`Requested value '${value}' was not found. '${field}' takes ${members.join(', ')}.`);
	};

const textOrNull: Reader = (field, value) => {
	if (value === null || typeof value === 'string') return value;
	throw illTyped(field, 'a string');
};

const text: Reader = (field, value) => {
	if (typeof value === 'string') return value;
	throw illTyped(field, 'a string');
};

const texts: Reader = (field, value) => {
	if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
	throw illTyped(field, 'a collection of strings');
};

const illTyped = (field: string, expected: string) =>
	badRequest(`Cannot convert the value of property '${field}': ${expected} is expected.`);

const READERS: Readonly<Record<Field, Reader>> = {
	status: oneOf(WRITABLE_STATUS),
	assignedTo: textOrNull,
	classification: oneOf(withoutSentinel('alertClassification')),
	determination: oneOf(withoutSentinel('alertDetermination')),
	customTags: texts,
	severity: oneOf(WRITABLE_SEVERITY),
	displayName: text,
	description: textOrNull,
	summary: textOrNull,
	resolvingComment: textOrNull,
};
const readers = new Map<string, Reader>(Object.entries(READERS));

/** The fields of a PATCH body, checked one by one; throws the 400 for an unknown or ill-typed one. */
export function readPatch(body: Readonly<Record<string, unknown>>): IncidentPatch {
	const { '@odata.type': odataType, ...fields } = body;
	if (odataType !== undefined && odataType !== ODATA_TYPE && odataType !== ODATA_TYPE.slice(1)) {
		throw badRequest(`The type ${JSON.stringify(odataType)} does not fit an incident.`);
	}
	const entries = Object.entries(fields).map(([field, value]): [string, ReturnType<Reader>] => {
		const read = readers.get(field);
		if (read === undefined) {
			throw badRequest(`The property '${field}' does not exist on an incident or cannot be changed.`);
		}
		return [field, read(field, value)];
	});
	return Object.fromEntries(entries);
}
