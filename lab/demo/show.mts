import { briefCall } from './calls.mts';
import { printable } from '../tenant/printable.mts';
import type { Update } from './items.mts';
import type { MissionReport } from './mission.mts';
import { table, type Column } from './tables.mts';

const ROWS_SHOWN = 5;
const CELL = 30;

/** The report as text for a person who has never seen the project. */
export function showReport(report: MissionReport): string {
	const parts = [incidents(report), hunt(report), changes(report), calls(report), journal(report)];
	return [...parts, proof(report)].map((part) => `\n${part}\n`).join('');
}

function section(title: string, explanation: string, ...body: readonly string[]): string {
	return [`${title}: ${explanation}`, ...body].join('\n');
}

function incidents({ incidents: found }: MissionReport): string {
	const rows = found.map((incident) => [
		incident.id,
		incident.displayName,
		incident.severity,
		incident.alertCount,
		(incident.devices ?? []).length,
		incident.customTags,
	]);
	return section(
		'INCIDENTS',
		`Get Incidents found ${found.length}.`,
		table(
			[
				['ID', 10],
				['Name', 62],
				['Severity', 10],
				['Alerts', 6],
				['Devices', 7],
				['Tags', 22],
			],
			rows,
		),
	);
}

function hunt({ rows }: MissionReport): string {
	const shown = rows.slice(0, ROWS_SHOWN);
	const names = Object.keys(shown[0] ?? {}).filter((name) => shown.some((row) => !isLong(row[name])));
	if (names.length === 0) return section('HUNT', 'one query on all their devices found no rows.');
	const columns = names.map((name): Column => [name.replace(/(?<=[a-z])(?=[A-Z])/g, '\n'), CELL]);
	const more = rows.length - shown.length;
	return section(
		'HUNT',
		`one query on all their devices found ${rows.length} rows${more > 0 ? `; these are the first ${shown.length}` : ''}.`,
		table(
			columns,
			shown.map((row) => names.map((name) => row[name])),
		),
	);
}

/** Identifiers and time stamps are of little use and too wide for a terminal. */
function isLong(value: unknown): boolean {
	return typeof value === 'string' && (value.length > 30 || /^\d{4}-\d\d-\d\dT/.test(value));
}

function changes({ updates }: MissionReport): string {
	const lines = updates.flatMap((update) => [
		`  ${update.id} ${update.outcome}: ${printable(changedFields(update))}`,
		`    "${printable(update.comments.at(-1)?.comment ?? 'no comment')}"`,
	]);
	return section('CHANGES', 'the values and comments that Update Incident wrote.', ...lines);
}

function changedFields({ changes: changed }: Update): string {
	const parts = Object.entries(changed).map(([field, { from, to }]) =>
		Array.isArray(from) && Array.isArray(to)
			? `${field} + ${to.filter((entry) => !from.includes(entry)).join(', ')}`
			: `${field} ${String(from)} → ${String(to)}`,
	);
	return parts.join('; ') || 'only the comment';
}

function calls({ calls: received }: MissionReport): string {
	const rows = received
		.map(briefCall)
		.map(({ method, target, status, client }, index) => [
			index + 1,
			method,
			client === undefined ? target : `${target} (by ${client})`,
			status,
		]);
	return section(
		'REQUESTS',
		`the practice tenant received ${received.length}, including sign-in.`,
		table(
			[
				['#', 4],
				['Method', 6],
				['Path', 84],
				['Status', 6],
			],
			rows,
		),
	);
}

function journal({ journal: entries }: MissionReport): string {
	const rows = entries.map(({ by, incidentId, field, from, to }) => [
		incidentId,
		field,
		field === 'alerts' ? 'changed too' : field === 'comments' ? to : changeText(from, to),
		by,
	]);
	return section(
		'JOURNAL',
		'the changes that the practice tenant recorded.',
		table(
			[
				['Incident', 10],
				['Field', 14],
				['Change', 56],
				['By', 26],
			],
			rows,
		),
	);
}

function changeText(from: unknown, to: unknown): string {
	return `${text(from)} → ${text(to)}`;
}

function text(value: unknown): string {
	if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(text).join(', ');
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function proof({ proofs }: MissionReport): string {
	const rows = proofs.map(({ incident, differences }) => [
		incident.id,
		incident.status,
		incident.classification === 'unknown'
			? 'not set'
			: `${incident.classification}: ${incident.determination}`,
		incident.customTags,
		incident.comments.length,
		differences.length === 0 ? 'yes' : 'NO',
	]);
	return section(
		'CHECK',
		'the same incidents, read from the practice tenant without n8n. Do they match the report of the playbook?',
		table(
			[
				['ID', 10],
				['Status', 12],
				['Verdict', 46],
				['Tags', 28],
				['Comments', 8],
				['Same', 4],
			],
			rows,
		),
	);
}
