import { MAX_STATE, readState, type StoredState } from '../../../defender/trigger/state.ts';
import { DefenderError } from '../../../defender/core/errors.ts';
import type { PollResult } from '../../../defender/tasks/poll/pollIncidents.ts';
import { MemoryTenant } from '../memoryTenant/memoryTenant.mts';
import { AcknowledgementLedger } from './acknowledgementLedger.mts';
import { Examiner } from './examiner.mts';
import { disturbed } from './tenantEvent.mts';
import type { History, Step } from './history.mts';
import { Installation } from './installation.mts';
import { singlePoll, type Box } from './singlePoll.mts';
import { PollView } from './pollView.mts';
import { deliveredItem } from './deliveredItem.mts';

const LOOK_BACK_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Maximum time for which a workflow works on its items. */
const AT_WORK_MS = 4 * MINUTE_MS;

/** Replays a history. @returns the violations that the examiner found */
export async function violationsOf(history: History): Promise<readonly string[]> {
	const life = new Life(history);
	await life.run();
	return life.examiner.violations;
}

class Life {
	readonly examiner: Examiner;
	private readonly tenant: MemoryTenant;
	private readonly n8n: Installation;
	private readonly sight: PollView;
	private readonly acknowledgements: AcknowledgementLedger;
	private skewMs = 0;
	private identity = 1;
	private watch: Pick<History, 'events' | 'severities'>;
	/** Incidents created since then must be reported as created. */
	private since = 0;

	constructor(private readonly history: History) {
		this.tenant = new MemoryTenant(history.habits);
		this.n8n = new Installation(() => this.tenant.now + this.skewMs);
		this.sight = new PollView(this.tenant, history.habits.tellsTime);
		this.acknowledgements = new AcknowledgementLedger(history, this.tenant, this.n8n);
		this.examiner = new Examiner(history.events, this.tenant.incidents, this.acknowledgements);
		this.watch = { events: history.events, severities: history.severities };
	}

	async run(): Promise<void> {
		this.tenant.now += 10_000;
		await this.startAnew();
		for (const step of this.history.steps) await this.step(step);
		this.tenant.now += LOOK_BACK_MS + MINUTE_MS;
		for (let quiet = 0, polls = 0; quiet < this.sight.quietPolls; polls++) {
			if (polls >= 100) return this.examiner.check(false, 'items without end');
			this.tenant.now += MINUTE_MS;
			quiet = (await this.pollAndKeep()) === 0 ? quiet + 1 : 0;
		}
		const { severities } = this.watch;
		this.examiner.checkEnd({
			since: this.since,
			lateLimit: LOOK_BACK_MS / 2,
			matches: ({ severity }) => severities.length === 0 || severities.includes(severity),
			skipsOwn: this.history.ownChanges === 'skip',
		});
	}

	private async step(step: Step): Promise<void> {
		switch (step.kind) {
			case 'poll':
				return await this.pollStep(step);
			case 'overlap':
				return await this.overlap(step);
			case 'kill':
				return await this.kill(step);
			case 'restart':
				return await this.restart(step.downMs, 0);
			case 'skew':
				return void (this.skewMs = step.ms);
			case 'filter':
				return await this.changeWatch(step);
			case 'credential':
				if (this.identity === step.identity) return void (await this.pollAndKeep());
				this.identity = step.identity;
				return await this.startAnew();
			case 'reactivated':
				if (step.duringPoll) this.hand(await this.poll(this.n8n.box), false);
				if (this.n8n.isCurrent(step.name)) this.examiner.recordKill(false);
				return await this.activated(step.name);
			case 'copied':
				this.n8n.copy();
				return await this.startAnew();
			case 'state':
				this.n8n.put(step.stored);
				return await this.startAnew();
			default:
				return this.acknowledgements.apply(step);
		}
	}

	private async changeWatch({ severities, events }: Extract<Step, { kind: 'filter' }>): Promise<void> {
		const watch = { events, severities };
		if (JSON.stringify(this.watch) !== JSON.stringify(watch))
			this.since = Math.max(this.since, this.sight.readUpTo);
		this.watch = watch;
		this.examiner.changeWatch(events, this.sight.seen, this.tenant.now);
		await this.activated();
	}

