import type { TriggerProcess } from '../../../defender/trigger/pollSituation.ts';
import type { Box } from './singlePoll.mts';

/** n8n's data of one trigger: states in its database, and the memory of its process. */
export class Installation {
	/** The state as the polls of this activation find it. */
	box: Box = { state: undefined };
	process: TriggerProcess;
	/** The workflow was active before the process began. */
	isRestart = false;
	/** As JSON, by the name of the node, with the number of batches that workflows had been started with by then. */
	private readonly database = new Map<
		string,
		{ readonly text: string | undefined; readonly batches: number }
	>();
	private batches = 0;
	/** Number of activations. */
	starts = 0;
	name = 'a';

	/** @param now the host's time */
	constructor(private readonly now: () => number) {
		this.process = { startedAt: now() };
	}

	/** The objects that two polls at once work on. */
	twoBoxes(areCopies: boolean): readonly [Box, Box] {
		return areCopies ? [{ ...this.box }, { ...this.box }] : [this.box, this.box];
	}

	/** @param starts whether a workflow is started with a batch */
	save(starts = false): void {
		if (starts) this.batches += 1;
		this.put(this.box.state);
	}

	/** Whether no batch arrived since a state was stored under this name. */
	isCurrent(name: string): boolean {
		return name === this.name || this.database.get(name)?.batches === this.batches;
	}

	put(state: unknown): void {
		this.database.set(this.name, { text: JSON.stringify(state), batches: this.batches });
	}

	/** The workflow is activated, or published again. */
	activate(name = this.name): void {
		this.name = name;
		this.isRestart = false;
		this.open();
	}

	/** Another workflow starts without a saved state. */
	copy(): void {
		this.database.clear();
		this.process = { startedAt: this.now() };
	}

	restart(): void {
		this.process = { startedAt: this.now() };
		this.isRestart = true;
		this.open();
	}

	private open(): void {
		this.starts += 1;
		const stored = this.database.get(this.name)?.text;
		this.box = { state: stored === undefined ? undefined : JSON.parse(stored) };
	}
}
