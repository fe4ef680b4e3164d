import { describe, expect, it } from 'vitest';
import { wireOlderAlert } from '../../support/wireOlder.mts';
import { APIS, getMany, listBenches, LISTS, row } from '../../support/listFixture.mts';
import { itemJson, MINUTE, triggerWorkflow, activeTrigger } from '../../support/triggerFixture.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = listBenches();
const MALFORMED = [
	['no time of creation', { createdDateTime: null }, { graph: 'createdDateTime', legacy: 'createdTime' }],
	[
		'a time without zone',
		{ createdDateTime: '2026-11-22T02:40:00.1234567' },
		{ graph: 'createdDateTime', legacy: 'createdTime' },
	],
	['no status', { status: null }, { graph: 'status', legacy: 'status' }],
] as const;

/** Each row of a table, with each API. */
const withEachApi = <Row extends readonly unknown[]>(rows: readonly Row[]) =>
	APIS.flatMap((api) => rows.map((one) => [api, ...one] as const));

/** What an API may list in place of an object. */
const ODD_ROWS = [null, 'incident', []].flatMap((odd: null | string | readonly never[]) =>
	APIS.map((api) => [api, odd] as const),
);

describe('one malformed incident', () => {
	eachRow(withEachApi(MALFORMED))(
		'any malformed property → Get Many returns the others and names it',
		async (api, _, wrong, names) => {
			const { bench, server } = await start(api);
			server.rows = [
				row(api, 65, 30),
				row(api, 66, 20, wrong),
				row(api, 67, 10, { unknownMember: { a: 1 } }),
			];
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
		},
	);

	eachRow(APIS)('readable by its ID → returned with the others, without a hint', async (api) => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), row(api, 66, 20, { status: null }), row(api, 67, 10)];
		server.byId = (id) => row(api, Number(id), 20);
		const { ids, hints } = await getMany(bench, { returnAll: true });
		expect([...ids].sort()).toEqual(['65', '66', '67']);
		expect(hints.join(' ')).not.toContain('66');
		expect(server.calls.filter((call) => call.endsWith('/66'))).toHaveLength(1);
	});

	eachRow(ODD_ROWS)('not an object → Get Many returns the others', async (api, odd) => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), odd, row(api, 67, 10)];
		const { ids, items, error } = await getMany(bench, { returnAll: true });
		expect([error, ids]).toEqual([undefined, ['67', '65']]);
		expect(items[0]?.['malformedIncidents']).toEqual([{ id: null, property: null }]);
	});

	eachRow(APIS)('the only incident → Get Many fails with its ID and property', async (api) => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 66, 20, { status: null })];
		for (const parameters of [{ returnAll: true }, { limit: 5 }]) {
			const { error } = await getMany(bench, parameters);
			expect(error?.message).toBe('The only listed incident could not be read');
			expect(error?.description).toContain('66 (status)');
		}
	});

	eachRow(withEachApi(MALFORMED))(
		'any malformed property → the trigger emits the others, and it as soon as it is readable',
		async (api, _, wrong, _names) => {
			const { bench, server } = await start(api);
			const trigger = await activeTrigger(bench);
			server.rows = [row(api, 65, -1), row(api, 66, -2, wrong), row(api, 67, -3)];
			server.time += 5 * MINUTE;
			const items = itemJson(await trigger.poll());
			expect(items.map(({ id }) => id)).toEqual(['65', '67']);
			expect(items[0]?.['notice']).toContain('1 incident could not be read: 66 (');
			server.time += 30 * MINUTE;
			expect(await trigger.poll()).toBeUndefined();
			server.rows = [row(api, 65, -1), row(api, 66, -2), row(api, 67, -3)];
			server.time += 5 * MINUTE;
			expect(itemJson(await trigger.poll())).toMatchObject([{ id: '66', event: 'created' }]);
		},
	);

	eachRow(APIS)('the only change → the trigger continues', async (api) => {
		const { bench, server } = await start(api);
		const trigger = await activeTrigger(bench);
		server.rows = [row(api, 66, -2, { status: null })];
		for (let poll = 0; poll < 3; poll++) {
			server.time += 5 * MINUTE;
			expect(await trigger.poll()).toBeUndefined();
		}
		server.rows = [row(api, 66, -2)];
		server.time += MINUTE;
		expect(itemJson(await trigger.poll())).toMatchObject([{ id: '66' }]);
	});

	eachRow(APIS)('Fetch Test Event → another incident, with a notice', async (api) => {
		const { bench, server } = await start(api);
		server.rows = [row(api, 65, 30), row(api, 66, 20, { status: null })];
		const { credentials } = bench;
		const shown = await bench.engine.fetchTestEvent(triggerWorkflow(bench), { credentials });
		const [item] = itemJson(shown.items);
		expect(item?.['id']).toBe('65');
		expect(item?.['notice']).toContain('66 (status)');
	});
});

it('legacy alert › ID is a number → returned with its incident', async () => {
	const { bench, server } = await start('legacy');
	server.rows = [
		row('legacy', 65, 30, { alerts: [wireOlderAlert({ alertId: 4711 })] }),
		row('legacy', 66, 20),
	];
	const { items } = await getMany(bench, { returnAll: true, options: { includeAlerts: true } });
	expect(items.find(({ id }) => id === '65')).toMatchObject({ alertCount: 1, alerts: [{ id: '4711' }] });
});
