import { toInstant, type Instant } from '../../tenant/clock.mts';
import type { IncidentRecord, JournalEntry } from '../../tenant/practice.mts';
import type { TriggerItem } from './record.mts';

/** Fields in which two versions of an incident are compared with an item. */
const COMPARED = [
	'status',
	'severity',
	'assignedTo',
	'classification',
	'determination',
	'displayName',
	'customTags',
	'redirectIncidentId',
] as const;
type Compared = (typeof COMPARED)[number];
type Values = Readonly<Record<Compared, unknown>>;

/** One state of one incident, and the change that led to it. */
export interface Version {
	readonly incidentId: string;
	/** What changed first, by the journal's name of the field. */
	readonly kind: string;
	readonly at: Instant;
	/** `lastUpdateDateTime`; earlier than `at` for what came late or moved no time stamp. */
	readonly stamp: Instant;
	/** Numbers of journal entries between which it was the incident's state; no end for the newest. */
	readonly from: number;
	readonly until: number;
	readonly values: Values;
	/** Text of the newest comment; null without any. */
	readonly comment: unknown;
	/** The version before it; undefined for a new incident and for the first change of an old one. */
	readonly before: Version | undefined;
	/** The incident is older than the journal. */
	readonly isOld: boolean;
	/** The status that this very change replaced; undefined when it left the status alone. */
	readonly replacedStatus: unknown;
}

interface Change {
	readonly entries: readonly JournalEntry[];
	/** Number of journal entries after it. */
	readonly end: number;
}

/** Every version of every incident since the journal had `start` entries, in the order in which they came to be. */
export function versionsOf(
	journal: readonly JournalEntry[],
	incidents: readonly IncidentRecord[],
	start: number,
): readonly Version[] {
	const changes = new Map<string, readonly Change[]>();
	for (const change of changesIn(journal)) {
		const id = change.entries[0]?.incidentId ?? '';
		changes.set(id, [...(changes.get(id) ?? []), change]);
	}
	const last = new Map(incidents.map((incident) => [incident.id, incident]));
	return [...changes]
		.flatMap(([id, own]) => versionsOfOne(id, own, last.get(id)))
		.filter(({ from }) => from > start)
		.sort((a, b) => a.from - b.from);
}

/** Whether an item shows this very version. */
export function shows(version: Version, item: TriggerItem): boolean {
	if (item.id !== version.incidentId || toInstant(item.lastUpdateDateTime) !== version.stamp) return false;
	if ((item.comments.at(-1)?.comment ?? null) !== version.comment) return false;
	return COMPARED.every((field) => JSON.stringify(item[field]) === JSON.stringify(version.values[field]));
}

/** One call of the store writes all its entries at once. */
function changesIn(journal: readonly JournalEntry[]): readonly Change[] {
	const changes: { entries: JournalEntry[]; end: number }[] = [];
	journal.forEach((entry, index) => {
		const last = changes.at(-1);
		const [first] = last?.entries ?? [];
		const isSame = first?.incidentId === entry.incidentId && first.at === entry.at && first.by === entry.by;
		if (last !== undefined && isSame) {
			last.entries.push(entry);
			last.end = index + 1;
		} else changes.push({ entries: [entry], end: index + 1 });
	});
	return changes;
}

function versionsOfOne(
	incidentId: string,
	changes: readonly Change[],
	now: IncidentRecord | undefined,
): readonly Version[] {
	const isOld = changes[0]?.entries[0]?.field !== 'created';
	const versions: Version[] = [];
	const written = changes.flatMap(({ entries }) => entries).filter(({ field }) => field === 'comments');
	const firstComment = now?.comments.at(-written.length - 1)?.comment ?? null;
	changes.forEach(({ entries, end }, nth) => {
		const [first] = entries;
		if (first === undefined) return;
		const done = changes.slice(0, nth + 1).flatMap((change) => change.entries);
		const later = changes.slice(nth + 1).flatMap((change) => change.entries);
		const valueOf = (field: Compared): unknown => {
			const newest = done.findLast((entry) => entry.field === field);
			if (newest !== undefined) return newest.to;
			const next = later.find((entry) => entry.field === field);
			return next === undefined ? now?.[field] : next.from;
		};
		versions.push({
			...{ incidentId, kind: kindOf(entries), at: first.at, stamp: first.stamp, isOld },
			...{ from: end, until: changes[nth + 1]?.end ?? Number.POSITIVE_INFINITY, before: versions.at(-1) },
			values: {
				status: valueOf('status'),
				severity: valueOf('severity'),
				assignedTo: valueOf('assignedTo'),
				classification: valueOf('classification'),
				determination: valueOf('determination'),
				displayName: valueOf('displayName'),
				customTags: valueOf('customTags'),
				redirectIncidentId: valueOf('redirectIncidentId'),
			},
			replacedStatus: entries.find(({ field }) => field === 'status')?.from,
			comment: (done.findLast(({ field }) => field === 'comments') ?? { to: firstComment }).to,
		});
	});
	return versions;
}

/** A merge also changes the status, a taken-over alert may bring tags. */
function kindOf(entries: readonly JournalEntry[]): string {
	const fields = entries.map(({ field }) => field);
	return fields.includes('redirectIncidentId') ? 'redirectIncidentId' : (fields[0] ?? '');
}
