import type { IDataObject } from 'n8n-workflow';
import type { ActiveTrigger, CredentialStore, Engine, PolledItems, WorkflowJson } from '../engine/engine.mts';
import type { Tenant } from '../tenant/practice.mts';
import type { FinishedPoll, Happening } from './checker/record.mts';

/** What n8n still did with a batch before it died: two writes, in either order. */
export interface Death {
	/** It saved the trigger's state. */
	readonly saves: boolean;
	/** It started the workflow. */
	readonly starts: boolean;
}

export interface Stage {
	readonly engine: Engine;
	readonly credentials: CredentialStore;
	readonly tenant: Tenant;
	readonly workflow: WorkflowJson;
	readonly durable: boolean;
}

/** n8n tries to activate a workflow again and again after a start. */
const ACTIVATIONS = 20;
let processes = 0;

/** n8n with one active trigger, and what is to be kept of it for the checker. */
export class Player {
	readonly happenings: Happening[] = [];
	readonly polls: FinishedPoll[] = [];
	/** Polls that failed. */
	failed = 0;
	private active: ActiveTrigger | undefined;
	/** The database. */
	private saved: IDataObject | undefined;

	constructor(private readonly stage: Stage) {}

	/** Switched on by the user. */
	async activate(): Promise<void> {
		await this.open('activate');
	}

	/** One poll. @returns the number of items, undefined for a poll that failed */
	async poll(): Promise<number | undefined> {
		const items = await this.watched(async () => await this.trigger.poll());
		if (items !== 'failed') this.hand(items);
		return items === 'failed' ? undefined : items.length;
	}

	/** Two polls at once, as when one takes longer than the time between two. */
	async overlap(): Promise<void> {
		const both = [this.trigger.poll(), this.trigger.poll()];
		const items = await this.watched(async () => {
			const settled = await Promise.allSettled(both);
			const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
			if (done.length === 0) throw new Error('Both polls failed.');
			return done.flatMap((one) => one ?? []);
		});
		if (items !== 'failed') this.hand(items);
	}

	/** n8n is killed right after a poll, and started again. */
	async crash({ saves, starts }: Death): Promise<void> {
		const before = this.trigger.saved();
		const items = await this.watched(async () => await this.trigger.poll(), saves || starts);
		const hasItems = items !== 'failed' && items.length > 0;
		if (hasItems && starts) this.hand(items);
		this.saved = hasItems && !saves ? before : this.trigger.saved();
		await this.restart(hasItems && starts && !saves);
	}

	/** n8n is stopped between two polls, and started again. */
	async restart(forgot = false): Promise<void> {
		this.saved ??= this.trigger.saved();
		this.happenings.push({ kind: 'crash', forgot });
		await this.open('init');
	}

	private get trigger(): ActiveTrigger {
		if (this.active === undefined) throw new Error('The workflow is not active.');
		return this.active;
	}

	/** A new process: nothing of the one before is left in memory. The first poll after a start may fail without a word. */
	private async open(activation: 'activate' | 'init'): Promise<void> {
		const { engine, credentials, workflow, durable, tenant } = this.stage;
		const saved = this.saved === undefined ? {} : { saved: this.saved };
		const options = { credentials, activation, durable, ...saved, workflowId: `process ${++processes}` };
		for (let tries = 1; ; tries++) {
			if (tries === ACTIVATIONS) tenant.faults.clear();
			const items = await this.watched(async () => {
				this.active = await engine.activate(workflow, options);
				return this.active.first;
			}, activation === 'activate');
			if (items === 'failed' && tries < ACTIVATIONS) continue;
			if (items === 'failed') throw new Error('The workflow could not be activated.');
			this.saved = undefined;
			return this.hand(items);
		}
	}

	private hand(items: PolledItems): void {
		if (items.length > 0) this.happenings.push({ kind: 'items', items: items.map(({ json }) => json) });
	}

	private async watched(
		work: () => Promise<PolledItems | undefined>,
		counts = true,
	): Promise<PolledItems | 'failed'> {
		const { journal, clock } = this.stage.tenant;
		const [from, at] = [journal.length, clock.now()];
		try {
			const items = (await work()) ?? [];
			if (counts) this.polls.push({ from, to: journal.length, at, items: items.length });
			return items;
		} catch {
			this.failed += 1;
			return 'failed';
		}
	}
}
