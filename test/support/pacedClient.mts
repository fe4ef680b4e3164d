import type { SimulatedClient, SimulatedHost } from '../../lab/bench/pacing/simulation.mts';
import { callerOf, call } from './apiCaller.mts';

/** Longer than any simulation, so that each one shows its total time instead of an error after the maximum wait. */
const MAX_WAIT_MS = 24 * 3_600_000;

/** The client of one execution that reads incidents through Graph. */
export function pacedClient(host: SimulatedHost, maxWaitMs = MAX_WAIT_MS): SimulatedClient {
	const client = callerOf(host, maxWaitMs);
	return {
		send: async () => await client.send(call('read')),
		get parallelism() {
			return client.parallelism;
		},
	};
}
