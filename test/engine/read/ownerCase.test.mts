import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { TenantOptions } from '../../../lab/tenant/practice.mts';
import { wireIncident } from '../../support/wireIncident.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { jsonOf, our, type Bench } from '../../support/practice.mts';
import { APIS } from '../../support/listFixture.mts';
import { MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const start = benchesOnDemand({ skipsWaits: true });

const OWNER = 'Ann.Ito@contoso.com';
const matching = (words: RegExp): unknown => expect.stringMatching(words);
type Behaviours = NonNullable<TenantOptions['behaviours']>;

async function tenantOf(api: string, behaviours: Behaviours): Promise<Bench> {
	const bench = await start({ empty: true, behaviours }, { api });
	if (api === 'legacy')
		bench.credentials.edit(bench.credentialId, { ...bench.tenant.credential(bench.tenant.app, 'legacy') });
	const { incidents } = bench.tenant;
	for (const id of ['1', '2', '3'])
		incidents.create({ id, assignedTo: id === '2' ? 'bo@contoso.com' : OWNER });
	return bench;
}

async function read(bench: Bench, parameters: INodeParameters) {
	const result = await bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	const hints = result.hints('getIncidents').map(({ message }) => message);
	return { ids: jsonOf(result, 'getIncidents').map(({ id }) => id), hints };
}

const PROFILES: readonly Behaviours[] = [
	{ ownerCase: 'sensitive', lowerFilter: 'honored' },
	{ ownerCase: 'sensitive', lowerFilter: 'refused' },
	{ ownerCase: 'insensitive', lowerFilter: 'honored' },
	{ ownerCase: 'insensitive', lowerFilter: 'refused' },
];

start.eachRow(APIS.flatMap((api) => PROFILES.map((profile) => [api, profile] as const)))(
	'Assigned To › another letter case, on a service that is case-sensitive or not → the incidents of the owner',
	async (api, behaviours) => {
		const bench = await tenantOf(api, behaviours);
		const isRefused = behaviours.lowerFilter === 'refused';
		const hints = [
			...(api === 'graph' ? [] : [/Defender API \(legacy\)/]),
			...(isRefused ? [/rejected part of the filter/] : []),
		];
		for (const assignedTo of ['ann.ito@contoso.com', 'ANN.ITO@CONTOSO.COM', OWNER]) {
			const all = await read(bench, { returnAll: true, filters: { assignedTo } });
			expect(all).toEqual({ ids: ['3', '1'], hints: hints.map((words) => matching(words)) });
			expect((await read(bench, { limit: 1, filters: { assignedTo } })).ids).toEqual(['3']);
		}
		expect((await read(bench, { filters: { assignedTo: 'nn.ito@contoso.com' } })).ids).toEqual([]);
	},
	120_000,
);

it(
	'Assigned To › incident of another owner in the response → left out, with a hint',
	{ timeout: 60_000 },
	async () => {
		const bench = await tenantOf('graph', {});
		const value = [
			wireIncident({ id: '7', assignedTo: 'bo@contoso.com' }),
			wireIncident({ assignedTo: OWNER }),
		];
		bench.fault({ status: 200, body: { value } });
		expect(await read(bench, { filters: { assignedTo: OWNER } })).toEqual({
			ids: ['2972395'],
			hints: ['Microsoft Defender returned 1 incident that does not match the filter; it was left out.'],
		});
	},
);

describe('owner whose letter case changes', { timeout: 60_000 }, () => {
	it('trigger on Assigned → no item; another owner → one', async () => {
		const bench = await tenantOf('graph', {});
		const active = await activeTrigger(bench, { events: ['assigned'] });
		bench.tenant.incidents.edit('Defender', '1', { assignedTo: OWNER.toLowerCase() });
		expect(await active.after()).toEqual([]);
		bench.tenant.incidents.edit('Defender', '1', { assignedTo: 'bo@contoso.com' });
		expect((await active.after()).map(({ id, event }) => [id, event])).toEqual([['1', 'assigned']]);
	});

	it('filter of the trigger in another letter case → the item', async () => {
		const bench = await tenantOf('graph', {});
		bench.tenant.clock.advance(MOMENT);
		const active = await activeTrigger(bench, { filters: { assignedTo: 'ann.ito@CONTOSO.com' } });
		bench.tenant.incidents.create({ id: '9', assignedTo: OWNER });
		expect((await active.after()).map(({ id }) => id)).toEqual(['9']);
	});
});
