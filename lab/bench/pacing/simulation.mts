import { SimulatedClock } from './simulatedClock.mts';
import { SimulatedService, type ServiceLimits } from './simulatedService.mts';

/** The part of a host that a client of the simulation needs. */
export interface SimulatedHost {
	request(): Promise<SimulatedResult>;
	sleep(milliseconds: number, isOver?: () => boolean): Promise<void>;
	now(): number;
	random(): number;
	isCanceled(): boolean;
}

export interface SimulatedResult {
	readonly ok: true;
	readonly response: {
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly text: string;
	};
}

/** The client of one execution: sends one request, with its pacing and retries. */
export interface SimulatedClient {
	send(): Promise<unknown>;
	readonly parallelism: number;
}

export interface Scenario extends ServiceLimits {
	readonly executions: number;
	readonly requestsPerExecution: number;
	readonly latencyMs: number;
}

/** What a simulation shows. Times in seconds. */
export interface SimulationResult {
	readonly seconds: number;
	/** The shortest possible time: every minute used to its limit. */
	readonly optimum: number;
	readonly refused: number;
	/** From the start of a request to its success. */
	readonly meanWait: number;
	readonly longestWait: number;
	/** When the first and the last execution ended. */
	readonly firstEnd: number;
	readonly failures: readonly unknown[];
}

const STARTED_AT = Date.parse('2026-11-22T03:00:00.000Z');

/** Runs executions that start together, on a simulated clock. */
export async function simulate(
	scenario: Scenario,
	createClient: (host: SimulatedHost) => SimulatedClient,
): Promise<SimulationResult> {
	const clock = new SimulatedClock(STARTED_AT);
	const service = new SimulatedService(scenario, STARTED_AT);
	const elapsed = () => (clock.now() - STARTED_AT) / 1_000;
	const host: SimulatedHost = {
		request: async () => {
			await clock.sleep(scenario.latencyMs / 2);
			const { status, headers } = service.respond(clock.now());
			await clock.sleep(scenario.latencyMs / 2);
			return { ok: true, response: { status, headers, text: '{}' } };
		},
		sleep: clock.sleep,
		now: clock.now,
		random: () => 0.5,
		isCanceled: () => false,
	};
	const waits: number[] = [];
	const failures: unknown[] = [];
	const ends = await Promise.all(
		Array.from({ length: scenario.executions }, async () => {
			const client = createClient(host);
			await runAll(scenario.requestsPerExecution, client, async () => {
				const startedAt = elapsed();
				await client.send().catch((failure: unknown) => failures.push(failure));
				waits.push(elapsed() - startedAt);
			});
			return elapsed();
		}),
	);
	return {
		seconds: elapsed(),
		optimum: optimumOf(scenario),
		refused: service.refused,
		meanWait: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
		longestWait: Math.max(...waits),
		firstEnd: Math.min(...ends),
		failures,
	};
}

function optimumOf(scenario: Scenario): number {
	const { executions, requestsPerExecution, requestsPerMinute, latencyMs } = scenario;
	const minutes = Math.ceil((executions * requestsPerExecution) / requestsPerMinute) - 1;
	return minutes * 60 + latencyMs / 1_000;
}

/** Starts as many as the client allows, and another one after each end. */
async function runAll(count: number, client: SimulatedClient, run: () => Promise<void>): Promise<void> {
	let started = 0;
	let running = 0;
	await new Promise<void>((resolve) => {
		const fill = () => {
			while (started < count && running < client.parallelism) {
				started += 1;
				running += 1;
				void run().then(() => {
					running -= 1;
					fill();
				});
			}
			if (running === 0) resolve();
		};
		fill();
	});
}
