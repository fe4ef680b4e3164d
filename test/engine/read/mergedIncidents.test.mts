import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { IncidentRecord } from '../../../lab/tenant/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';

const current = benchPerTest();
const all = () => current.bench.tenant.incidents.all();
const create = (more: Partial<IncidentRecord> = {}) => current.bench.tenant.incidents.create(more);
/** Incidents of which each was merged into the next, up to a last one that exists. Only these have the name. */
const chained = (length: number, more: Partial<IncidentRecord> = {}) => {
	const made = Array.from({ length }, () => create({ displayName: 'Chained', ...more }));
	for (let at = 0; at + 1 < made.length; at++)
		current.bench.tenant.incidents.merge(made[at]?.id ?? '', made[at + 1]?.id ?? '');
	return made.map(({ id }) => id);
};
const into = (redirectIncidentId: string | null, id?: string) =>
	create({
		status: 'redirected',
		displayName: 'Chained',
		redirectIncidentId,
		...(id === undefined ? {} : { id }),
	}).id;

async function read(parameters: INodeParameters) {
	const calls = current.bench.apiCalls().length;
	const result = await current.bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	const items = jsonOf(result, 'getIncidents');
	return {
		ids: items.map(({ id }) => id),
		merges: items.map(({ id, mergedFrom }) => [id, mergedFrom]),
		items,
		hints: result.hints('getIncidents').map(({ message }) => message),
		calls: current.bench.apiCalls().slice(calls),
	};
}
const list = (merged: string, more: INodeParameters = {}, filters: INodeParameters = {}) =>
	read({
		returnAll: true,
		...more,
		options: { merged },
		filters: { nameContains: 'Chained', ...filters },
	});
const get = (id: string, merged?: string) =>
	read({
		operation: 'get',
		incidentId: incidentById(id),
		options: merged === undefined ? {} : { merged },
	});

describe('merged incidents in a list', () => {
	it('option skip, follow or keep → left out, replaced by the target once, or unchanged', async () => {
		const [a = '', b = '', c = ''] = chained(3);
		const other = into(c);
		expect((await list('skip')).merges).toEqual([[c, undefined]]);
		expect((await list('follow')).merges).toEqual([[c, [a, b, other].sort()]]);
		const kept = await list('keep');
		expect([...kept.ids].sort()).toEqual([a, b, c, other].sort());
		expect(kept.items.find(({ id }) => id === a)).toMatchObject({
			status: 'redirected',
			redirectIncidentId: b,
		});
	});

	it('filter by status Redirected, follow → targets that the list did not contain', async () => {
		const [a = '', b = '', c = ''] = chained(3);
		const found = await list('follow', {}, { status: ['redirected'] });
		expect(found.merges).toEqual([[c, [a, b].sort()]]);
		expect(found.calls.filter((call) => call.startsWith('GET incidents/'))).toEqual([`GET incidents/${c}`]);
		expect((await list('skip', {}, { status: ['redirected'] })).ids).toHaveLength(2);
	});

	it('follow, target does not match the filters → left out', async () => {
		into(create({ displayName: 'Another' }).id);
		const wanted = create({ displayName: 'Chained too' }).id;
		into(wanted);
		expect((await list('follow', {}, { status: ['redirected'] })).ids).toEqual([wanted]);
	});

	it('follow with an OData filter → only targets that the service listed', async () => {
		const [a = '', b = ''] = chained(2, { assignedTo: 'raw@contoso.com' });
		const far = create({ displayName: 'Chained' }).id;
		const owner = { odata: "assignedTo eq 'raw@contoso.com'" };
		expect((await list('follow', {}, owner)).merges).toEqual([[b, [a]]]);
		create({ status: 'redirected', redirectIncidentId: far, assignedTo: 'raw@contoso.com' });
		expect((await list('follow', {}, { ...owner, nameContains: '' })).ids).toEqual([b]);
	});

	it('follow with a limit, several merged into one → the full number in order', async () => {
		const { id: old } = create();
		for (let count = 0; count < 14; count++) create();
		for (let count = 0; count < 6; count++) into(old);
		const newest = newestFirst(current.bench.tenant.incidents).map(({ id }) => id);
		for (const limit of [10, 15]) {
			const { ids } = await read({ limit, options: { merged: 'follow' } });
			expect(ids).toEqual(newest.slice(0, limit));
		}
	});

	it('active incident with an old target → returned as it is', async () => {
		const [any] = all();
		const stale = create({ status: 'active', displayName: 'Chained', redirectIncidentId: any?.id ?? '' }).id;
		for (const merged of ['skip', 'follow', 'keep']) expect((await list(merged)).ids).toEqual([stale]);
		expect((await get(stale, 'skip')).ids).toEqual([stale]);
	});
});

describe('merge without a usable target', () => {
	current.eachRow([
		['to an incident that is gone', () => [into('9')], 'the incident it was merged into was not found'],
		['to itself', () => [into('900001', '900001')], 'the chain of merges leads back to it'],
		[
			'in a circle',
			() => [into('900002', '900001'), into('900001', '900002')],
			'the chain of merges leads back to it',
		],
		[
			'to no named one',
			() => [into(null)],
			'Microsoft Defender does not name the incident it was merged into',
		],
		['over more than ten', () => [chained(12)[0] ?? ''], 'it was merged more than 10 times'],
	])('any cause → the merged incident, and a hint with the reason', async (_, build, why) => {
		const ids = build();
		const [first = ''] = ids;
		const hint = `Incident ${first} was merged, but is returned unchanged, because ${why}.`;
		const found = await get(first);
		expect(found.items).toMatchObject([{ id: first, status: 'redirected' }]);
		expect(found.hints).toEqual([hint]);
		expect(found.calls.length).toBeLessThanOrEqual(11);
		const many = await list('follow');
		expect(many.ids).toEqual(expect.arrayContaining(ids));
		expect(many.hints.join()).toContain(why);
	});

	it('ten merges → the target', async () => {
		const ids = chained(11);
		expect((await get(ids[0] ?? '')).merges).toEqual([[ids[10], ids.slice(0, 10).sort()]]);
	});
});

describe('one merged incident', () => {
	it('default, follow, skip or keep → the target, the target, no item, or unchanged', async () => {
		const [a = '', b = '', c = ''] = chained(3);
		expect((await get(a)).merges).toEqual([[c, [a, b].sort()]]);
		expect((await get(a, 'follow')).merges).toEqual([[c, [a, b].sort()]]);
		expect((await get(a, 'skip')).ids).toEqual([]);
		const kept = await get(a, 'keep');
		expect(kept.items).toMatchObject([{ id: a, status: 'redirected', redirectIncidentId: b }]);
		expect(kept.calls).toHaveLength(1);
	});
});
