import type { INodeParameters } from 'n8n-workflow';
import { afterEach, describe, expect, it } from 'vitest';
import { wireIncident } from '../fixtures/wireIncident.mts';
import { wireOlder, wireOlderAlert } from '../fixtures/wireOlder.mts';
import { benchesPerFile } from './benchHooks.mts';
import { startListServer, type ListServer } from './listServer.mts';
import { jsonOf, our, type Bench } from './practice.mts';
import { jsonIn, triggerWorkflow, watch } from './triggering.mts';

type Api = 'graph' | 'legacy';
const APIS = ['graph', 'legacy'] as const;
const START = Date.parse('2026-11-22T03:00:00Z');
const MINUTE = 60_000;

const startBench = benchesPerFile();
const servers: ListServer[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.close();
});

/** A bench whose API is the hand-written one. */
async function start(api: Api): Promise<{ readonly bench: Bench; readonly server: ListServer }> {
	const server = await startListServer(api);
	servers.push(server);
	server.time = START;
	return { server, bench: await startBench({}, { api, apiUrl: server.origin }) };
}

/** Incident `id` of an API, created so many minutes before the start. @param more in Graph's names */
function row(api: Api, id: number, minutesAgo: number, more: Readonly<Record<string, unknown>> = {}) {
	const time = new Date(START - minutesAgo * MINUTE).toISOString();
	if (api === 'graph')
		return wireIncident({
			...{ id: String(id), displayName: `Incident ${id}`, status: 'active', redirectIncidentId: null },
			...{ createdDateTime: time, lastUpdateDateTime: time, ...more },
		});
	const { createdDateTime = time, ...others } = more;
	return wireOlder({
		...{ incidentId: id, incidentName: `Incident ${id}`, createdTime: createdDateTime, lastUpdateTime: time },
		...others,
	});
}

const getMany = async (bench: Bench, parameters: INodeParameters) => {
	const result = await bench.run(our('getIncidents', parameters));
	const items = jsonOf(result, 'getIncidents');
	return {
		error: result.error,
		items,
		ids: items.map(({ id }) => id),
		hints: result.hints('getIncidents').map(({ message }) => message),
	};
};

const LISTS: readonly (readonly [string, INodeParameters])[] = [
	['Limit', { limit: 10 }],
	['Return All', { returnAll: true }],
	...['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'].map(
		(sort): readonly [string, INodeParameters] => [`Sort ${sort}`, { limit: 10, options: { sort } }],
	),
	['Exclude Tags', { limit: 10, filters: { excludeTags: 'nobody has it' } }],
	['OData Filter', { limit: 10, filters: { odata: "status eq 'active'" } }],
	['Include Alerts', { limit: 10, options: { includeAlerts: true } }],
];
const SIZES = [
	['an empty page first', [0, 50]],
	['empty pages in the middle', [1, 0, 1]],
	['several empty pages in a row', [0, 0, 0, 1, 0, 0, 0, 0, 2]],
	['one row a page', [1]],
] as const;

describe.each(APIS)('pages with a link to the next one (%s)', (api) => {
	it.each(SIZES)('%s → every way to list gives all incidents', async (_, sizes) => {
		const { bench, server } = await start(api);
		server.sizes = sizes;
		server.rows = [row(api, 65, 30), row(api, 66, 20), row(api, 67, 10)];
		for (const [way, parameters] of LISTS) {
			const { ids, error } = await getMany(bench, parameters);
			expect([way, error, [...ids].sort()]).toEqual([way, undefined, ['65', '66', '67']]);
		}
		const { results } = await bench.list('getIncidents', 'searchIncidents');
		expect(results.map(({ value }) => value)).toEqual(['67', '66', '65']);
		const { credentials } = bench;
		const shown = await bench.engine.fetchTestEvent(triggerWorkflow(bench), { credentials });
		expect(jsonIn(shown.items)).toMatchObject([{ id: '67' }]);
		const trigger = await watch(bench);
		server.rows = [...server.rows, row(api, 68, -1), row(api, 69, -2)];
		server.time += 5 * MINUTE;
		expect(jsonIn(await trigger.poll()).map(({ id }) => id)).toEqual(['68', '69']);
	});
});

const MALFORMED = [
	['no time of creation', { createdDateTime: null }, { graph: 'createdDateTime', legacy: 'createdTime' }],
	[
		'a time without zone',
		{ createdDateTime: '2026-11-22T02:40:00.1234567' },
		{ graph: 'createdDateTime', legacy: 'createdTime' },
	],
	['no status', { status: null }, { graph: 'status', legacy: 'status' }],
] as const;

