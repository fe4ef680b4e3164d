import { describe, expect } from 'vitest';
import { scenarios } from '../../../../lab/bench/pacing/scenarios.mts';
import { simulate, type Scenario } from '../../../../lab/bench/pacing/simulation.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { pacedClient } from '../../../support/pacedClient.mts';

/** Dozens of simulated hours take seconds, on a busy machine many. */
const TIMEOUT_MS = 300_000;
const isLimited = ({ executions, requestsPerExecution, requestsPerMinute }: Scenario) =>
	executions * requestsPerExecution > requestsPerMinute;
/** Maximum number of 429s per request: parallel executions cannot see each other. */
const REFUSED_PER_REQUEST: Readonly<Record<number, number>> = { 1: 0.4, 5: 1.1, 20: 3 };

describe('simulated service', () => {
	eachRow(scenarios.filter(isLimited).map((scenario) => [scenario] as const))(
		'executions of 200 requests that exceed the limit → all served in little more than the optimum',
		async (scenario) => {
			const { executions, requestsPerExecution } = scenario;
			const result = await simulate(scenario, pacedClient);
			expect(result.failures).toEqual([]);
			expect(result.seconds / result.optimum).toBeLessThanOrEqual(executions === 1 ? 1.15 : 1.35);
			const refused = result.refused / (executions * requestsPerExecution);
			expect(refused).toBeLessThanOrEqual(REFUSED_PER_REQUEST[executions] ?? 0);
			// Nobody starves: a request may miss a few minutes of the service, and never a large part of the run.
			expect(result.longestWait).toBeLessThanOrEqual(65 + result.optimum / 4);
		},
		TIMEOUT_MS,
	);

	eachRow(scenarios.filter((scenario) => !isLimited(scenario)).map((scenario) => [scenario] as const))(
		'one execution within the limit → 200 requests in ten times the latency, without a 429',
		async (scenario) => {
			const { seconds, refused, failures } = await simulate(scenario, pacedClient);
			expect({ refused, failures }).toEqual({ refused: 0, failures: [] });
			expect(seconds).toBeLessThanOrEqual(2);
		},
		TIMEOUT_MS,
	);

	eachRow([50, 150])('one execution and a service that announces its limit → no 429', async (limit) => {
		const announcing = scenarios.filter(
			({ executions, requestsPerMinute, headers }) =>
				executions === 1 && requestsPerMinute === limit && headers === 'rateLimit',
		);
		expect(announcing).toHaveLength(2);
		for (const scenario of announcing) expect((await simulate(scenario, pacedClient)).refused).toBe(0);
	});

	eachRow(['none', 'retryAfter', 'rateLimit'] as const)(
		'150 requests a minute and the usual maximum wait of 60 s → 200 requests within 1.15 times the optimum',
		async (headers) => {
			for (const scenario of scenarios) {
				if (scenario.executions !== 1 || scenario.requestsPerMinute !== 150 || scenario.headers !== headers)
					continue;
				const result = await simulate(scenario, (host) => pacedClient(host, 60_000));
				expect(result.failures).toEqual([]);
				expect(result.seconds).toBeLessThanOrEqual(1.15 * 60);
			}
		},
	);
});
