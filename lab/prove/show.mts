import { table, type Column } from '../demo/tables.mts';
import type { Tally, Verdict } from './checker/check.mts';
import type { Proof } from './proof.mts';
import type { Setting } from './setting.mts';

const COLUMNS: readonly Column[] = [
	['Change', 22],
	['Made', 6],
	['Observable', 10],
	['Reported', 8],
	['Folded', 6],
	['Outside', 7],
	['Repeated, marked', 16],
	['Repeated, unmarked', 18],
	['Lost', 6],
];

/** Display names; the journal uses the incident's field names. */
const NAMES: Readonly<Record<string, string>> = {
	created: 'new incident',
	assignedTo: 'owner',
	classification: 'verdict',
	displayName: 'name',
	customTags: 'tags',
	redirectIncidentId: 'merged into another',
};

const LEGEND = `Made: by people and Defender. Observable: a completed poll could read it. Reported: an item shows it.
Folded: replaced before a poll read it, and reported together with the next change.
Outside: excluded by the filter or a documented limit.
Repeated: reported again after a crash, with or without the mark redelivered.`;

/** The table of made, observable, reported, repeated and lost. */
export function showVerdict({ rows, total }: Verdict): string {
	const line = (row: Tally) => [
		...[NAMES[row.kind] ?? row.kind, row.made, row.observable, row.reported, row.folded, row.outside],
		...[row.marked, row.unmarked, row.lost],
	];
	const sorted = [...rows].sort((a, b) => b.made - a.made);
	return `${table(COLUMNS, [...sorted, total].map(line))}\n${LEGEND}`;
}

/** The settings of the trigger, and counts of its polls and requests. */
export function showLife(setting: Setting, { polls, calls }: Proof, { items, crashes }: Verdict): string {
	const { events, severities, maxPerPoll, includeAlerts, durable, now } = setting;
	return [
		`Trigger: ${events.length} events, ${severities.join(' and ') || 'every'} severity, ${maxPerPoll} items per poll${includeAlerts ? ', with alerts' : ''}.`,
		`n8n: ${durable ? 'durable cursors' : 'static data in memory'}, ${polls.made} polls (${polls.failed} failed), ${crashes} stops and crashes, ${items} items. Service: its clock started at ${now}, ${calls} requests.`,
	].join('\n');
}
