interface Sleeper {
	readonly at: number;
	readonly isOver: () => boolean;
	readonly wake: () => void;
}

/** More waits than any simulation needs, so that a defect ends it instead of looping forever. */
const MAX_WAITS = 500_000;

/** A clock that jumps to the next wait as soon as nothing else can run, so that hours take milliseconds. */
export class SimulatedClock {
	private time: number;
	private waits = 0;
	private sleepers: Sleeper[] = [];
	private isTicking = false;

	constructor(startedAt: number) {
		this.time = startedAt;
	}

	readonly now = (): number => this.time;

	/** @throws Error after too many waits */
	readonly sleep = async (milliseconds: number, isOver = () => false): Promise<void> => {
		this.waits += 1;
		if (this.waits > MAX_WAITS) throw new Error('The simulation waits forever.');
		await new Promise<void>((wake) => {
			this.insert({ at: this.time + Math.max(0, milliseconds), isOver, wake });
			this.tick();
		});
	};

	private insert(sleeper: Sleeper): void {
		const after = this.sleepers.findLastIndex(({ at }) => at <= sleeper.at);
		this.sleepers.splice(after + 1, 0, sleeper);
	}

	private tick(): void {
		if (this.isTicking) return;
		this.isTicking = true;
		setImmediate(() => {
			this.isTicking = false;
			const over = this.sleepers.findIndex(({ isOver }) => isOver());
			const [next] = this.sleepers.splice(Math.max(0, over), 1);
			if (next !== undefined) {
				if (over === -1) this.time = Math.max(this.time, next.at);
				next.wake();
			}
			if (this.sleepers.length > 0) this.tick();
		});
	}
}
