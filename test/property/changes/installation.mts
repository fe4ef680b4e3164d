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
	private name = 'a';

	/** @param now the host's time */
	constructor(now: number) {
		this.memory = { began: now, kept: 0 };
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
	copy(now: number): void {
		this.database.clear();
		this.memory = { began: now, kept: 0 };
	}

	restart(now: number): void {
		this.memory = { began: now, kept: 0 };
		this.isRestart = true;
		this.open();
	}

	private open(): void {
		const stored = this.database.get(this.name);
		this.activation = {};
		this.box = { state: stored === undefined ? undefined : JSON.parse(stored) };
	}
}
