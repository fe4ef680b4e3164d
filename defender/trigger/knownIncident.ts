import type { UtcInstant } from '../core/instant';
import { classifications, determinations, incidentStatuses, severities } from '../incidents/vocabulary';
import { ALERT_MARK_DIGITS, COMMENT_MARK_DIGITS, packMarks, readMarks } from './marks';
import { packText, readSavedText } from './savedText';
import { packReport, readReport, type Report } from './report';
import { packInstant, unpackInstant } from './savedInstant';
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
	/** Set while a workflow has not acknowledged the incident. */
	readonly awaited?: AwaitedReport;
}

/** The report of a new incident that is delivered again unless the incident is acknowledged in time. */
export interface AwaitedReport {
	/** As delivered first, without `attempt`. */
	readonly report: Report;
	/** When it is delivered again. */
	readonly dueAt: UtcInstant;
	/** Number of redeliveries so far. */
	readonly attempts: number;
}

/**
 * ID, last update, fingerprint with sequence, flags, due time, values; only while the incident waits to be acknowledged also
 * due time, attempts and report. Compact, because n8n copies the state often.
 */
export type StoredIncident = readonly [
	...[string, string, string, number, string, readonly unknown[]],
	...StoredAwaited[],
];
type StoredAwaited = readonly [string, number, ...unknown[]];

const CAN_BE_CREATED = 1;
const CLOSED = 2;
const MATCHED = 4;

/** @param isCompact whether to leave out what only shows previous texts and which comments are new */
export function packKnown(id: string, known: KnownIncident, isCompact = false): StoredIncident {
	const { lastUpdate, fingerprint, sequence, canBeCreated, isClosed, hasMatched, dueAt, awaited } = known;
	const values = snapshotFields.map((field) => packValue(field, known.values, isCompact));
	while (values.length > 0 && values[values.length - 1] === null) values.pop();
	return [
		id,
		packInstant(lastUpdate),
		sequence === 0 ? fingerprint : `${fingerprint}.${sequence}`,
		(canBeCreated ? CAN_BE_CREATED : 0) + (isClosed ? CLOSED : 0) + (hasMatched ? MATCHED : 0),
		dueAt === undefined ? '' : packInstant(dueAt),
		values,
		...(awaited === undefined ? [] : [packAwaited(awaited, isCompact)]),
	];
}

/** @returns undefined for anything that {@link packKnown} did not write */
export function readKnown(stored: unknown): readonly [string, KnownIncident] | undefined {
	if (!Array.isArray(stored) || stored.length < 6 || stored.length > 7) return undefined;
	const [id, packedUpdate, version, flags, packedDue, values, packedAwaited]: readonly unknown[] = stored;
	if (typeof id !== 'string' || typeof version !== 'string' || typeof flags !== 'number') return undefined;
	const lastUpdate = unpackInstant(packedUpdate);
	const dueAt = packedDue === '' ? undefined : unpackInstant(packedDue);
	if (lastUpdate === undefined || !Array.isArray(values)) return undefined;
	if (packedDue !== '' && dueAt === undefined) return undefined;
	const [fingerprint = '', sequence = '0'] = version.split('.');
	if (!/^\d{1,9}$/.test(sequence)) return undefined;
	const awaited = readAwaited(id, packedAwaited);
	if (stored.length > 6 && awaited === undefined) return undefined;
	const known: KnownIncident = {
		lastUpdate,
		fingerprint,
		sequence: Number(sequence),
		canBeCreated: (flags & CAN_BE_CREATED) !== 0,
		hasMatched: (flags & MATCHED) !== 0,
		isClosed: (flags & CLOSED) !== 0,
		...(dueAt === undefined ? {} : { dueAt }),
		values: Object.assign({}, ...snapshotFields.map((field, index) => unpackValue(field, values[index]))),
		...(awaited === undefined ? {} : { awaited }),
	};
	return [id, known];
}

/** Maximum JSON length of a report with its changes, so that one incident cannot fill the state. */
const MAX_AWAITED = 1_000;

/** The ID of the report is left out, because it is that of the incident. */
function packAwaited({ report, dueAt, attempts }: AwaitedReport, isCompact: boolean): StoredAwaited {
	const [, ...full] = packReport(report, true);
	const [, ...short] = packReport(report, false);
	const isLong = isCompact || JSON.stringify(full).length > MAX_AWAITED;
	return [packInstant(dueAt), attempts, ...(isLong ? short : full)];
}

/** @returns undefined for none, and for anything that {@link packAwaited} did not write */
function readAwaited(id: string, stored: unknown): AwaitedReport | undefined {
	if (!Array.isArray(stored)) return undefined;
	const [packedDue, attempts, ...rest]: readonly unknown[] = stored;
	const [dueAt, report] = [unpackInstant(packedDue), readReport([id, ...rest])];
	if (dueAt === undefined || report === undefined) return undefined;
	if (typeof attempts !== 'number' || !Number.isSafeInteger(attempts) || attempts < 0) return undefined;
	return { report, dueAt, attempts };
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
