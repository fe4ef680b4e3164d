import { toMillis, parseInstant, tryInstantFromMillis, type UtcInstant } from '../core/instant';
import { classifications, determinations, incidentStatuses, severities } from '../incidents/vocabulary';
import { fields, type Field, type Remembered } from './snapshot';

/** What the trigger knows of one incident. */
export interface KnownIncident {
	/** `lastUpdateDateTime` of the newest version handled. */
	readonly stamp: UtcInstant;
	readonly fingerprint: string;
	/** How many versions with this very stamp came before it: some changes may not move the stamp. */
	readonly nth: number;
	/** It has not matched the filters yet, so that it can still be `created`. */
	readonly isOpen: boolean;
	/** Some version of it has matched the filters. */
	readonly hasMatched: boolean;
	/** It was resolved or merged away when last seen, so that no sweep looks for it. */
	readonly isClosed: boolean;
	/** It matches, but is reported as `created` not before this moment. */
	readonly due?: UtcInstant;
	/** As told last; as first seen when nothing was told yet. */
	readonly values: Remembered;
}

/** An incident in the state's JSON: id, stamp, fingerprint, flags, due, values. Short, because n8n copies it often. */
export type StoredIncident = readonly [string, string, string, number, string, readonly unknown[]];

const OPEN = 1;
const CLOSED = 2;
const MATCHED = 4;

export function packKnown(id: string, known: KnownIncident): StoredIncident {
	const flags = (known.isOpen ? OPEN : 0) + (known.isClosed ? CLOSED : 0) + (known.hasMatched ? MATCHED : 0);
	const fingerprint = known.nth === 0 ? known.fingerprint : `${known.fingerprint}.${known.nth}`;
	const values = fields.map((field) => packed(field, known.values));
	while (values.length > 0 && values[values.length - 1] === null) values.pop();
	return [
		id,
		packedInstant(known.stamp),
		fingerprint,
		flags,
		known.due === undefined ? '' : packedInstant(known.due),
		values,
	];
}

/** @returns undefined for anything that `rowOf` did not write */
export function readKnown(row: unknown): readonly [string, KnownIncident] | undefined {
	if (!Array.isArray(row) || row.length !== 6) return undefined;
	const [id, stamp, print, flags, due, values]: readonly unknown[] = row;
	if (typeof id !== 'string' || typeof print !== 'string' || typeof flags !== 'number') return undefined;
	const at = unpackedInstant(stamp);
	const dueAt = due === '' ? undefined : unpackedInstant(due);
	if (at === undefined || !Array.isArray(values) || (due !== '' && dueAt === undefined)) return undefined;
	const [fingerprint = '', nth = '0'] = print.split('.');
	if (!/^\d{1,9}$/.test(nth)) return undefined;
	const known: KnownIncident = {
		stamp: at,
		fingerprint,
		nth: Number(nth),
		isOpen: (flags & OPEN) !== 0,
		hasMatched: (flags & MATCHED) !== 0,
		isClosed: (flags & CLOSED) !== 0,
		...(dueAt === undefined ? {} : { due: dueAt }),
		values: Object.assign({}, ...fields.map((field, place) => unpacked(field, values[place]))),
	};
	return [id, known];
}

/** Members by their place, which is shorter; members unknown to us by name. */
const MEMBERS: Partial<Record<Field, readonly string[]>> = {
	status: incidentStatuses,
	severity: severities,
	classification: classifications,
	determination: determinations,
};

/** Longest JSON of a list of tags that is kept; longer ones count as not known, or one incident could fill the state. */
const MAX_TAGS = 1_000;

/** Null for a field that is not known; a known null owner is the empty text. */
function packed(field: Field, values: Remembered): unknown {
	const value = values[field];
	if (value === undefined) return null;
	if (field.endsWith('Tags') && JSON.stringify(value).length > MAX_TAGS) return null;
	if (value === null) return '';
	const place = typeof value === 'string' ? (MEMBERS[field] ?? []).indexOf(value) : -1;
	if (place >= 0) return place;
	return field === 'alerts' && Array.isArray(value) ? value.join('') : value;
}

function unpacked(field: Field, value: unknown): Remembered {
	switch (field) {
		case 'comments':
			return typeof value === 'number' ? { comments: value } : {};
		case 'customTags':
		case 'systemTags':
			return Array.isArray(value) ? { [field]: value.filter(isPlain).map(String) } : {};
		case 'alerts':
			return typeof value === 'string' ? { alerts: value.match(/.{5}/g) ?? [] } : {};
		case 'assignedTo':
			return typeof value === 'string' ? { assignedTo: value === '' ? null : value } : {};
		default: {
			const member = typeof value === 'number' ? MEMBERS[field]?.[value] : value;
			return typeof member === 'string' ? { [field]: member } : {};
		}
	}
}

/** An object may have no text. */
function isPlain(value: unknown): boolean {
	return typeof value !== 'object';
}

/** Milliseconds and the ticks below them, both in base 36: twelve characters instead of twenty-eight. */
export function packedInstant(instant: UtcInstant): string {
	return `${toMillis(instant).toString(36)}.${Number(instant.slice(23, 27)).toString(36)}`;
}

export function unpackedInstant(packed: unknown): UtcInstant | undefined {
	if (typeof packed !== 'string' || !/^-?[0-9a-z]{1,10}\.[0-9a-z]{1,3}$/.test(packed)) return undefined;
	const [millis = '', ticks = ''] = packed.split('.');
	const text = tryInstantFromMillis(Number.parseInt(millis, 36));
	if (text === undefined) return undefined;
	const below = String(Number.parseInt(ticks, 36)).padStart(4, '0');
	return parseInstant(`${text.slice(0, 23)}${below}Z`);
}
