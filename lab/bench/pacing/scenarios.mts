import type { Scenario } from './simulation.mts';

/** Every combination of limit, window, headers and number of executions; 200 requests each, with 200 ms latency. */
export const scenarios: readonly Scenario[] = [1, 5, 20].flatMap((executions) =>
	[50, 150, 600].flatMap((requestsPerMinute) =>
		(['fixed', 'sliding'] as const).flatMap((window) =>
			(['none', 'retryAfter', 'rateLimit'] as const).map((headers) => ({
				executions,
				requestsPerMinute,
				window,
				headers,
				requestsPerExecution: 200,
				latencyMs: 200,
			})),
		),
	),
);
