import { toMillis, parseInstant, tryInstantFromMillis, type UtcInstant } from '../core/instant';
import { classifications, determinations, incidentStatuses, severities } from '../incidents/vocabulary';
import { ALERT_MARK_DIGITS, COMMENT_MARK_DIGITS, packMarks, readMarks } from './marks';
import { packText, readSavedText } from './savedText';
import { snapshotFields, type Field, type KnownValues } from './snapshot';

/** An incident in the saved state: its version handled last, and the values that were reported. */
export interface KnownIncident {
	/** `lastUpdateDateTime` of the newest version handled. */
	readonly lastUpdate: UtcInstant;
	readonly fingerprint: string;
	/** Number of earlier versions with the same `lastUpdate`, because some changes may not move it. */
	readonly sequence: number;
	/** Whether it can still be reported as `created`, because it has not matched the filters so far. */
	readonly canBeCreated: boolean;
	/** Whether any version has matched the filters. */
	readonly hasMatched: boolean;
	/** Whether it was resolved or merged when last read, so that a sweep does not look for it. */
	readonly isClosed: boolean;
	/** Earliest instant at which it is reported as `created`; set only during the settle time. */
	readonly dueAt?: UtcInstant;
	/** The values reported last, or those first read if nothing was reported yet. */
	readonly values: KnownValues;
}

/** ID, last update, fingerprint with sequence, flags, due time, values. Compact, because n8n copies the state often. */
export type StoredIncident = readonly [string, string, string, number, string, readonly unknown[]];

const CAN_BE_CREATED = 1;
const CLOSED = 2;
const MATCHED = 4;

/** @param isCompact whether to leave out what only shows previous texts and which comments are new */
export function packKnown(id: string, known: KnownIncident, isCompact = false): StoredIncident {
	const { lastUpdate, fingerprint, sequence, canBeCreated, isClosed, hasMatched, dueAt } = known;
	const values = snapshotFields.map((field) => packValue(field, known.values, isCompact));
	while (values.length > 0 && values[values.length - 1] === null) values.pop();
	return [
		id,
		packInstant(lastUpdate),
		sequence === 0 ? fingerprint : `${fingerprint}.${sequence}`,
		(canBeCreated ? CAN_BE_CREATED : 0) + (isClosed ? CLOSED : 0) + (hasMatched ? MATCHED : 0),
		dueAt === undefined ? '' : packInstant(dueAt),
		values,
	];
}

/** @returns undefined for anything that {@link packKnown} did not write */
export function readKnown(stored: unknown): readonly [string, KnownIncident] | undefined {
	if (!Array.isArray(stored) || stored.length !== 6) return undefined;
	const [id, packedUpdate, version, flags, packedDue, values]: readonly unknown[] = stored;
	if (typeof id !== 'string' || typeof version !== 'string' || typeof flags !== 'number') return undefined;
	const lastUpdate = unpackInstant(packedUpdate);
	const dueAt = packedDue === '' ? undefined : unpackInstant(packedDue);
	if (lastUpdate === undefined || !Array.isArray(values)) return undefined;
	if (packedDue !== '' && dueAt === undefined) return undefined;
	const [fingerprint = '', sequence = '0'] = version.split('.');
	if (!/^\d{1,9}$/.test(sequence)) return undefined;
	const known: KnownIncident = {
		lastUpdate,
		fingerprint,
		sequence: Number(sequence),
		canBeCreated: (flags & CAN_BE_CREATED) !== 0,
		hasMatched: (flags & MATCHED) !== 0,
		isClosed: (flags & CLOSED) !== 0,
		...(dueAt === undefined ? {} : { dueAt }),
		values: Object.assign({}, ...snapshotFields.map((field, index) => unpackValue(field, values[index]))),
	};
	return [id, known];
}

