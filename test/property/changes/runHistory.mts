import { MAX_STATE, readState, type StoredState } from '../../../defender/changes/state.ts';
import { millisOf } from '../../../defender/core/instant.ts';
import { DefenderError } from '../../../defender/core/errors.ts';
import type { PollResult } from '../../../defender/tasks/pollIncidents.ts';
import type { ProcessMemory } from '../../../defender/tasks/takeTurn.ts';
import { ChangingTenant, START } from './changingTenant.mts';
import { happen } from './happen.mts';
import type { History, Step } from './history.mts';
import { pollOnce, type Box } from './pollOnce.mts';
import { toItem } from './toItem.mts';
import { Examiner } from './examiner.mts';

const LOOK_BACK_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Lives a history, and returns what the examiner has to complain about. */
export async function complaintsOf(history: History): Promise<readonly string[]> {
	const life = new Life(history);
	await life.run();
	return life.examiner.complaints;
}

class Life {
	readonly examiner: Examiner;
	private readonly tenant: ChangingTenant;
	private box: Box = { state: undefined };
	/** The database, as JSON. */
	private disk: string | undefined;
	private memory: ProcessMemory = { kept: 0 };
	private isRestart = false;
	private skewMs = 0;
	private identity = 1;
	private severities: readonly string[];
	private events: readonly string[];
	/** Incidents created since then must be told as created. */
	private since = START;

	constructor(private readonly history: History) {
		this.tenant = new ChangingTenant(history.habits);
		this.examiner = new Examiner(history.events, this.tenant.rows);
		this.severities = history.severities;
		this.events = history.events;
	}

	async run(): Promise<void> {
		this.tenant.now += 10_000;
		await this.startAnew();
		for (const step of this.history.steps) await this.step(step);
		this.tenant.now += LOOK_BACK_MS + MINUTE_MS;
		for (let quiet = 0, polls = 0; quiet < 2; polls++) {
			this.examiner.check(polls < 100, 'items without end');
			if (polls >= 100) return;
			this.tenant.now += MINUTE_MS;
			quiet = (await this.pollAndKeep()) === 0 ? quiet + 1 : 0;
		}
		this.examiner.finish({
			since: this.since,
			lateLimit: LOOK_BACK_MS / 2,
			matches: ({ severity }) => this.severities.length === 0 || this.severities.includes(severity),
			skipsOwn: this.history.ownChanges === 'skip',
		});
	}

	private async step(step: Step): Promise<void> {
		switch (step.kind) {
			case 'poll':
				return await this.pollStep(step);
			case 'overlap':
				return await this.overlap(step.waitMs, step.copies);
			case 'kill':
				return await this.kill(step);
			case 'restart':
				return await this.restart();
			case 'skew':
				this.skewMs = step.ms;
				return;
			case 'filter':
				return await this.changeWatch(step);
			case 'credential':
				if (this.identity === step.identity) return void (await this.pollAndKeep());
				this.identity = step.identity;
				return await this.startAnew();
			case 'renamed':
				this.box = { state: undefined };
				return await this.activated();
			case 'copied':
				this.box = { state: undefined };
				this.memory = { kept: 0 };
				return await this.startAnew();
			case 'state':
				this.box = { state: step.stored };
				return await this.startAnew();
			default:
				return happen(this.tenant, step);
		}
	}

	private async changeWatch({ severities, events }: Extract<Step, { kind: 'filter' }>): Promise<void> {
		const { tenant } = this;
		if (JSON.stringify([this.severities, this.events]) !== JSON.stringify([severities, events]))
			this.since = Math.max(this.since, tenant.now);
		[this.severities, this.events] = [severities, events];
		this.examiner.watch(events, tenant.now);
		await this.activated();
	}

	/** The workflow was saved: a poll at once, and its state is kept whether or not there is something to tell. */
	private async activated(): Promise<void> {
		this.isRestart = false;
		await this.pollAndKeep();
		this.disk = JSON.stringify(this.box.state);
		this.examiner.save();
	}

