import type { SecurityApi } from '../api/securityApi';
import { adopt, begin, isAheadOf, learn, setBack } from '../changes/memory';
import { readState, writeState, type Remark, type StoredState, type TriggerState } from '../changes/state';
import { close, newsIn } from '../changes/step';
import type { Host } from '../core/host';
import { earlier, instantFromMillis, millisOf, type UtcInstant } from '../core/instant';
import { REMARKS } from '../core/sentences/trigger';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { matches } from '../incidents/query';
import type { PartialReading } from './completeWindow';
import { PollClock } from './pollClock';
import { PollLists } from './pollLists';
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
	/** For the log: what did not go as it should, and did not stop the poll. */
	readonly warnings: readonly string[];
	/** n8n has given this poll up, and its result must not be kept. */
	readonly isAbandoned: boolean;
}

const EPOCH = instantFromMillis(0);
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
	private readonly lists: PollLists;
	private readonly reader: PollReader;
	private readonly telling: PollTelling;

	constructor(
		private readonly clock: PollClock,
		private readonly order: PollOrder,
		private readonly occasion: Occasion,
	) {
		this.lists = new PollLists(clock);
		this.reader = new PollReader(this.lists);
		this.telling = new PollTelling(this.lists, order);
	}

	async run(hostNow: number): Promise<PollResult> {
		const { stored, isRestart } = this.occasion;
		const found = readState(stored);
		const isOwn = found?.identity === this.order.identity;
		if (found !== undefined && isOwn) return await this.goOn(adopt(found, this.order.watch), hostNow);
		if (stored === undefined && isRestart) return await this.restart(hostNow);
		const isFirst = stored === undefined;
		const state = await this.beginning(isFirst ? this.order.startFrom : undefined);
		return this.result(
			isFirst ? state : { ...state, remark: 'startedAnew' },
			[],
			{ started: 1, known: state.known.size },
			isFirst ? [] : [REMARKS.startedAnew],
		);
	}

	/** Nothing was ever told, so nothing was ever kept: the look-back is all that can be made up for. */
	private async restart(hostNow: number): Promise<PollResult> {
		await this.lists.greet();
		const start = earlier(this.now, this.order.lookBackMs);
		const { watch, identity } = this.order;
		return await this.goOn(begin({ identity, watch, start, to: this.now, open: [] }), hostNow);
	}

	private async beginning(start: UtcInstant | undefined): Promise<TriggerState> {
		const { watch, identity } = this.order;
		const tellsChanges = [...watch.events].some((event) => event !== 'created');
		await this.lists.greet();
		const all: PartialReading = { incidents: [], upTo: 'all' };
		const { incidents: open, upTo } = tellsChanges ? await this.lists.open(undefined) : all;
		const openUpTo = upTo === 'all' ? undefined : (upTo ?? EPOCH);
		return begin({ identity, watch, start: start ?? this.now, to: this.now, open, openUpTo });
	}

	private async goOn(found: TriggerState, hostNow: number): Promise<PollResult> {
		const { watch, maxPerPoll } = this.order;
		const { state: before, reading } = await this.read(found, hostNow);
		this.clock.beginTelling();
		const state = learn(before, reading.incidents.values(), watch);
		const again = await this.redelivered(state);
		const news = newsIn(state, reading.incidents.values(), reading.to);
		const told = await this.telling.tellAll(state, news, reading.to, maxPerPoll - again.length);
		const after = close(state, {
			...reading,
			now: this.now,
			judged: told.judged,
			left: news[told.judged.length],
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
			[...reading.skipped, ...told.skipped],
			state.remark,
		);
	}

	private async read(found: TriggerState, hostNow: number) {
		const { lookBackMs, sweepMs, maxPerPoll, watch } = this.order;
		const readFrom = async (state: TriggerState) => {
			const isEnough = (read: ReadonlyMap<string, Incident>, to: UtcInstant) =>
				newsIn(state, read.values(), to).filter((one) => isMerged(one) || matches(watch.query, one)).length >
				maxPerPoll;
			return { state, reading: await this.reader.read(state, { lookBackMs, sweepMs, isEnough }, hostNow) };
		};
		const first = await readFrom(found);
		return isAheadOf(found, this.now) ? await readFrom(setBack(found, this.now)) : first;
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
		warnings: readonly string[],
		remark?: Remark,
	): PollResult {
		const [first, ...others] = deliveries;
		return {
			state: writeState(state, earlier(state.floor, this.order.lookBackMs)),
			deliveries: first === undefined ? [] : [{ ...first, remark }, ...others],
			summary,
			warnings,
			isAbandoned: this.clock.isAbandoned(),
		};
	}
}