describe.each(APIS)('one malformed incident (%s)', (api) => {
	it.each(MALFORMED)('with %s → Get Many gives the others and names it', async (_, wrong, names) => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), row(api, 66, 20, wrong), row(api, 67, 10, { unknownMember: { a: 1 } })];
		const name = names[api];
		for (const [way, parameters] of LISTS) {
			const { ids, items, hints, error } = await getMany(bench, parameters);
			expect([way, error, [...ids].sort()]).toEqual([way, undefined, ['65', '67']]);
			expect(items[0]?.['malformedIncidents']).toEqual([{ id: '66', property: name }]);
			expect(hints.join(' ')).toContain(`1 incident could not be read: 66 (${name}).`);
		}
		const { results } = await bench.list('getIncidents', 'searchIncidents');
		expect(results.map(({ value }) => value)).toEqual(['67', '65', '']);
		expect(results[2]?.name).toContain(`66 (${name})`);
	});

	it('readable by its ID → among the others, without a hint', async () => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), row(api, 66, 20, { status: null }), row(api, 67, 10)];
		server.byId = (id) => row(api, Number(id), 20);
		const { ids, hints } = await getMany(bench, { returnAll: true });
		expect([...ids].sort()).toEqual(['65', '66', '67']);
		expect(hints.join(' ')).not.toContain('66');
		expect(server.calls.filter((call) => call.endsWith('/66'))).toHaveLength(1);
	});

	it.each([[null], ['incident'], [[]]])('that is %j → Get Many gives the others', async (odd) => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), odd, row(api, 67, 10)];
		const { ids, items, error } = await getMany(bench, { returnAll: true });
		expect([error, ids]).toEqual([undefined, ['67', '65']]);
		expect(items[0]?.['malformedIncidents']).toEqual([{ id: null, property: null }]);
	});

	it('and no other one → Get Many fails with its ID and property', async () => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 66, 20, { status: null })];
		for (const parameters of [{ returnAll: true }, { limit: 5 }]) {
			const { error } = await getMany(bench, parameters);
			expect(error?.message).toBe('None of 1 listed incidents could be read');
			expect(error?.description).toContain('66 (status)');
		}
	});

	it.each(MALFORMED)(
		'with %s → the trigger gives the others, and it once it can be read',
		async (_, wrong) => {
			const { bench, server } = await start(api);
			const trigger = await watch(bench);
			server.rows = [row(api, 65, -1), row(api, 66, -2, wrong), row(api, 67, -3)];
			server.time += 5 * MINUTE;
			const items = jsonIn(await trigger.poll());
			expect(items.map(({ id }) => id)).toEqual(['65', '67']);
			expect(items[0]?.['notice']).toContain('1 incident could not be read: 66 (');
			server.time += 30 * MINUTE;
			expect(await trigger.poll()).toBeUndefined();
			server.rows = [row(api, 65, -1), row(api, 66, -2), row(api, 67, -3)];
			server.time += 5 * MINUTE;
			expect(jsonIn(await trigger.poll())).toMatchObject([{ id: '66', event: 'created' }]);
		},
	);

	it('that alone has changed → the trigger goes on', async () => {
		const { bench, server } = await start(api);
		const trigger = await watch(bench);
		server.rows = [row(api, 66, -2, { status: null })];
		for (let poll = 0; poll < 3; poll++) {
			server.time += 5 * MINUTE;
			expect(await trigger.poll()).toBeUndefined();
		}
		server.rows = [row(api, 66, -2)];
		server.time += MINUTE;
		expect(jsonIn(await trigger.poll())).toMatchObject([{ id: '66' }]);
	});

	it('before Fetch Test Event → another one, with a notice', async () => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), row(api, 66, 20, { status: null })];
		const { credentials } = bench;
		const shown = await bench.engine.fetchTestEvent(triggerWorkflow(bench), { credentials });
		const [item] = jsonIn(shown.items);
		expect(item?.['id']).toBe('65');
		expect(item?.['notice']).toContain('66 (status)');
	});
});

it('an alert of the older API whose ID is a number → its incident comes with the alert', async () => {
	const { bench, server } = await start('legacy');
	server.rows = [
		row('legacy', 65, 30, { alerts: [wireOlderAlert({ alertId: 4711 })] }),
		row('legacy', 66, 20),
	];
	const { items } = await getMany(bench, { returnAll: true, options: { includeAlerts: true } });
	expect(items.find(({ id }) => id === '65')).toMatchObject({ alertCount: 1, alerts: [{ id: '4711' }] });
});

it.each(APIS)(
	'a service that ignores all conditions and always has more → Max Scanned is kept (%s)',
	async (api) => {
		const { bench, server } = await start(api);
		server.ignoresAll = true;
		server.rows = Array.from({ length: 4_000 }, (_, place) => row(api, place + 1, place));
		const filters = { nameContains: 'nobody' };
		for (const sort of ['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc']) {
			const { items, hints } = await getMany(bench, {
				limit: 10,
				filters,
				options: { sort, maxScanned: 300 },
			});
			expect(items).toEqual([]);
			const [, scanned = ''] = /Reading stopped after (\d+) incidents/.exec(hints.join(' ')) ?? [];
			expect(Number(scanned)).toBeGreaterThanOrEqual(300);
			expect(Number(scanned)).toBeLessThanOrEqual(350);
		}
	},
);

describe('a next link of the same host', () => {
	it.each([
		['in other letters', (link: string) => link.replace('security/incidents', 'Security/Incidents')],
		['with a slash at the end', (link: string) => link.replace('incidents?', 'incidents/?')],
	])('%s → followed', async (_, linkOf) => {
		const { bench, server } = await start('graph');
		Object.assign(server, { linkOf, sizes: [1], rows: [row('graph', 65, 30), row('graph', 66, 20)] });
		expect((await getMany(bench, { limit: 10 })).ids).toEqual(['66', '65']);
	});

	it('with another path → an error that quotes both, and nothing is sent there', async () => {
		const { bench, server } = await start('graph');
		const linkOf = (link: string) => link.replace('/v1.0/', '/beta/');
		Object.assign(server, { linkOf, sizes: [1], rows: [row('graph', 65, 30), row('graph', 66, 20)] });
		const { error } = await getMany(bench, { limit: 10 });
		expect(error?.message).toBe('The next page of the list has another path ("/beta/security/incidents")');
		expect(error?.description).toContain('The list is at /v1.0/security/incidents');
		expect(server.calls.filter((call) => call.startsWith('/beta/'))).toEqual([]);
	});
});
