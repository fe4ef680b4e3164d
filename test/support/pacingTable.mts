import { Console } from 'node:console';
import { scenarios } from '../../lab/bench/pacing/scenarios.mts';
import { simulate } from '../../lab/bench/pacing/simulation.mts';
import { pacedClient } from './pacedClient.mts';

// `npm run bench:pacing`: how long executions of 200 requests take against a service that limits them, on a simulated clock.
const rows = [];
for (const scenario of scenarios) {
	const result = await simulate(scenario, pacedClient);
	const requests = scenario.executions * scenario.requestsPerExecution;
	rows.push({
		executions: scenario.executions,
		'per minute': scenario.requestsPerMinute,
		window: scenario.window,
		headers: scenario.headers,
		seconds: Math.round(result.seconds * 10) / 10,
		optimum: result.optimum,
		ratio: Math.round((result.seconds / result.optimum) * 100) / 100,
		'429 per request': Math.round((result.refused / requests) * 100) / 100,
		'mean wait': Math.round(result.meanWait * 10) / 10,
		'longest wait': Math.round(result.longestWait),
		'first execution ends': Math.round(result.firstEnd),
	});
}
const output = new Console(process.stdout);
output.log('200 requests per execution, latency 200 ms, times in seconds');
output.table(rows);
