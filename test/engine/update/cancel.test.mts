import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CredentialStore, type Engine } from '../../../lab/engine/engine.mts';
import { type Loopback, startLoopback } from '../../support/loopback.mts';
import { caller, chain, fixtureEngine, setField } from '../../../lab/test/support/workflows.mts';

let engine: Engine;
let service: Loopback;
beforeEach(async () => {
	[engine, service] = await Promise.all([fixtureEngine(), startLoopback()]);
});
afterEach(() => service.close());

describe('canceling a run', () => {
	it('aborts the request in flight, whatever the node says then, and starts no further node', async () => {
		const credentials = new CredentialStore();
		const { id } = credentials.create('fixtureTokenApi', { origin: service.origin });
		const stop = new AbortController();
		const workflow = chain(
			caller(`${service.origin}/hang`, { type: 'fixtureTokenApi', id }),
			setField('After', 'reached', 'yes'),
		);
		const run = engine.run(workflow, { credentials, signal: stop.signal });
		await service.hanging;
		stop.abort();
		const result = await run;
		expect(result).toMatchObject({
			status: 'canceled',
			error: { message: 'The service answered ERR_CANCELED.' },
		});
		expect(result.items('After')).toEqual([]);
	});

	it('before it began runs no node', async () => {
		const result = await engine.run(chain(setField('After', 'reached', 'yes')), {
			signal: AbortSignal.abort(),
		});
		expect(result.status).toBe('canceled');
		expect(Object.keys(result.runData)).toEqual([]);
	});
});
