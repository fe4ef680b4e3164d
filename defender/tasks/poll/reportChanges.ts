import { classifyChange, mayBeReported, type Decision } from '../../trigger/classifyChange';
import { dependsOnAlerts, type Watch } from '../../trigger/watch';
import type { Remark, TriggerState } from '../../trigger/state';
import { dueTime, MAX_WAITING } from '../../trigger/advance';
import type { Report } from '../../trigger/report';
import { asDefenderError } from '../../core/errors';
import { truncated } from '../../core/sentences/truncatedText';
import type { UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import { followRedirect, type IncidentsById, type UnreadableIncident } from '../../incidents/merge';
import { visibleTruncations } from '../../incidents/truncation';
import { readTargets } from '../read/followMerges';
import { AlertReader, isServiceFailure } from '../read/alertReader';
import type { PollSession } from './pollSession';
import { includesAlerts, type AlertInclusion } from './alertInclusion';
import type { UnreadNotice } from './pollText';

/** One change to emit as an item. */
export interface Delivery {
	/** In its newest version. */
	readonly incident: Incident;
	readonly report: Report;
	readonly redelivered: boolean;
	readonly remark: Remark | undefined;
	/** Changed incidents that could not be read, for the item's notice. */
	readonly unread?: UnreadNotice;
}

/** Which changes a poll reports, and how many. */
export interface ReportSettings {
	readonly watch: Watch;
	/** Which items contain the alerts of their incident. */
	readonly alerts: AlertInclusion;
	/** Maximum number of items of one poll. The next polls emit the remaining ones. */
	readonly maxPerPoll: number;
}

/** Size of the groups in which changes are processed. The alerts of a group are read together. */
const GROUP_SIZE = 25;

/** The decisions about the oldest changes, and their items. */
export interface ChangeReport {
	/** Changes without a decision are left for the next poll. */
	readonly decisions: readonly Decision[];
	readonly deliveries: readonly Delivery[];
	/** For the log: truncated incidents, and why the report is incomplete if a later part failed. */
	readonly notes: readonly string[];
}

/** The data that all steps of one report share. */
interface Reporting {
	readonly session: PollSession;
	readonly settings: ReportSettings;
	readonly state: TriggerState;
	readonly now: UtcInstant;
	readonly alertReader: AlertReader;
}

/**
 * Decides what to report, oldest change first, until there are enough items or the time is up. Reads only the alerts and the
 * targets of merges that it needs.
 * @param changes oldest first
 * @param room maximum number of items
 * @throws DefenderError if not even the first group could be completed
 */
export async function reportChanges(
	session: PollSession,
	settings: ReportSettings,
	state: TriggerState,
	changes: readonly Incident[],
	now: UtcInstant,
	room: number,
): Promise<ChangeReport> {
	const reporting = { session, settings, state, now, alertReader: new AlertReader(session.clock) };
	const decisions: Decision[] = [];
	const deliveries: Delivery[] = [];
	const notes: string[] = [];
	for (let start = 0; start < changes.length && deliveries.length < room; start += GROUP_SIZE) {
		const group = changes.slice(start, start + GROUP_SIZE);
		try {
			const decided = await decide(reporting, group, room - deliveries.length);
			const completed = await complete(reporting, decided);
			decisions.push(...completed.map(({ decision }) => decision));
			deliveries.push(...completed.flatMap(({ delivery }) => delivery ?? []));
			notes.push(...completed.flatMap(({ incident }) => truncationNotes(incident)));
			if (decided.length < group.length || isFull(state, decisions)) break;
		} catch (failure) {
			// The completed groups are reported, or a poll with many changes might fail forever.
			const error = asDefenderError(failure);
			if (start === 0) throw error;
			return { decisions, deliveries, notes: [...notes, `items: ${error.message}`] };
		}
	}
	return { decisions, deliveries, notes };
}

/** Decides about the oldest changes of a group, until they make as many items as there is room for. */
async function decide(
	reporting: Reporting,
	group: readonly Incident[],
	room: number,
): Promise<readonly Decision[]> {
	const { settings, state, now } = reporting;
	const limits = { forgottenBefore: state.forgottenBefore, dueBy: dueTime(state, now) };
	const decisions: Decision[] = [];
	let items = 0;
	for (const incident of await withDecisiveAlerts(reporting, group)) {
		if (items >= room) break;
		const before = state.knownIncidents.get(incident.id);
		const decision = classifyChange(incident, before, settings.watch, limits);
		decisions.push(decision);
		if (decision.report !== undefined) items += 1;
	}
	return decisions;
}

/** Reads the alerts if decisions depend on them. */
async function withDecisiveAlerts(
	{ settings: { watch }, alertReader }: Reporting,
	group: readonly Incident[],
): Promise<readonly Incident[]> {
	if (!dependsOnAlerts(watch)) return group;
	const candidates = group.filter((incident) => mayBeReported(incident, watch));
	const filled = new Map((await alertReader.addAlerts(candidates, undefined)).map((one) => [one.id, one]));
	return group.map((incident) => filled.get(incident.id) ?? incident);
}

interface CompletedDecision {
	readonly decision: Decision;
	/** With its alerts if an item contains them. */
	readonly incident: Incident;
	readonly delivery: Delivery | undefined;
}

/** Adds what the items need: alerts, and the targets of merges. */
async function complete(
	reporting: Reporting,
	decisions: readonly Decision[],
): Promise<readonly CompletedDecision[]> {
	const { settings, alertReader } = reporting;
	const withAlerts = decisions
		.filter(({ report }) => report !== undefined && includesAlerts(settings.alerts, report))
		.map(({ incident }) => incident);
	const filled = await alertReader.addAlerts(withAlerts, undefined);
	const byId = new Map(filled.map((incident) => [incident.id, incident]));
	const targets = await readMergeTargets(reporting, decisions);
	return decisions.map((decided) => {
		const decision = withTarget(decided, targets);
		const { report } = decision;
		if (report === undefined) return { decision, incident: decision.incident, delivery: undefined };
		const incident = byId.get(decision.incident.id) ?? decision.incident;
		return { decision, incident, delivery: { incident, report, redelivered: false, remark: undefined } };
	});
}

/** Reads the chains of merges. If the service fails, the report contains as much of a chain as is known. */
async function readMergeTargets(
	{ session }: Reporting,
	decisions: readonly Decision[],
): Promise<IncidentsById> {
	const targets = new Map<string, Incident | UnreadableIncident>(session.incidents);
	const merged = decisions.filter(isMerge).map(({ incident }) => incident);
	try {
		await readTargets(session.clock, merged, targets);
	} catch (failure) {
		if (!isServiceFailure(failure)) throw asDefenderError(failure);
	}
	return targets;
}

function truncationNotes(incident: Incident): readonly string[] {
	return Object.entries(visibleTruncations(incident)).map(([collection, why]) =>
		truncated(incident.id, collection, why),
	);
}

function isMerge({ report }: Decision): boolean {
	return report?.events.includes('merged') === true;
}

function withTarget(decision: Decision, targets: IncidentsById): Decision {
	const { incident, report } = decision;
	if (report === undefined || !isMerge(decision)) return decision;
	const redirect = followRedirect(incident, targets);
	const mergedInto = redirect.kind === 'target' ? redirect.at.id : incident.redirectIncidentId;
	return mergedInto === null ? decision : { ...decision, report: { ...report, mergedInto } };
}

/** Whether so many incidents wait for their settle time that more would exceed the size of the saved state. */
function isFull({ knownIncidents }: TriggerState, decisions: readonly Decision[]): boolean {
	const known = [...knownIncidents.values(), ...decisions.map((decision) => decision.known)];
	return known.filter(({ dueAt }) => dueAt !== undefined).length > 2 * MAX_WAITING;
}
