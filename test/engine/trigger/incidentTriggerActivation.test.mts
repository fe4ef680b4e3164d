import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { deepText, expectNoSecrets, type Bench } from '../../support/practice.mts';
import { itemJson, MINUTE, MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();

/** What n8n's retries look for, and what it shows. */
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

describe('an activation that fails', () => {
	current.eachRow<{
		name: string;
		breaks: (bench: Bench) => void;
		mends: (bench: Bench) => void;
		says: RegExp;
	}>([
		{
			name: 'a wrong secret',
			breaks: ({ credentials, credentialId }) => credentials.edit(credentialId, { clientSecret: 'wrong' }),
			mends: ({ credentials, credentialId, tenant }) =>
				credentials.edit(credentialId, { clientSecret: tenant.app.clientSecret }),
			says: /secret/i,
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
			mends: ({ tenant }) => tenant.faults.clear(),
			says: /SecurityIncident\.Read/,
		},
		{
			name: 'no valid token',
			breaks: (bench) => bench.fault({ status: 401 }, { times: 'always' }),
			mends: ({ tenant }) => tenant.faults.clear(),
			says: /token|sign/i,
		},
		{
			name: 'a service that is down',
			breaks: (bench) => bench.fault({ status: 503 }, { times: 'always' }),
			mends: ({ tenant }) => tenant.faults.clear(),
			says: /503|unavailable|later/i,
		},
	])('for $name is told in a sentence after which n8n tries again, and then begins there', async (row) => {
		row.breaks(current.bench);
		const told = await failure(activeTrigger(current.bench));
		expect(told).toMatch(row.says);
		expect(told).not.toMatch(/authorization/i);
		row.mends(current.bench);
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

describe('a poll that fails at any call', () => {
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
			const given: unknown[] = [];
			const first = await trigger.poll().then(itemJson, (error: Error) => {
				expect(error.message).toMatch(/Defender|Microsoft|service/i);
				return [];
			});
			given.push(...first.map(({ id }) => id));
			current.bench.tenant.faults.clear();
			for (let poll = 0; poll < 3; poll++) given.push(...(await trigger.after()).map(({ id }) => id));
			expect(given).toEqual(ids);
		},
	);
});

describe('a poll that n8n has given up', () => {
	it('keeps and gives nothing, so that the next one does', async () => {
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
		// It gives up by itself, or n8n's time is over before its result is kept.
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

describe('unusable saved state', () => {
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

	it('renaming the node while n8n runs loses nothing; a copy of the workflow begins at now', async () => {
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
