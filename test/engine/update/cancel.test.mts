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

describe('canceled execution', () => {
	it('request in flight → aborted, and no further node starts', async () => {
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

	it('canceled before it starts → no node runs', async () => {
		const result = await engine.run(chain(setField('After', 'reached', 'yes')), {
			signal: AbortSignal.abort(),
		});
		expect(result.status).toBe('canceled');
		expect(Object.keys(result.runData)).toEqual([]);
	});
});
