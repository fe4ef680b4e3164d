import { describe, expect, it } from 'vitest';
import type { MalformedIncident } from '../../../../defender/incidents/incident.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { served } from '../../../support/oddPages.mts';
import { HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const DAY = 24 * HOUR;

/** These are malformed from now on, in lists and by ID; those of before can be read again. */
function malform(trigger: PolledTrigger, ...ids: readonly string[]): void {
	const malformed = new Map(ids.map((id) => [id, 'status']));
	trigger.interceptor = (api) => served(api, { sizes: [50], malformed, unreadable: new Set(ids) });
}

/** A trigger on a tenant with one older incident. */
async function started(): Promise<PolledTrigger> {
	const trigger = new PolledTrigger();
	trigger.create(1);
	await trigger.pollAfter(MINUTE);
	return trigger;
}

const readsOf = ({ calls }: PolledTrigger, id: string) => calls.filter((call) => call === `get ${id}`).length;

describe('poll › malformed incident', () => {
	it('among others → others delivered, it is named with its property, checkpoint advances', async () => {
		const trigger = await started();
		const [before = '', odd = '', after = ''] = trigger.create(3);
		malform(trigger, odd);
		const { ids, warnings, unread } = await trigger.pollAfter(MINUTE);
		expect(ids).toEqual([before, after]);
		expect(warnings).toEqual([expect.stringContaining(`1 incident could not be read: ${odd} (status).`)]);
		expect(unread).toMatchObject([[{ id: odd, property: 'status' }], []]);
		expect(readsOf(trigger, odd)).toBe(1);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
		expect(trigger.stored).toMatchObject({ checkpoint: '2026-11-22T03:02:58.0000000Z' });
	});

	it('alone → polls continue, and it is delivered once readable', async () => {
		const trigger = await started();
		const [odd = ''] = trigger.create(1);
		malform(trigger, odd);
		for (const time of [MINUTE, MINUTE, HOUR, 3 * HOUR])
			expect((await trigger.pollAfter(time)).ids).toEqual([]);
		malform(trigger);
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([{ id: odd, event: 'created' }]);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
		expect(readsOf(trigger, odd)).toBe(0);
	});

	it('only incident of the tenant → polls continue, also the first one', async () => {
		const trigger = new PolledTrigger();
		trigger.create(1);
		malform(trigger, '1');
		for (const time of [MINUTE, MINUTE, HOUR]) expect((await trigger.pollAfter(time)).ids).toEqual([]);
	});

	it('all listed incidents → poll fails with IDs and properties, none lost', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(2);
		malform(trigger, ...ids);
		const before = JSON.stringify(trigger.stored);
		const error = await defenderError(trigger.pollAfter(MINUTE));
		expect(error.message).toBe('None of 2 listed incidents could be read');
		expect(error.description).toContain(': 1 (status), 2 (status).');
		expect(JSON.stringify(trigger.stored)).toBe(before);
		malform(trigger);
		expect((await trigger.pollAfter(3 * HOUR)).ids).toEqual(ids);
	});

	it('for a long time → named once in the log and once in the next item', async () => {
		const trigger = await started();
		const [odd = ''] = trigger.create(1);
		malform(trigger, odd);
		expect((await trigger.pollAfter(MINUTE)).warnings).toHaveLength(1);
		for (let poll = 0; poll < 12; poll++) expect((await trigger.pollAfter(10 * MINUTE)).warnings).toEqual([]);
		trigger.create(1);
		expect((await trigger.pollAfter(MINUTE)).unread).toMatchObject([[{ id: odd }]]);
		trigger.create(1);
		expect((await trigger.pollAfter(MINUTE)).unread).toEqual([[]]);
	});

	it('for more than a day → no longer read by ID, delivered with its next change', async () => {
		const trigger = await started();
		const [odd = ''] = trigger.create(1);
		malform(trigger, odd);
		await trigger.pollAfter(MINUTE);
		trigger.tenant.change(Number(odd) - 1, 'ann', (row) => void (row.status = 'resolved'), false, false);
		await trigger.pollAfter(DAY + HOUR);
		await trigger.pollAfter(MINUTE);
		expect(readsOf(trigger, odd)).toBe(0);
		malform(trigger);
		trigger.tenant.change(Number(odd) - 1, 'ann', (row) => void (row.status = 'active'), false, false);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([odd]);
	});

	it('no longer known to the service → forgotten', async () => {
		const trigger = await started();
		const [odd = ''] = trigger.create(1);
		malform(trigger, odd);
		await trigger.pollAfter(MINUTE);
		trigger.interceptor = (api) => ({
			...served(api, { sizes: [50], malformed: new Map([[odd, 'status']]), unreadable: new Set() }),
			getIncident: async () => await Promise.reject(trouble({ kind: 'notFound' })),
		});
		await trigger.pollAfter(5 * MINUTE);
		await trigger.pollAfter(MINUTE);
		expect(readsOf(trigger, odd)).toBe(0);
	});

	it('45 of 47 → others delivered, bounded number of reads, each read in turn', async () => {
		const trigger = await started();
		const odd = trigger.create(45);
		const good = trigger.create(2);
		malform(trigger, ...odd);
		const { ids, warnings } = await trigger.pollAfter(MINUTE);
		expect(ids).toEqual(good);
		expect(warnings).toEqual([expect.stringMatching(/^45 incidents could not be read: .* and 40 more\./)]);
		const last = odd.slice(-1);
		malform(trigger, ...odd.slice(0, -1));
		const delivered: string[] = [];
		for (let poll = 0; poll < 8; poll++) {
			delivered.push(...(await trigger.pollAfter(5 * MINUTE)).ids);
			expect(trigger.calls.filter((call) => call.startsWith('get ')).length).toBeLessThan(20);
		}
		expect(delivered).toEqual(last);
		expect(JSON.stringify(trigger.stored).length).toBeLessThan(8_000);
	});

	it('60 at once → log counts 60, notice at least 50, because the state keeps 50', async () => {
		const trigger = await started();
		const odd = trigger.create(60);
		malform(trigger, ...odd);
		const { warnings } = await trigger.pollAfter(MINUTE);
		expect(warnings).toEqual([expect.stringMatching(/^60 incidents could not be read: .* and 55 more\./)]);
		trigger.create(1);
		const { notices } = await trigger.pollAfter(MINUTE);
		expect(notices[0]).toEqual([
			expect.stringMatching(/^At least 50 incidents could not be read: .* and at least 45 more\. /),
		]);
	});

	it('49 at once → notice counts 49', async () => {
		const trigger = await started();
		malform(trigger, ...trigger.create(49));
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		const { notices } = await trigger.pollAfter(MINUTE);
		expect(notices[0]).toEqual([expect.stringMatching(/^49 incidents could not be read: .* and 44 more\. /)]);
	});

	eachRow<[string, MalformedIncident, string]>([
		['without an ID', { id: undefined, property: 'id' }, 'a row without a valid ID (id)'],
		['that is not an object', { id: undefined, property: undefined }, 'a row that is not an object'],
	])('row without an ID, or not an object → others delivered, named once', async (_, row, name) => {
		const trigger = await started();
		trigger.interceptor = (api) => ({
			...api,
			listIncidents: async (request) => {
				const page = await api.listIncidents(request);
				return { ...page, malformed: [row, row] };
			},
		});
		const ids = trigger.create(2);
		const first = await trigger.pollAfter(MINUTE);
		expect(first.ids).toEqual(ids);
		expect(first.warnings).toEqual([expect.stringContaining(`1 incident could not be read: ${name}.`)]);
		expect((await trigger.pollAfter(MINUTE)).warnings).toEqual([]);
	});
});
