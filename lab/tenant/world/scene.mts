import type { Cast, Device } from './cast.mts';
import { createCast } from './cast.mts';
import type { InstantText } from './instants.mts';
import { normalInstant, shift } from './instants.mts';
import type { ProcessRun } from './processRun.mts';
import { startProcess } from './processRun.mts';
import type { ProgramKey, Programs } from './programs.mts';
import { createPrograms } from './programs.mts';
import type { Prng } from './prng.mts';
import { createPrng } from './prng.mts';

/** The source of every story: the same people, machines and tools, and its own random values. */
export interface Scene {
	readonly prng: Prng;
	readonly now: InstantText;
	readonly cast: Cast;
	readonly programs: Programs;
	readonly tenantId: string;
	readonly portalOrigin: string;
	/** About `seconds` before now: up to a second later than that, so that fractions are not all zero. */
	ago(seconds: number): InstantText;
	/** Starts a process about `secondsAgo` before now. The account is the parent's, or the device owner's. */
	run(
		device: Device,
		key: ProgramKey,
		secondsAgo: number,
		commandLine: string,
		more?: RunOptions,
	): ProcessRun;
	/** The same world with draws of its own. */
	fork(label: string): Scene;
}

export interface RunOptions {
	readonly parent?: ProcessRun;
	readonly account?: ProcessRun['account'];
}

export interface SceneOptions {
	readonly seed: number;
	readonly now: string;
	readonly tenantId: string;
	readonly portalOrigin: string;
}

type World = Pick<Scene, 'now' | 'cast' | 'programs' | 'tenantId' | 'portalOrigin'>;

function sceneOf(world: World, prng: Prng): Scene {
	const ago = (seconds: number): InstantText => shift(world.now, prng.float() - seconds);
	return {
		...world,
		prng,
		ago,
		run: (device, key, secondsAgo, commandLine, more = {}) =>
			startProcess(prng, {
				device,
				program: world.programs(key),
				account: more.account ?? more.parent?.account ?? device.owner,
				commandLine,
				startedAt: ago(secondsAgo),
				parent: more.parent ?? null,
			}),
		fork: (label) => sceneOf(world, prng.fork(label)),
	};
}

export function createScene(options: SceneOptions): Scene {
	const prng = createPrng(options.seed);
	const now = normalInstant(options.now);
	const world: World = {
		now,
		cast: createCast(prng.fork('cast'), now),
		programs: createPrograms(prng.fork('programs')),
		tenantId: options.tenantId,
		portalOrigin: options.portalOrigin,
	};
	return sceneOf(world, prng.fork('scene'));
}