/** Known members are stored as their index, which is shorter; unknown members as their name. */
const MEMBERS: Partial<Record<Field, readonly string[]>> = {
	status: incidentStatuses,
	severity: severities,
	classification: classifications,
	determination: determinations,
};

/** Maximum JSON length of a tag list, so that one incident cannot fill the state. A longer list is not saved. */
const MAX_TAGS = 1_000;
/** Maximum number of comments whose marks are saved. Of more comments, only the number is saved. */
const MAX_COMMENT_MARKS = 64;
const COMMENT_MARKS = /^(?:[0-9a-f]{6})*$/;

/** Writes null for an unknown field, and the empty text for one that is known to be null. */
function packValue(field: Field, values: KnownValues, isCompact: boolean): unknown {
	const value = values[field];
	if (value === undefined) return null;
	if (value === null) return '';
	switch (field) {
		case 'customTags':
		case 'systemTags':
			return JSON.stringify(value).length > MAX_TAGS ? null : value;
		case 'comments':
			return packComments(values.comments, isCompact);
		case 'alerts':
			return packMarks(values.alerts ?? []);
		case 'displayName':
		case 'description':
		case 'summary':
		case 'resolvingComment':
			return packText(values[field] ?? null, isCompact);
		default: {
			const index = typeof value === 'string' ? (MEMBERS[field] ?? []).indexOf(value) : -1;
			return index >= 0 ? index : value;
		}
	}
}

function packComments(comments: KnownValues['comments'] = [], isCompact: boolean): unknown {
	if (typeof comments === 'number') return comments;
	const isLong = comments.length > (isCompact ? 0 : MAX_COMMENT_MARKS);
	return isLong ? comments.length : packMarks(comments);
}

function unpackValue(field: Field, value: unknown): KnownValues {
	switch (field) {
		case 'comments':
			if (typeof value === 'number') return { comments: value };
			return typeof value === 'string' && COMMENT_MARKS.test(value)
				? { comments: readMarks(value, COMMENT_MARK_DIGITS) }
				: {};
		case 'customTags':
		case 'systemTags':
			return Array.isArray(value) ? { [field]: value.filter(isPrimitive).map(String) } : {};
		case 'alerts':
			return typeof value === 'string' ? { alerts: readMarks(value, ALERT_MARK_DIGITS) } : {};
		case 'assignedTo':
			return typeof value === 'string' ? { assignedTo: value === '' ? null : value } : {};
		case 'displayName':
		case 'description':
		case 'summary':
		case 'resolvingComment': {
			const text = readSavedText(value);
			return text === undefined ? {} : { [field]: text };
		}
		case 'priorityScore':
			return value === '' || typeof value === 'number' ? { priorityScore: value === '' ? null : value } : {};
		default: {
			const member = typeof value === 'number' ? MEMBERS[field]?.[value] : value;
			return typeof member === 'string' ? { [field]: member } : {};
		}
	}
}

/** A damaged state may contain objects, for which `String` can throw. */
function isPrimitive(value: unknown): boolean {
	return typeof value !== 'object';
}

/** Returns milliseconds and the remaining ticks, both in base 36: twelve characters instead of twenty-eight. */
export function packInstant(instant: UtcInstant): string {
	return `${toMillis(instant).toString(36)}.${Number(instant.slice(23, 27)).toString(36)}`;
}

/** @returns undefined for anything that {@link packInstant} did not write */
export function unpackInstant(packed: unknown): UtcInstant | undefined {
	if (typeof packed !== 'string' || !/^-?[0-9a-z]{1,10}\.[0-9a-z]{1,3}$/.test(packed)) return undefined;
	const [millis = '', ticks = ''] = packed.split('.');
	const text = tryInstantFromMillis(Number.parseInt(millis, 36));
	if (text === undefined) return undefined;
	const paddedTicks = String(Number.parseInt(ticks, 36)).padStart(4, '0');
	return parseInstant(`${text.slice(0, 23)}${paddedTicks}Z`);
}
