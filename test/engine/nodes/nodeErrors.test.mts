import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CredentialStore, type Engine } from '../../../lab/engine/engine.mts';
import { type Loopback, startLoopback } from '../../support/loopback.mts';
import { caller, chain, fixtureEngine } from '../../../lab/test/support/workflows.mts';

let engine: Engine;
let service: Loopback;
beforeEach(async () => {
	[engine, service] = await Promise.all([fixtureEngine(), startLoopback()]);
});
afterEach(() => service.close());

const pinData = { Start: [{ json: {} }, { json: {} }, { json: {} }] };

function calling(more = {}) {
	const credentials = new CredentialStore();
	const { id } = credentials.create('fixtureTokenApi', { origin: service.origin });
	const workflow = chain(caller(`${service.origin}/api`, { type: 'fixtureTokenApi', id }, more));
	return engine.run(workflow, { credentials, pinData });
}

describe('failing item of a node', () => {
	it('status 404 → the run ends with node, item and status', async () => {
		service.answerNext(200, 404);
		const result = await calling();
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeApiError',
			node: 'Caller',
			itemIndex: 1,
			httpCode: '404',
		});
		expect(service.calls).toHaveLength(2);
	});

	it('plain error → the run ends with the name of the node', async () => {
		const result = await engine.run(chain(caller('', undefined, { parameters: { defect: 'A bug.' } })));
		expect(result.error).toEqual({ name: 'Error', node: 'Caller', message: 'A bug.' });
	});

	it('node continues on failure → an item with the error', async () => {
		service.answerNext(200, 404, 200);
		const result = await calling({ onError: 'continueRegularOutput' });
		expect(result.status).toBe('success');
		expect(result.items('Caller').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(result.items('Caller').map(({ json }) => Object.keys(json))).toEqual([
			['call'],
			['error'],
			['call'],
		]);
	});
});

describe('hint of a node', () => {
	it('node adds one → shown at this node only', async () => {
		const url = `${service.origin}/api`;
		const parameters = { url, authentication: 'fixtureTokenApi', hint: 'Only half was read.' };
		const result = await calling({ parameters });
		expect(result.hints('Caller')).toMatchObject([{ message: 'Only half was read.' }]);
		expect(result.hints('Start')).toEqual([]);
	});
});
