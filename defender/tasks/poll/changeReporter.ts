import type { Decision, Moment } from '../../trigger/classifyChange';
import { classifyChange, mayConcern } from '../../trigger/classifyChange';
import type { KnownIncident } from '../../trigger/knownIncident';
import { judgesByAlerts, type Watch } from '../../trigger/watch';
import type { Remark, TriggerState } from '../../trigger/state';
import { dueTime, MAX_WAITING } from '../../trigger/advance';
import type { Report } from '../../trigger/report';
import { asDefenderError } from '../../core/errors';
import { truncated } from '../../core/sentences/truncatedText';
import type { UtcInstant } from '../../core/instant';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import {
	followRedirect,
	type KnownIncidents as Targets,
	type UnreadableIncident,
} from '../../incidents/merge';
import { visibleTruncations } from '../../incidents/truncation';
import { readTargets } from '../read/followMerges';
import type { PollSession } from './pollSession';
import { AlertReader, isFailure } from '../read/readAlerts';

/** One change to hand over. */
export interface Delivery {
	/** In its newest state. */
	readonly incident: Incident;
	readonly told: Report;
	readonly redelivered: boolean;
	readonly remark: Remark | undefined;
	/** Changed incidents that could not be read, to be named in the item. */
	readonly unread?: readonly MalformedIncident[];
}

/** What is told of a change, and how much in one poll. */
export interface ReportSettings {
	readonly watch: Watch;
	/** Give each incident with its alerts. */
	readonly alerts: boolean;
	/** Most items of one poll; the rest comes with the next ones. */
	readonly maxPerPoll: number;
}

/** Changes are judged in groups of this size, whose alerts are read together. */
const CHUNK = 25;

/** What was decided of the oldest news, and the items of it. */
export interface ChangeReport {
	/** What is not among them stays for the next poll. */
	readonly judged: readonly Decision[];
	readonly deliveries: readonly Delivery[];
	/** What of incidents is truncated; why it is not all, when something failed after the first of it was done. */
	readonly notes: readonly string[];
}

/** From what a poll read to what it tells; reads alerts and the targets of merges where they are needed, and nothing else. */
export class ChangeReporter {
	private readonly alertReader: AlertReader;

	constructor(
		private readonly lists: PollSession,
		private readonly telling: ReportSettings,
	) {
		this.alertReader = new AlertReader(lists.clock.api);
	}

	/**
	 * Judges the oldest first, until there are enough items or the time is up.
	 * @param room how many items are still wanted
	 * @throws DefenderError when not even the first of it could be completed
	 */
	async reportAll(
		state: TriggerState,
		news: readonly Incident[],
		now: UtcInstant,
		room: number,
	): Promise<ChangeReport> {
		const moment = { horizon: state.horizon, dueBy: dueTime(state, now) };
		const judged: Decision[] = [];
		const deliveries: Delivery[] = [];
		const notes: string[] = [];
		for (let start = 0; start < news.length && deliveries.length < room; start += CHUNK) {
			const group = news.slice(start, start + CHUNK);
			try {
				const found = await this.judgeSome(state, group, moment, room - deliveries.length);
				const told = await this.complete(found);
				judged.push(...told.map(({ one }) => one));
				deliveries.push(...told.flatMap(({ delivery }) => delivery ?? []));
				notes.push(...told.flatMap(({ one, delivery }) => notesOf(delivery?.incident ?? one.incident)));
				if (found.length < group.length || isFull(state, judged)) break;
			} catch (failure) {
				// What is complete is told, or a poll with much to read could fail for ever.
				const error = asDefenderError(failure);
				if (start === 0) throw error;
				return { judged, deliveries, notes: [...notes, `items: ${error.message}`] };
			}
		}
		return { judged, deliveries, notes };
	}

	private async judgeSome(
		state: TriggerState,
		group: readonly Incident[],
		moment: Moment,
		room: number,
	): Promise<readonly Decision[]> {
		const judged: Decision[] = [];
		let items = 0;
		for (const incident of await this.withAlertsToJudge(group)) {
			if (items >= room) break;
			const one = classifyChange(incident, state.known.get(incident.id), this.telling.watch, moment);
			judged.push(one);
			if (one.told !== undefined) items += 1;
		}
		return judged;
	}

	private async withAlertsToJudge(group: readonly Incident[]): Promise<readonly Incident[]> {
		const { watch } = this.telling;
		if (!judgesByAlerts(watch)) return group;
		const concerned = group.filter((incident) => mayConcern(incident, watch));
		const filled = new Map((await this.alertReader.fill(concerned, undefined)).map((one) => [one.id, one]));
		return group.map((incident) => filled.get(incident.id) ?? incident);
	}

	/** The told ones with what an item needs besides: alerts, and where merged incidents went. */
	private async complete(judged: readonly Decision[]) {
		const tellable = judged.filter(({ told }) => told !== undefined).map(({ incident }) => incident);
		const filled = this.telling.alerts ? await this.alertReader.fill(tellable, undefined) : tellable;
		const whole = new Map(filled.map((incident) => [incident.id, incident]));
		const known = await this.targetsOf(judged);
		return judged.map((before) => {
			const one = withTarget(before, known);
			const { incident, told } = one;
			if (told === undefined) return { one, delivery: undefined };
			const delivery: Delivery = {
				...{ incident: whole.get(incident.id) ?? incident, told },
				...{ redelivered: false, remark: undefined },
			};
			return { one, delivery };
		});
	}

	/** Incidents on the ways of merged ones; where the service fails, the way is told as far as it is known. */
	private async targetsOf(judged: readonly Decision[]): Promise<Targets> {
		const known = new Map<string, Incident | UnreadableIncident>(this.lists.held);
		const merged = judged.filter(isMerge).map(({ incident }) => incident);
		try {
			await readTargets(this.lists.clock.api, merged, known);
		} catch (failure) {
			if (!isFailure(failure)) throw asDefenderError(failure);
		}
		return known;
	}
}

function notesOf(incident: Incident): readonly string[] {
	return Object.entries(visibleTruncations(incident)).map(([collection, why]) =>
		truncated(incident.id, collection, why),
	);
}

function isMerge({ told }: Decision): boolean {
	return told?.events.includes('merged') === true;
}

function withTarget(one: Decision, known: Targets): Decision {
	if (one.told === undefined || !isMerge(one)) return one;
	const way = followRedirect(one.incident, known);
	const target = way.kind === 'target' ? way.at.id : one.incident.redirectIncidentId;
	return target === null ? one : { ...one, told: { ...one.told, mergedInto: target } };
}

/** Whether so many incidents wait to be `created` that the state could burst with more. */
function isFull({ known }: TriggerState, judged: readonly Decision[]): boolean {
	const waits = ({ due }: KnownIncident) => due !== undefined;
	const waiting = [...known.values()].filter(waits).length;
	return waiting + judged.filter((one) => waits(one.known)).length > 2 * MAX_WAITING;
}
