import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { deepText, expectNoSecrets, type Bench } from '../../support/practice.mts';
import { itemJson, MINUTE, MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();

/** The texts that n8n shows and that decide whether it retries. */
async function failure(work: Promise<unknown>): Promise<string> {
	const error = await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof Error)) throw new Error('It did not fail.');
	const { description, messages } = Object.assign({ description: '', messages: [] as unknown }, error);
	expectNoSecrets(current.bench, error);
	return [error.message, description, deepText(messages)].join('\n');
}

describe('activation that fails', () => {
	current.eachRow<{
		name: string;
		breaks: (bench: Bench) => void;
		repair: (bench: Bench) => void;
		expected: RegExp;
	}>([
		{
			name: 'a wrong secret',
			breaks: ({ credentials, credentialId }) => credentials.edit(credentialId, { clientSecret: 'wrong' }),
			repair: ({ credentials, credentialId, tenant }) =>
				credentials.edit(credentialId, { clientSecret: tenant.app.clientSecret }),
			expected: /secret/i,
		},
		{
			name: 'no permission',
			breaks: (bench) =>
				bench.fault(
					{
						status: 403,
						body: { error: { code: 'Authorization_RequestDenied', message: 'Authorization: no' } },
					},
					{ times: 'always' },
				),
			repair: ({ tenant }) => tenant.faults.clear(),
			expected: /SecurityIncident\.Read/,
		},
		{
			name: 'no valid token',
			breaks: (bench) => bench.fault({ status: 401 }, { times: 'always' }),
			repair: ({ tenant }) => tenant.faults.clear(),
			expected: /token|sign/i,
		},
		{
			name: 'a service that is down',
			breaks: (bench) => bench.fault({ status: 503 }, { times: 'always' }),
			repair: ({ tenant }) => tenant.faults.clear(),
			expected: /503|unavailable|later/i,
		},
	])('any cause → an error after which n8n retries, and the baseline is the retry', async (row) => {
		row.breaks(current.bench);
		const shown = await failure(activeTrigger(current.bench));
		expect(shown).toMatch(row.expected);
		expect(shown).not.toMatch(/authorization/i);
		row.repair(current.bench);
		const { id } = current.bench.tenant.incidents.create({});
		current.bench.tenant.clock.advance(MOMENT);
		const retried = await activeTrigger(current.bench);
		expect(retried.first).toBeUndefined();
		expect(await retried.after()).toEqual([]);
		const next = current.bench.tenant.incidents.create({});
		expect((await retried.after()).map((item) => item['id'])).toEqual([next.id]);
		expect(id).not.toBe(next.id);
	});
});

describe('poll that fails', () => {
	current.eachRow([0, 1, 2, 3, 4])(
		'failure at any request → error, and the next poll neither misses nor repeats an item',
		async (skip) => {
			const { incidents, clock } = current.bench.tenant;
			const trigger = await activeTrigger(current.bench, {
				options: { includeAlerts: true, maxPerPoll: 500 },
			});
			const ids = Array.from({ length: 70 }, () => incidents.create({}).id);
			const silent = { match: { kind: 'graph', path: /\$top=/ }, times: 'always', skip } as const;
			current.bench.fault({ status: 503 }, silent);
			clock.advance(MOMENT);
			const delivered: unknown[] = [];
			const first = await trigger.poll().then(itemJson, (error: Error) => {
				expect(error.message).toMatch(/Defender|Microsoft|service/i);
				return [];
			});
			delivered.push(...first.map(({ id }) => id));
			current.bench.tenant.faults.clear();
			for (let poll = 0; poll < 3; poll++) delivered.push(...(await trigger.after()).map(({ id }) => id));
			expect(delivered).toEqual(ids);
		},
	);
});

describe('poll that n8n stopped waiting for', () => {
	it('late result → nothing saved or delivered, and the next poll delivers the item', async () => {
		const { incidents, clock } = current.bench.tenant;
		const { workflowId } = await activeTrigger(current.bench);
		const saved = (await activeTrigger(current.bench)).saved();
		const { id } = incidents.create({});
		clock.advance(MOMENT);
		const hasty = activeTrigger(
			current.bench,
			{},
			{ budgetMs: 0.001, saved, workflowId: `${workflowId} hasty` },
		);
		// It stops by itself, or n8n's time is over before its result is saved.
		expect(
			await hasty.then(
				({ first }) => first,
				() => undefined,
			),
		).toBeUndefined();
		const patient = await activeTrigger(current.bench, {}, { saved });
		expect(itemJson(patient.first)).toMatchObject([{ id }]);
	});
});

describe('saved state that is not found or cannot be used', () => {
	const key = 'node:incidentTrigger';

	current.eachRow([
		['of an older version', () => ({ v: 0, cursor: 'x' })],
		['damaged', (state: object) => ({ ...state, knownIncidents: [['1']] })],
		['of another tenant', (state: object) => ({ ...state, identity: 'another' })],
	])('older version, damaged, or of another tenant → starts from now, with a notice', async (_, change) => {
		const { incidents } = current.bench.tenant;
		const saved = (await activeTrigger(current.bench)).saved();
		const kept: unknown = saved[key];
		const state: object = Object.assign({}, Object.assign({ incidents: {} }, kept).incidents);
		incidents.create({});
		current.bench.tenant.clock.advance(MOMENT);
		const trigger = await activeTrigger(
			current.bench,
			{},
			{ saved: { [key]: { incidents: change(state) } } },
		);
		expect(trigger.first).toBeUndefined();
		const ids = [incidents.create({}).id, incidents.create({}).id];
		const items = await trigger.after();
		expect(items.map(({ id }) => id)).toEqual(ids);
		expect(items[0]?.['notice']).toMatch(/^The trigger was reset/);
		expect(items[1]).not.toHaveProperty('notice');
	});

	it('node renamed while n8n runs → no item lost; copied workflow → a new baseline', async () => {
		const { incidents, clock } = current.bench.tenant;
		const parameters = { options: { startFrom: '2026-11-01T00:00:00Z' } };
		const before = await activeTrigger(current.bench);
		const { id } = incidents.create({});
		clock.advance(MINUTE);
		const { workflowId } = before;
		const options = { saved: before.saved(), activation: 'update', workflowId, name: 'Renamed' } as const;
		const after = await activeTrigger(current.bench, parameters, options);
		expect(itemJson(after.first)).toMatchObject([{ id, event: 'created' }]);
		expect(itemJson(after.first)).toHaveLength(1);
		const copied = await activeTrigger(current.bench);
		expect(copied.first).toBeUndefined();
	});
});
