import type { SecurityApi } from '../api/securityApi';
import { readState, writeState, type Remark, type StoredState, type TriggerState } from '../changes/state';
import { adopt, begin, close, earlier, newsIn } from '../changes/step';
import type { Host } from '../core/host';
import { millisOf, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { PollClock } from './pollClock';
import { PollReader } from './pollReading';
import { PollTelling, type Delivery, type TellingOrder } from './pollTelling';

export interface PollOrder extends TellingOrder {
	/** Names API, host, tenant and client. */
	readonly identity: string;
	readonly lookBackMs: number;
	readonly sweepMs: number;
	/** Where the trigger begins; undefined for now. */
	readonly startFrom: UtcInstant | undefined;
}

/** How n8n came to poll. */
export interface Occasion {
	/** What the poll before left in n8n; undefined when there was none. */
	readonly stored: unknown;
	/** n8n was restarted while the workflow was active. */
	readonly isRestart: boolean;
	/** Give the last batch again if it is young, because the process that gave it is gone. */
	readonly redeliver: boolean;
	readonly budgetMs: number;
}

export interface PollResult {
	readonly state: StoredState;
	readonly deliveries: readonly Delivery[];
	/** For the log. */
	readonly summary: Readonly<Record<string, number | string>>;
	/** n8n has given this poll up, and its result must not be kept. */
	readonly isAbandoned: boolean;
}

/** A batch older than this was kept for certain. */
const IN_FLIGHT_MS = 15 * 60_000;

/**
 * One poll: reads what changed since the last one and decides what to tell. The new state counts only when it is stored
 * together with handing the deliveries over.
 * @throws DefenderError, and then nothing has happened
 */
export async function pollIncidents(
	api: SecurityApi,
	host: Host,
	order: PollOrder,
	occasion: Occasion,
): Promise<PollResult> {
	const clock = new PollClock(api, host, occasion.budgetMs);
	return await new Poll(clock, order, occasion).run(host.now());
}

class Poll {
	private readonly reader: PollReader;
	private readonly telling: PollTelling;

	constructor(
		private readonly clock: PollClock,
		private readonly order: PollOrder,
		private readonly occasion: Occasion,
	) {
		this.reader = new PollReader(clock, () => undefined);
		this.telling = new PollTelling(clock, order);
	}

	async run(hostNow: number): Promise<PollResult> {
		const { stored, isRestart } = this.occasion;
		const found = readState(stored);
		const isOwn = found?.identity === this.order.identity;
		if (found !== undefined && isOwn) return await this.goOn(adopt(found, this.order.watch), hostNow);
		if (stored === undefined && isRestart) return await this.restart(hostNow);
		const start = stored === undefined ? this.order.startFrom : undefined;
		const state = await this.beginning(start);
		return this.result(stored === undefined ? state : { ...state, remark: 'startedAnew' }, [], {
			started: 1,
		});
	}

	/** Nothing was ever told, so nothing was ever kept: the look-back is all that can be made up for. */
	private async restart(hostNow: number): Promise<PollResult> {
		await this.reader.greet();
		const start = earlier(this.now, this.order.lookBackMs);
		const { watch, identity } = this.order;
		return await this.goOn(begin({ identity, watch, start, to: this.now, open: [] }), hostNow);
	}

	private async beginning(start: UtcInstant | undefined): Promise<TriggerState> {
		const { watch, identity } = this.order;
		const tellsChanges = [...watch.events].some((event) => event !== 'created');
		if (!tellsChanges) await this.reader.greet();
		const open = tellsChanges ? await this.reader.readOpen() : [];
		return begin({ identity, watch, start: start ?? this.now, to: this.now, open });
	}

	private async goOn(state: TriggerState, hostNow: number): Promise<PollResult> {
		const { lookBackMs, sweepMs, maxPerPoll } = this.order;
		const isEnough = (found: ReadonlyMap<string, Incident>, to: UtcInstant) =>
			newsIn(state, found.values(), to).length > maxPerPoll;
		const reading = await this.reader.read(state, { lookBackMs, sweepMs, isEnough }, hostNow);
		const again = await this.redelivered(state);
		const news = newsIn(state, reading.incidents.values(), reading.to);
		const judged = await this.telling.judgeAll(state, news, reading.to);
		const told = await this.telling.deliver(judged, reading.incidents);
		const after = close(state, {
			...reading,
			now: this.now,
			judged: told.judged,
			left: news[judged.length],
			again: again.map((one) => one.told),
		});
		return this.result(
			after,
			[...again, ...told.deliveries],
			{
				window: `${state.floor} to ${reading.to}`,
				read: reading.incidents.size,
				known: after.known.size,
				changed: news.length,
				told: told.deliveries.length,
				again: again.length,
			},
			state.remark,
		);
	}

	/** The last batch, when the process that handed it over may have died before n8n kept it. */
	private async redelivered({ last }: TriggerState): Promise<readonly Delivery[]> {
		if (!this.occasion.redeliver || last === undefined) return [];
		if (millisOf(this.now) - millisOf(last.at) > IN_FLIGHT_MS) return [];
		return await this.telling.again(last.told);
	}

	private get now(): UtcInstant {
		const { to } = this.clock;
		if (to === undefined) throw new Error('The service was not asked yet.');
		return to;
	}

	private result(
		state: TriggerState,
		deliveries: readonly Delivery[],
		summary: PollResult['summary'],
		remark?: Remark,
	): PollResult {
		const [first, ...others] = deliveries;
		return {
			state: writeState(state, earlier(state.floor, this.order.lookBackMs)),
			deliveries: first === undefined ? [] : [{ ...first, remark }, ...others],
			summary,
			isAbandoned: this.clock.isAbandoned(),
		};
	}
}
