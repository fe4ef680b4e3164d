import { earliest, later, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { caselessTags } from '../incidents/tags';
import type { Decision } from './classifyChange';
import type { AwaitedReport, KnownIncident } from './knownIncident';
import type { Report } from './report';
import type { TriggerState } from './state';

/** How a workflow acknowledges that it has processed a new incident. */
export interface AcknowledgementSettings {
	/** Custom tag that the workflow sets; compared case-insensitively. */
	readonly tag: string;
	/** How long a workflow may take, in milliseconds. */
	readonly afterMs: number;
	/** Maximum number of redeliveries of one incident. */
	readonly times: number;
}

/** How one poll dealt with the incidents that wait for their tag. */
export interface AcknowledgementPoll {
	/** Undefined when nothing is to be acknowledged. */
	readonly acknowledgement: AcknowledgementSettings | undefined;
	readonly now: UtcInstant;
	/** Every incident that the poll read, in its newest version. */
	readonly incidents: ReadonlyMap<string, Incident>;
	readonly decisions: readonly Decision[];
	readonly redelivered: readonly Report[];
	/** Due reports whose incident could not be read; with `attempt` if that counts as an attempt. */
	readonly postponed: readonly Report[];
}

/** Whether an incident need not be delivered again: it has the tag, or is no longer open. */
export function isAcknowledged(incident: Incident, tag: string): boolean {
	const { status, customTags } = incident;
	return isMerged(incident) || status === 'resolved' || caselessTags(customTags).has(tag.toLowerCase());
}

/**
 * Returns the reports of incidents that have not been acknowledged in time, longest due first, each with its `attempt`.
 * Reports that are already scheduled for redelivery are left out, so that no poll emits one twice.
 */
export function dueReports(
	{ knownIncidents, redelivery }: Pick<TriggerState, 'knownIncidents' | 'redelivery'>,
	settings: AcknowledgementSettings | undefined,
	now: UtcInstant,
): readonly Report[] {
	if (settings === undefined) return [];
	const scheduled = new Set(redelivery?.reports.map(({ deliveryId }) => deliveryId));
	return [...knownIncidents.values()]
		.flatMap(({ awaited }) => awaited ?? [])
		.filter(({ report, dueAt, attempts }) => {
			return dueAt <= now && attempts < settings.times && !scheduled.has(report.deliveryId);
		})
		.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
		.map(({ report, attempts }) => ({ ...report, attempt: attempts + 1 }));
}

/**
 * Returns the known incidents after a poll, with what each waits for. New incidents that were delivered start to wait. Those
 * that are acknowledged, or were delivered again as often as the settings allow, stop.
 * @param before of the previous poll; the decisions of this one do not contain what the incidents wait for
 */
export function trackAcknowledgements(
	before: TriggerState['knownIncidents'],
	after: TriggerState['knownIncidents'],
	poll: AcknowledgementPoll,
): TriggerState['knownIncidents'] {
	const created = new Map(
		poll.decisions.flatMap(({ report }) => (report?.event === 'created' ? [[report.id, report]] : [])),
	);
	const attempted = [...poll.redelivered, ...poll.postponed];
	const redelivered = new Map(attempted.map((report) => [report.deliveryId, report]));
	return new Map(
		[...after].map(([id, known]) => {
			const awaited = awaitedAfter(created.get(id), before.get(id)?.awaited, redelivered, poll, id);
			return [id, withAwaited(known, awaited)];
		}),
	);
}

function withAwaited(known: KnownIncident, awaited: AwaitedReport | undefined): KnownIncident {
	if (awaited !== undefined) return { ...known, awaited };
	const others: { awaited?: AwaitedReport } & Omit<KnownIncident, 'awaited'> = { ...known };
	delete others.awaited;
	return others;
}

function awaitedAfter(
	created: Report | undefined,
	before: AwaitedReport | undefined,
	redelivered: ReadonlyMap<string, Report>,
	{ acknowledgement, now, incidents }: AcknowledgementPoll,
	id: string,
): AwaitedReport | undefined {
	if (acknowledgement === undefined) return undefined;
	const { tag, afterMs, times } = acknowledgement;
	const incident = incidents.get(id);
	if (incident !== undefined && isAcknowledged(incident, tag)) return undefined;
	const dueAt = later(now, afterMs);
	if (created !== undefined) return { report: created, dueAt, attempts: 0 };
	// The settings may allow fewer redeliveries than before.
	if (before === undefined || before.attempts >= times) return undefined;
	const again = redelivered.get(before.report.deliveryId);
	// The service's clock may have been ahead, or the settings allowed more time than now.
	if (again === undefined) return { ...before, dueAt: earliest(before.dueAt, dueAt) };
	// A redelivery after a restart of n8n is no attempt, but its workflow has as much time as the first one.
	const attempts = Math.max(before.attempts, again.attempt ?? 0);
	return attempts >= times ? undefined : { ...before, dueAt, attempts };
}
