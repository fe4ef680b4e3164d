import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantClock } from '../clock.mts';
import { beginPlay, type Play, type Stage } from './play.mts';
import type { Scenario } from './scenario.mts';

/** `instant`: no waits, the tenant's clock jumps. A number: so many times as fast as real time. */
export type Speed = number | 'instant';

/** The state of a scenario in one tenant. Plain data. */
export interface RunView {
	readonly id: string;
	readonly scenario: string;
	/** `waiting`: played up to the date asked for, and to be continued. */
	readonly state: 'playing' | 'waiting' | 'done' | 'stopped' | 'failed';
	readonly steps: number;
	/** What has happened so far, oldest first. */
	readonly said: readonly string[];
	/** IDs by their names in the scenario. */
	readonly ids: Readonly<Record<string, string>>;
	/** Why it failed. */
	readonly problem?: string;
}

/** The scenarios played in one tenant. */
export interface Runs {
	readonly views: readonly RunView[];
	/**
	 * Starts a scenario. Instantly: returns after it was played up to `until` (milliseconds since its start, all by default).
	 * In real time: returns before its first step, and ignores `until`.
	 */
	start(scenario: Scenario, speed: Speed, until?: number): Promise<RunView>;
	/** Plays a waiting run on. Undefined when there is none with this id. */
	goOn(id: string, until?: number): Promise<RunView | undefined>;
	/** Stops what is playing; what has happened stays. */
	stop(): void;
}

interface Run {
	readonly id: string;
	readonly play: Play;
	state: RunView['state'];
	problem?: string;
}

/**
 * @param clock is moved on by what a scenario lets pass, unless it runs by itself
 * @param call carries out a call of the control API for this tenant
 */
export function createRuns(clock: TenantClock, call: Stage['call']): Runs {
	const runs: Run[] = [];
	let halt = new AbortController();
	const stageFor = (speed: Speed): Stage => {
		const { signal } = halt;
		return {
			call,
			pass: async (milliseconds) => {
				if (speed !== 'instant') await sleep(milliseconds / speed, undefined, { signal });
				if (speed === 'instant' || !clock.runs) clock.advance(milliseconds);
			},
		};
	};
	const carryOn = async (run: Run, until?: number): Promise<RunView> => {
		run.state = 'playing';
		try {
			await run.play.on(until);
			run.state = run.play.done < run.play.scenario.steps.length ? 'waiting' : 'done';
		} catch (error) {
			const stopped = error instanceof Error && error.name === 'AbortError';
			run.state = stopped ? 'stopped' : 'failed';
			if (!stopped) run.problem = error instanceof Error ? error.message : String(error);
		}
		return viewOf(run);
	};
	return {
		get views() {
			return runs.map(viewOf);
		},
		start: async (scenario, speed, until) => {
			const run: Run = {
				id: `${scenario.name}-${runs.length + 1}`,
				play: beginPlay(scenario, stageFor(speed)),
				state: 'playing',
			};
			runs.push(run);
			if (speed === 'instant') return carryOn(run, until);
			void carryOn(run);
			return viewOf(run);
		},
		goOn: async (id, until) => {
			const run = runs.find((one) => one.id === id && one.state === 'waiting');
			return run && carryOn(run, until);
		},
		stop: () => {
			halt.abort();
			halt = new AbortController();
		},
	};
}

const viewOf = ({ id, play, state, problem }: Run): RunView => ({
	id,
	scenario: play.scenario.name,
	state,
	steps: play.scenario.steps.length,
	said: play.scenario.steps.slice(0, play.done).map(({ at, say }) => `${at} ${say}`),
	ids: Object.fromEntries(play.ids),
	...(problem === undefined ? {} : { problem }),
});
