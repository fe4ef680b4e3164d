import { describe, expect, it } from 'vitest';
import { APIS, getMany, listBenches, LISTS, row } from '../../support/listFixture.mts';
import { itemJson, MINUTE, triggerWorkflow, activeTrigger } from '../../support/triggerFixture.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = listBenches();
const SIZES = [
	['an empty page first', [0, 50]],
	['empty pages in the middle', [1, 0, 1]],
	['several empty pages in a row', [0, 0, 0, 1, 0, 0, 0, 0, 2]],
	['one row a page', [1]],
] as const;

describe('pages with a next link', () => {
	eachRow(APIS.flatMap((api) => SIZES.map((row) => [...row, api] as const)))(
		'empty pages or one row a page → every list has all incidents',
		async (_, sizes, api) => {
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
			expect(itemJson(shown.items)).toMatchObject([{ id: '67' }]);
			const trigger = await activeTrigger(bench);
			server.rows = [...server.rows, row(api, 68, -1), row(api, 69, -2)];
			server.time += 5 * MINUTE;
			expect(itemJson(await trigger.poll()).map(({ id }) => id)).toEqual(['68', '69']);
		},
	);
});

eachRow(APIS)(
	'Max Scanned › service that ignores all conditions and always has more → reading stops there',
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

describe('next link of the same host', () => {
	eachRow([
		['in other letters', (link: string) => link.replace('security/incidents', 'Security/Incidents')],
		['with a slash at the end', (link: string) => link.replace('incidents?', 'incidents/?')],
	])('another letter case or a slash at the end → followed', async (_, linkOf) => {
		const { bench, server } = await start('graph');
		Object.assign(server, { linkOf, sizes: [1], rows: [row('graph', 65, 30), row('graph', 66, 20)] });
		expect((await getMany(bench, { limit: 10 })).ids).toEqual(['66', '65']);
	});

	it('another path → error that quotes both, and no request to it', async () => {
		const { bench, server } = await start('graph');
		const linkOf = (link: string) => link.replace('/v1.0/', '/beta/');
		Object.assign(server, { linkOf, sizes: [1], rows: [row('graph', 65, 30), row('graph', 66, 20)] });
		const { error } = await getMany(bench, { limit: 10 });
		expect(error?.message).toBe('The next page of the list has another path ("/beta/security/incidents")');
		expect(error?.description).toContain('The list is at /v1.0/security/incidents');
		expect(server.calls.filter((call) => call.startsWith('/beta/'))).toEqual([]);
	});
});
