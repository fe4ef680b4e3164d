import type { SecurityApi } from '../../api/securityApi';
import * as lifecycle from '../../trigger/lifecycle';
import { readState, writeState, type Remark, type StoredState, type TriggerState } from '../../trigger/state';
import { advanceState, pendingChanges } from '../../trigger/advance';
import { newlyMet, unreadAfter } from '../../trigger/unread';
import type { Host } from '../../core/host';
import { earlier, instantFromMillis, type UtcInstant } from '../../core/instant';
import { malformedForNow } from '../../core/sentences/malformedText';
import { REMARKS } from './pollText';
import type { Incident } from '../../incidents/incident';
import { isMerged } from '../../incidents/merge';
import { matches } from '../../incidents/query';
import type { PartialReading } from '../read/readTimeWindow';
import { PollClock } from './pollClock';
import { MAX_CLOCK_ERROR_MS, PollSession } from './pollSession';
import { ChangeReader } from './readChanges';
import { ChangeReporter, type Delivery, type ReportSettings } from './changeReporter';
import { redeliver, type Redelivery } from './redeliver';

export interface PollSettings extends ReportSettings {
	/** Names API, host, tenant and client. */
	readonly identity: string;
	readonly lookBackMs: number;
	readonly sweepMs: number;
	/** Where the trigger begins; undefined for now. */
	readonly startFrom: UtcInstant | undefined;
}

/** How n8n came to poll. */
export interface PollContext {
	/** What the poll before left in n8n; undefined when there was none. */
	readonly stored: unknown;
	/** n8n was restarted while the workflow was active. */
	readonly isRestart: boolean;
	/** What n8n may have lost of what it was given: it is given again, if it is not too old. */
	readonly lost: lifecycle.Lost | undefined;
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
const NOTHING: Redelivery = { deliveries: [], waiting: [], skipped: [] };

/**
 * One poll: reads what changed since the last one and decides what to tell. The new state counts only when it is stored
 * together with handing the deliveries over.
 * @throws DefenderError, and then nothing has happened
 */
export async function pollIncidents(
	api: SecurityApi,
	host: Host,
	order: PollSettings,
	occasion: PollContext,
): Promise<PollResult> {
	const clock = new PollClock(api, host, occasion.budgetMs);
	return await new Poll(clock, order, occasion).run(host.now());
}

class Poll {
	private readonly lists: PollSession;
	private readonly reader: ChangeReader;
	private readonly telling: ChangeReporter;

	constructor(
		private readonly clock: PollClock,
		private readonly order: PollSettings,
		private readonly occasion: PollContext,
	) {
		this.lists = new PollSession(clock);
		this.reader = new ChangeReader(this.lists);
		this.telling = new ChangeReporter(this.lists, order);
	}

	async run(hostNow: number): Promise<PollResult> {
		const { stored, isRestart } = this.occasion;
		const found = readState(stored);
		const isOwn = found?.identity === this.order.identity;
		if (found !== undefined && isOwn)
			return await this.goOn(lifecycle.adoptFilters(found, this.order.watch), hostNow);
		if (stored === undefined && isRestart) return await this.restart(hostNow);
		const isFirst = stored === undefined;
		const state = await this.beginning(isFirst ? this.order.startFrom : undefined);
		return this.result(
			isFirst ? state : { ...state, revision: (found?.revision ?? 0) + 1, remark: 'startedAnew' },
			[],
			{ started: 1, known: state.known.size },
			isFirst ? [] : [REMARKS.startedAnew],
		);
	}

	/** Nothing was ever told, so nothing was ever kept: the look-back is all that can be made up for. */
	private async restart(hostNow: number): Promise<PollResult> {
		const to = await this.end();
		const start = earlier(to, this.order.lookBackMs);
		const { watch, identity } = this.order;
		return await this.goOn(lifecycle.startState({ identity, watch, start, to, open: [] }), hostNow);
	}

