import { expect, it } from 'vitest';
import type { PracticeApi } from '../../../lab/tenant/practice.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our, type Bench } from '../../support/practice.mts';
import { abilities } from '../../support/apiAccess.mts';
import { MINUTE, activeTrigger } from '../../support/triggerFixture.mts';

const start = benchesPerFile();

const EVENTS = [
	...['created', 'alertsAdded', 'severityChanged', 'statusChanged', 'assigned', 'verdictChanged'],
	...['commented', 'tagged', 'merged', 'updated'],
];
const benchOf = (api: PracticeApi) =>
	start(
		{},
		{ api, audience: api === 'graph' ? 'https://graph.microsoft.com' : 'https://api.security.microsoft.com' },
	);

/** One history of a tenant, step by step; after each the trigger polls. */
function history({ tenant: { incidents } }: Bench): readonly (() => void)[] {
	const by = 'ann@contoso.com';
	const old =
		incidents.all().find(({ status, assignedTo }) => status === 'active' && assignedTo === null)?.id ?? '';
	const made: string[] = [];
	const nth = (at: number) => made[at] ?? '';
	return [
		() => {
			for (const severity of ['high', 'low', 'medium']) made.push(incidents.create({ severity }).id);
		},
		() => void incidents.addAlert(nth(0)),
		() => {
			incidents.edit(by, old, { status: 'inProgress', assignedTo: by });
			incidents.edit(by, nth(0), {
				severity: 'high',
				classification: 'truePositive',
				determination: 'malware',
			});
		},
		() => {
			incidents.comment(by, nth(1), 'Looking.');
			incidents.edit(by, nth(1), { customTags: ['tier2'] });
		},
		() => incidents.merge(nth(2), nth(0)),
		() => void incidents.edit(by, nth(0), { displayName: 'Renamed' }),
		() => void incidents.edit(by, nth(0), { status: 'resolved' }),
		() => undefined,
	];
}

async function deliveriesOf(api: PracticeApi, more = {}) {
	const bench = await benchOf(api);
	const trigger = await activeTrigger(bench, { events: EVENTS, ...more });
	const delivered: Readonly<Record<string, unknown>>[] = [];
	for (const happens of history(bench)) {
		happens();
		delivered.push(...(await trigger.after(MINUTE)));
	}
	return { bench, delivered };
}

const brief = ({ id, event, events, changes, firstSeen, mergedInto }: Readonly<Record<string, unknown>>) => ({
	id,
	event,
	events,
	changes,
	firstSeen,
	mergedInto,
});

it('trigger through both APIs › one history → the same events', { timeout: 60_000 }, async () => {
	const [graph, older] = [await deliveriesOf('graph'), await deliveriesOf('legacy')];
	expect(graph.delivered.length).toBeGreaterThan(8);
	expect(new Set(graph.delivered.map(({ event }) => event)).size).toBeGreaterThan(5);
	expect(older.delivered.map(brief)).toEqual(graph.delivered.map(brief));
});

it(
	'trigger through both APIs › one history → items differ only in the missing properties',
	{ timeout: 60_000 },
	async () => {
		const [graph, older] = [await deliveriesOf('graph'), await deliveriesOf('legacy')];
		// Both contain the fingerprint of the version, which includes the tenant's ID.
		const own = [...abilities.legacy.lacks, 'tenantId', 'incidentWebUrl', 'deliveryId'];
		const same = (items: readonly Readonly<Record<string, unknown>>[]) =>
			items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => !own.includes(name))));
		expect(same(older.delivered)).toEqual(same(graph.delivered));
		expect(older.delivered.every(({ deliveryId }) => typeof deliveryId === 'string')).toBe(true);
	},
);

it('trigger through both APIs › own change → marked through Graph only', { timeout: 60_000 }, async () => {
	const eventsThrough = async (api: PracticeApi) => {
		const bench = await benchOf(api);
		const trigger = await activeTrigger(bench, {
			events: ['statusChanged'],
			options: { ownChanges: 'mark' },
		});
		const { id } = bench.tenant.incidents.create();
		await trigger.after(MINUTE);
		const updated = await bench.run(
			our('updateIncident', {
				incidentId: { __rl: true, mode: 'id', value: id },
				updateFields: { status: 'inProgress' },
			}),
		);
		expect(jsonOf(updated, 'updateIncident')).toMatchObject([{ outcome: 'updated' }]);
		return (await trigger.after(MINUTE)).map(({ event, ownChange }) => [event, ownChange]);
	};
	expect(await eventsThrough('graph')).toEqual([['statusChanged', true]]);
	expect(await eventsThrough('legacy')).toEqual([['statusChanged', undefined]]);
});
