import type { Judged } from '../changes/judge';
import { judge, mayConcern } from '../changes/judge';
import type { Told } from '../changes/lastBatch';
import { judgesByAlerts, type Watch } from '../changes/rules';
import type { Remark, TriggerState } from '../changes/state';
import type { UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { followRedirect } from '../incidents/merge';
import { readTargets } from './followMerges';
import type { PollClock } from './pollClock';
import { readOrNone } from './pollReading';
import { AlertReader } from './readAlerts';

/** One change to hand over. */
export interface Delivery {
	/** In its newest state. */
	readonly incident: Incident;
	readonly told: Told;
	readonly redelivered: boolean;
	readonly remark: Remark | undefined;
}

/** What is told of a change, and how much in one poll. */
export interface TellingOrder {
	readonly watch: Watch;
	/** Give each incident with its alerts. */
	readonly alerts: boolean;
	/** Most items of one poll; the rest comes with the next ones. */
	readonly maxPerPoll: number;
}

/** Changes are judged in groups of this size, whose alerts are read together. */
const CHUNK = 25;

/** From what a poll read to what it tells; reads alerts and the targets of merges where they are needed, and nothing else. */
export class PollTelling {
	private readonly alertReader: AlertReader;

	constructor(
		private readonly clock: PollClock,
		private readonly telling: TellingOrder,
	) {
		this.alertReader = new AlertReader(clock.api);
	}

	/** Judges the oldest first, until there are enough items or the time is up; what is not judged stays for the next poll. */
	async judgeAll(state: TriggerState, news: readonly Incident[], to: UtcInstant): Promise<readonly Judged[]> {
		const { watch, maxPerPoll } = this.telling;
		const judged: Judged[] = [];
		let items = 0;
		for (let start = 0; start < news.length && items < maxPerPoll; start += CHUNK) {
			if (start > 0 && this.clock.isSpent()) break;
			const group = news.slice(start, start + CHUNK);
			for (const incident of await this.withAlertsToJudge(group)) {
				if (items >= maxPerPoll) break;
				const one = judge(incident, state.known.get(incident.id), watch, { to, horizon: state.horizon });
				judged.push(one);
				if (one.told !== undefined) items += 1;
			}
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
	async deliver(judged: readonly Judged[], incidents: ReadonlyMap<string, Incident>) {
		const tellable = judged.filter(({ told }) => told !== undefined).map(({ incident }) => incident);
		const filled = this.telling.alerts ? await this.alertReader.fill(tellable, undefined) : tellable;
		const known = new Map<string, Incident | 'missing'>(incidents);
		await readTargets(
			this.clock.api,
			judged.flatMap(({ told, incident }) => (told?.events.includes('merged') === true ? incident : [])),
			known,
		);
		const whole = new Map(filled.map((incident) => [incident.id, incident]));
		const complete = judged.map((one): Judged => {
			if (one.told?.events.includes('merged') !== true) return one;
			const way = followRedirect(one.incident, known);
			const target = way.kind === 'target' ? way.at.id : one.incident.redirectIncidentId;
			return target === null ? one : { ...one, told: { ...one.told, mergedInto: target } };
		});
		const deliveries = complete.flatMap(({ incident, told }): Delivery[] =>
			told === undefined
				? []
				: [{ incident: whole.get(incident.id) ?? incident, told, redelivered: false, remark: undefined }],
		);
		return { judged: complete, deliveries };
	}

	/** What was told before, with the incidents as they are now. */
	async again(told: readonly Told[]): Promise<readonly Delivery[]> {
		const deliveries: Delivery[] = [];
		for (const one of told) {
			const incident = await readOrNone(this.clock, one.id, false);
			if (incident === undefined) continue;
			const [whole = incident] = this.telling.alerts
				? await this.alertReader.fill([incident], undefined)
				: [];
			deliveries.push({ incident: whole, told: one, redelivered: true, remark: undefined });
		}
		return deliveries;
	}
}