	private async pollStep(step: Extract<Step, { kind: 'poll' }>): Promise<void> {
		const { tenant } = this;
		tenant.now += step.waitMs;
		tenant.failAt = step.failAt;
		tenant.beforeCall = (call) => {
			if (step.during?.call === call) happen(this.tenant, step.during.what);
		};
		const before = JSON.stringify(this.box.state);
		try {
			await this.pollAndKeep();
		} catch (failure) {
			if (!(failure instanceof DefenderError)) throw failure;
			this.examiner.check(JSON.stringify(this.box.state) === before, 'I5 a failed poll changed the state');
		} finally {
			tenant.failAt = 0;
			tenant.beforeCall = () => undefined;
		}
	}

	/** A poll as n8n does it: with items the state is saved and a workflow starts. Gives the number of items. */
	private async pollAndKeep(): Promise<number> {
		const result = await this.poll(this.box);
		this.hand(result, true);
		return result?.deliveries.length ?? 0;
	}

	private hand(result: PollResult | undefined, arrived: boolean): void {
		if (result === undefined || result.deliveries.length === 0) return;
		this.examiner.batch(result.deliveries.map(toItem), arrived);
		if (!arrived) return;
		this.disk = JSON.stringify(this.box.state);
		this.examiner.save();
	}

	private async poll(box: Box): Promise<PollResult | undefined> {
		const { tenant, history, events, severities } = this;
		const floor = readState(box.state)?.floor;
		const result = await pollOnce(
			tenant,
			{ ...history, events, severities },
			{
				box,
				keep: (state) => this.keep(box, state),
				...{ memory: this.memory, identity: `tenant ${this.identity}`, lookBackMs: LOOK_BACK_MS },
				...{ skewMs: this.skewMs, isRestart: this.isRestart },
			},
		);
		const after = readState(box.state)?.floor;
		// Where answers do not tell the time, it is the host's, which may go back.
		if (after !== undefined && history.habits.tellsTime) {
			this.examiner.check(floor === undefined || after >= floor, 'I4 the floor fell');
			this.examiner.check(millisOf(after) <= tenant.now, 'I4 the floor lies in the future');
		}
		return result;
	}

	private keep(box: Box, state: StoredState): void {
		const text = JSON.stringify(state);
		this.examiner.check(text.length <= MAX_STATE, 'I7 the state is too large');
		box.state = JSON.parse(text);
	}

	/** Two polls at once: on the same object, or on copies of which the winner's is stored. */
	private async overlap(waitMs: number, copies: boolean): Promise<void> {
		this.tenant.now += waitMs;
		const boxes = copies ? [{ state: this.box.state }, { state: this.box.state }] : [this.box, this.box];
		const results = await Promise.all(boxes.map(async (box) => ({ box, result: await this.poll(box) })));
		const winners = results.filter(({ result }) => result !== undefined);
		this.examiner.check(winners.length === 1, `${winners.length} polls won`);
		for (const { box, result } of winners) {
			this.box = box;
			this.hand(result, true);
		}
	}

	private async kill(step: Extract<Step, { kind: 'kill' }>): Promise<void> {
		this.tenant.now += step.waitMs;
		const result = await this.poll(this.box);
		if (result !== undefined && result.deliveries.length > 0) {
			this.examiner.batch(result.deliveries.map(toItem), step.execution);
			if (step.state) this.disk = JSON.stringify(this.box.state);
			this.examiner.killed(step.state);
		}
		await this.restart();
	}

	private async restart(): Promise<void> {
		this.examiner.killed(false);
		this.box = { state: this.disk === undefined ? undefined : JSON.parse(this.disk) };
		this.memory = { kept: 0 };
		this.isRestart = true;
		await this.pollAndKeep();
	}

	private async startAnew(): Promise<void> {
		this.examiner.reset(this.tenant.now, this.history.habits.tellsTime);
		// Where answers do not tell the time, the trigger begins at the host's.
		this.since = this.tenant.now + (this.history.habits.tellsTime ? 0 : Math.max(0, this.skewMs));
		await this.activated();
	}
}