	private async beginning(start: UtcInstant | undefined): Promise<TriggerState> {
		const { watch, identity } = this.order;
		const tellsChanges = [...watch.events].some((event) => event !== 'created');
		const to = await this.end();
		const all: PartialReading = { incidents: [], upTo: 'all' };
		const { incidents: open, upTo } = tellsChanges ? await this.lists.open(undefined) : all;
		await this.lists.requireReadable();
		const openUpTo = upTo === 'all' ? undefined : (upTo ?? EPOCH);
		return lifecycle.startState({ identity, watch, start: start ?? to, to, open, openUpTo });
	}

	/** The end of what has happened so far. */
	private async end(): Promise<UtcInstant> {
		await this.lists.greet();
		if (this.clock.isTold) return this.now;
		return (await this.lists.end()) ?? earlier(this.now, MAX_CLOCK_ERROR_MS);
	}

	private async goOn(found: TriggerState, hostNow: number): Promise<PollResult> {
		const { watch, maxPerPoll, lookBackMs } = this.order;
		const { state: before, reading } = await this.read(found, hostNow);
		this.clock.beginTelling();
		const known = lifecycle.fillKnown(before, reading.incidents.values(), watch);
		const { lost } = this.occasion;
		const state =
			lost === undefined ? known : lifecycle.scheduleRedelivery(known, lost, this.now, lookBackMs);
		const again =
			state.again === undefined ? NOTHING : await redeliver(this.lists, this.order, state.again, this.now);
		const news = pendingChanges(state, reading.incidents.values(), reading.to, this.now);
		const room = maxPerPoll - again.deliveries.length;
		const told = await this.telling.reportAll(state, news, this.now, room);
		const unread = this.unreadAfter(state);
		const newly = newlyMet(state.unread, this.lists.rows.unread);
		const after = advanceState(
			{ ...state, unread },
			{
				...reading,
				now: this.now,
				judged: told.judged,
				left: news[told.judged.length],
				again: again.deliveries.map((one) => one.told),
				waiting: again.waiting,
			},
		);
		return this.result(
			after,
			[...again.deliveries, ...told.deliveries],
			{
				window: `${state.floor} to ${reading.to}`,
				read: reading.incidents.size,
				known: after.known.size,
				changed: news.length,
				told: told.deliveries.length,
				again: again.deliveries.length,
			},
			[
				...(newly.length === 0 ? [] : [malformedForNow(newly)]),
				...[...reading.skipped, ...again.skipped, ...told.notes],
			],
			state.remark,
		);
	}

	private unreadAfter({ unread }: TriggerState) {
		const { rows, held } = this.lists;
		const isOver = (id: string) => held.has(id) || rows.isUnknown(id);
		const wasTried = (id: string) => rows.wasTried(id);
		return unreadAfter(unread, { now: this.now, met: rows.unread, wasTried, isOver });
	}

	private async read(found: TriggerState, hostNow: number) {
		const { lookBackMs, sweepMs, maxPerPoll, watch } = this.order;
		const readFrom = async (state: TriggerState) => {
			const isEnough = (read: ReadonlyMap<string, Incident>, to: UtcInstant) =>
				pendingChanges(state, read.values(), to, this.now).filter(
					(one) => isMerged(one) || matches(watch.query, one),
				).length > maxPerPoll;
			return { state, reading: await this.reader.read(state, { lookBackMs, sweepMs, isEnough }, hostNow) };
		};
		const first = await readFrom(found);
		const isAhead = this.clock.isTold && lifecycle.isAheadOf(found, this.now);
		return isAhead ? await readFrom(lifecycle.rewind(found, this.now)) : first;
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
		const { unread } = state;
		const named = first === undefined ? unread : unread.map((one) => ({ ...one, isNamed: true }));
		const toName = unread.filter(({ isNamed }) => !isNamed);
		return {
			state: writeState({ ...state, unread: named }, earlier(state.floor, this.order.lookBackMs)),
			deliveries: first === undefined ? [] : [{ ...first, remark, unread: toName }, ...others],
			summary,
			warnings,
			isAbandoned: this.clock.isAbandoned(),
		};
	}
}
