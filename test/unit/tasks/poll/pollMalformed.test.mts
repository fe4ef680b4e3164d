import { describe, expect, it } from 'vitest';
import type { MalformedIncident } from '../../../../defender/incidents/incident.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { served } from '../../../support/oddPages.mts';
import { HOUR, MINUTE, Watcher } from './watching.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const DAY = 24 * HOUR;

/** These are malformed from now on, in lists and by ID; those of before can be read again. */
function malform(on: Watcher, ...ids: readonly string[]): void {
	const malformed = new Map(ids.map((id) => [id, 'status']));
	on.between = (api) => served(api, { sizes: [50], malformed, unreadable: new Set(ids) });
}

/** A trigger on a tenant with one older incident. */
async function started(): Promise<Watcher> {
	const on = new Watcher();
	on.create(1);
	await on.after(MINUTE);
	return on;
}

const readsOf = ({ calls }: Watcher, id: string) => calls.filter((call) => call === `get ${id}`).length;

describe('a trigger and a malformed incident', () => {
	it('among others → those come, it is named with its property, and the checkpoint moves on', async () => {
		const on = await started();
		const [before = '', odd = '', after = ''] = on.create(3);
		malform(on, odd);
		const { ids, warnings, unread } = await on.after(MINUTE);
		expect(ids).toEqual([before, after]);
		expect(warnings).toEqual([expect.stringContaining(`1 incident could not be read: ${odd} (status).`)]);
		expect(unread).toMatchObject([[{ id: odd, property: 'status' }], []]);
		expect(readsOf(on, odd)).toBe(1);
		expect((await on.after(MINUTE)).ids).toEqual([]);
		expect(on.stored).toMatchObject({ checkpoint: '2026-11-22T03:02:58.0000000Z' });
	});

	it('alone → polls go on, and hours later it comes once it can be read', async () => {
		const on = await started();
		const [odd = ''] = on.create(1);
		malform(on, odd);
		for (const time of [MINUTE, MINUTE, HOUR, 3 * HOUR]) expect((await on.after(time)).ids).toEqual([]);
		malform(on);
		expect((await on.after(MINUTE)).items).toMatchObject([{ id: odd, event: 'created' }]);
		expect((await on.after(MINUTE)).ids).toEqual([]);
		expect(readsOf(on, odd)).toBe(0);
	});

	it('that is the only one of the tenant → polls go on, also the first', async () => {
		const on = new Watcher();
		on.create(1);
		malform(on, '1');
		for (const time of [MINUTE, MINUTE, HOUR]) expect((await on.after(time)).ids).toEqual([]);
	});

	it('like all others → fails with their IDs and properties, and loses none of them', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		const ids = on.create(2);
		malform(on, ...ids);
		const before = JSON.stringify(on.stored);
		const error = await defenderError(on.after(MINUTE));
		expect(error.message).toBe('None of 2 listed incidents could be read');
		expect(error.description).toContain(': 1 (status), 2 (status).');
		expect(JSON.stringify(on.stored)).toBe(before);
		malform(on);
		expect((await on.after(3 * HOUR)).ids).toEqual(ids);
	});

	it('for a long time → is named once in the log and once in the next item', async () => {
		const on = await started();
		const [odd = ''] = on.create(1);
		malform(on, odd);
		expect((await on.after(MINUTE)).warnings).toHaveLength(1);
		for (let poll = 0; poll < 12; poll++) expect((await on.after(10 * MINUTE)).warnings).toEqual([]);
		on.create(1);
		expect((await on.after(MINUTE)).unread).toMatchObject([[{ id: odd }]]);
		on.create(1);
		expect((await on.after(MINUTE)).unread).toEqual([[]]);
	});

	it('for more than a day → is no longer read by itself, and comes with its next change', async () => {
		const on = await started();
		const [odd = ''] = on.create(1);
		malform(on, odd);
		await on.after(MINUTE);
		on.tenant.change(Number(odd) - 1, 'ann', (row) => void (row.status = 'resolved'), false, false);
		await on.after(DAY + HOUR);
		await on.after(MINUTE);
		expect(readsOf(on, odd)).toBe(0);
		malform(on);
		on.tenant.change(Number(odd) - 1, 'ann', (row) => void (row.status = 'active'), false, false);
		expect((await on.after(MINUTE)).ids).toEqual([odd]);
	});

	it('that the service does not know any more → is forgotten', async () => {
		const on = await started();
		const [odd = ''] = on.create(1);
		malform(on, odd);
		await on.after(MINUTE);
		on.between = (api) => ({
			...served(api, { sizes: [50], malformed: new Map([[odd, 'status']]), unreadable: new Set() }),
			getIncident: async () => await Promise.reject(trouble({ kind: 'notFound' })),
		});
		await on.after(5 * MINUTE);
		await on.after(MINUTE);
		expect(readsOf(on, odd)).toBe(0);
	});

	it('one of very many → the others come, in a bounded number of reads, and each has its turn', async () => {
		const on = await started();
		const odd = on.create(45);
		const good = on.create(2);
		malform(on, ...odd);
		const { ids, warnings } = await on.after(MINUTE);
		expect(ids).toEqual(good);
		expect(warnings).toEqual([expect.stringMatching(/^45 incidents could not be read: .* and 40 more\./)]);
		const last = odd.slice(-1);
		malform(on, ...odd.slice(0, -1));
		const told: string[] = [];
		for (let poll = 0; poll < 8; poll++) {
			told.push(...(await on.after(5 * MINUTE)).ids);
			expect(on.calls.filter((call) => call.startsWith('get ')).length).toBeLessThan(20);
		}
		expect(told).toEqual(last);
		expect(JSON.stringify(on.stored).length).toBeLessThan(8_000);
	});

	it('60 at once → the log counts 60, and the notice at least 50, because the state keeps 50', async () => {
		const on = await started();
		const odd = on.create(60);
		malform(on, ...odd);
		const { warnings } = await on.after(MINUTE);
		expect(warnings).toEqual([expect.stringMatching(/^60 incidents could not be read: .* and 55 more\./)]);
		on.create(1);
		const { notices } = await on.after(MINUTE);
		expect(notices[0]).toEqual([
			expect.stringMatching(/^At least 50 incidents could not be read: .* and at least 45 more\. /),
		]);
	});

	it('49 at once → the notice counts 49', async () => {
		const on = await started();
		malform(on, ...on.create(49));
		await on.after(MINUTE);
		on.create(1);
		const { notices } = await on.after(MINUTE);
		expect(notices[0]).toEqual([expect.stringMatching(/^49 incidents could not be read: .* and 44 more\. /)]);
	});

	eachRow<[string, MalformedIncident, string]>([
		['without an ID', { id: undefined, property: 'id' }, 'a row without a valid ID (id)'],
		['that is not an object', { id: undefined, property: undefined }, 'a row that is not an object'],
	])('as a row %s → the others come, and it is named once', async (_, row, name) => {
		const on = await started();
		on.between = (api) => ({
			...api,
			listIncidents: async (request) => {
				const page = await api.listIncidents(request);
				return { ...page, malformed: [row, row] };
			},
		});
		const ids = on.create(2);
		const first = await on.after(MINUTE);
		expect(first.ids).toEqual(ids);
		expect(first.warnings).toEqual([expect.stringContaining(`1 incident could not be read: ${name}.`)]);
		expect((await on.after(MINUTE)).warnings).toEqual([]);
	});
});