	/**
	 * The workflow was saved and starts with the state in the database: it polls at once, and n8n saves the state with or
	 * without items.
	 */
	private async activated(name?: string): Promise<void> {
		this.n8n.activate(name);
		await this.pollAndKeep();
		this.n8n.save();
		this.examiner.save();
	}

	private async pollStep(step: Extract<Step, { kind: 'poll' }>): Promise<void> {
		this.tenant.now += step.waitMs;
		const before = JSON.stringify(this.n8n.box.state);
		try {
			await disturbed(this.acknowledgements, step, async () => await this.pollAndKeep());
		} catch (failure) {
			if (!(failure instanceof DefenderError)) throw failure;
			this.examiner.check(
				JSON.stringify(this.n8n.box.state) === before,
				'I5 a failed poll changed the state',
			);
		}
	}

	/** Polls as n8n does: items save the state and start a workflow. @returns the number of items */
	private async pollAndKeep(): Promise<number> {
		const result = await this.poll(this.n8n.box);
		this.hand(result, true);
		return result?.deliveries.length ?? 0;
	}

	private hand(result: PollResult | undefined, arrived: boolean): void {
		if (!result?.deliveries.length) return;
		this.examiner.recordBatch(result.deliveries.map(deliveredItem), arrived, this.tenant.now);
		if (!arrived) return;
		this.n8n.save(true);
		this.examiner.save();
	}

	private async poll(box: Box): Promise<PollResult | undefined> {
		const { tenant, history, watch, n8n } = this;
		const identity = `tenant ${this.identity}`;
		const before = readState(box.state);
		const result = await singlePoll(
			tenant,
			{ ...history, ...watch },
			{
				box,
				keep: (state) => this.keep(box, state),
				...{ process: n8n.process, name: n8n.name, isRestart: n8n.isRestart },
				...{ identity, lookBackMs: LOOK_BACK_MS, skewMs: this.skewMs },
			},
		);
		if (result !== undefined) this.sight.recordPoll();
		const floor = before?.identity === identity ? before.checkpoint : undefined;
		this.examiner.checkCheckpoint(floor, readState(box.state)?.checkpoint, tenant.now);
		return result;
	}

	private keep(box: Box, state: StoredState): void {
		const text = JSON.stringify(state);
		this.examiner.check(text.length <= MAX_STATE, 'I7 the state is too large');
		box.state = JSON.parse(text);
	}

	/** Two polls at once: on the same object, or on copies, of which the winner's is saved. */
	private async overlap({ waitMs, on }: Extract<Step, { kind: 'overlap' }>): Promise<void> {
		this.tenant.now += waitMs;
		const [one, other] = this.n8n.twoBoxes(on !== 'one');
		const run = async (box: Box) => ({ box, result: await this.poll(box) });
		const first = run(one);
		if (on === 'late copies') await first;
		const results = await Promise.all([first, run(other)]);
		const giving = results.filter(({ result }) => result?.deliveries.length);
		this.examiner.check(giving.length <= 1, `${giving.length} polls gave items`);
		const [winner = results[0]] = [...giving, ...results.filter(({ result }) => result !== undefined)];
		this.n8n.box = winner.box;
		this.hand(winner.result, true);
	}

	private async kill(step: Extract<Step, { kind: 'kill' }>): Promise<void> {
		this.tenant.now += step.waitMs;
		const result = await this.poll(this.n8n.box);
		if (result !== undefined && result.deliveries.length > 0) {
			this.examiner.recordBatch(result.deliveries.map(deliveredItem), step.execution, this.tenant.now);
			if (step.state) this.n8n.save();
			this.examiner.recordKill(step.state);
		}
		// If responses do not contain the time, delivery times depend on a clock that may be changed.
		if (step.running && this.history.habits.tellsTime)
			this.examiner.recordStoppedWorkflows(this.tenant.now - AT_WORK_MS);
		await this.restart(step.downMs, step.failAt);
	}

	private async restart(downMs: number, failAt: number): Promise<void> {
		this.examiner.recordKill(false);
		this.tenant.now += downMs;
		this.n8n.restart();
		await this.pollStep({ kind: 'poll', waitMs: 0, failAt, during: undefined });
	}

	private async startAnew(): Promise<void> {
		this.since = this.sight.end;
		this.examiner.reset(this.tenant.now, this.since);
		await this.activated();
	}
}
