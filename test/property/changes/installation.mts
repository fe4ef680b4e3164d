import type { ProcessMemory } from '../../../defender/tasks/takeTurn.ts';
import type { Box } from './pollOnce.mts';

/** What n8n has of one trigger: states in its database, and what its process holds. */
export class Installation {
	/** The state as the polls of this activation find it. */
	box: Box = { state: undefined };
	memory: ProcessMemory;
	activation = {};
	/** The workflow was active before the process began. */
	isRestart = false;
	/** As JSON, by the name of the node. */
	private readonly database = new Map<string, string | undefined>();
	name = 'a';

	/** @param now the host's time */
	constructor(private readonly now: () => number) {
		this.memory = { began: now(), kept: 0, taken: 0 };
	}

	/** The objects that two polls at once work on. */
	twoBoxes(areCopies: boolean): readonly [Box, Box] {
		return areCopies ? [{ ...this.box }, { ...this.box }] : [this.box, this.box];
	}

	save(): void {
		this.put(this.box.state);
	}

	put(state: unknown): void {
		this.database.set(this.name, JSON.stringify(state));
	}

	/** The workflow is switched on, or published anew. */
	activate(name = this.name): void {
		this.name = name;
		this.isRestart = false;
		this.open();
	}

	/** Another workflow begins without anything. */
	copy(): void {
		this.database.clear();
		this.memory = { began: this.now(), kept: 0, taken: 0 };
	}

	restart(): void {
		this.memory = { began: this.now(), kept: 0, taken: 0 };
		this.isRestart = true;
		this.open();
	}

	private open(): void {
		const stored = this.database.get(this.name);
		this.activation = {};
		this.box = { state: stored === undefined ? undefined : JSON.parse(stored) };
	}
}
