import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, listedObjects, nextPath } from '../../support/graphCaller.mts';
import {
	numbers,
	legacyCaller,
	startWithThreeIncidents,
	type LegacyCaller,
} from '../../support/legacyCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startWithThreeIncidents();
});
afterAll(() => caller.practice.close());

describe('legacy list options', () => {
	eachRow([
		{ $orderby: 'createdTime desc' },
		{ $count: 'true' },
		{ $select: 'incidentId' },
		{ $expand: 'alerts' },
		{ $skiptoken: 'a' },
		{ top: '5' },
	])('an unknown option → 400 that names it', async (options) => {
		const page = await caller.list(options);
		expect(page.status).toBe(400);
		expect(errorOf(page).message).toContain(Object.keys(options)[0]);
	});

	it('$top from 1 to 100 → accepted, other values 400', async () => {
		const status = async ($top: string) => (await caller.list({ $top })).status;
		expect(await Promise.all(['1', '100'].map(status))).toEqual([200, 200]);
		expect(await Promise.all(['101', '0', '-1', '5.5', 'all'].map(status))).toEqual([
			400, 400, 400, 400, 400,
		]);
		expect(errorOf(await caller.list({ $top: '101' })).code).toBe('BadRequest');
	});

	it('$skip → skips rows, a negative number 400', async () => {
		expect(numbers(await caller.list({ $skip: '1' }))).toEqual([2, 1]);
		expect(numbers(await caller.list({ $skip: '3' }))).toEqual([]);
		expect((await caller.list({ $skip: '-1' })).status).toBe(400);
	});

	it('no $top → 100 rows and no next link', async () => {
		const older = await legacyCaller(caller.practice, caller.practice.addTenant({ empty: true, seed: 2 }));
		for (let id = 1; id <= 101; id += 1) older.tenant.incidents.create({ id: String(id) });
		const page = await older.list();
		expect(listedObjects(page)).toHaveLength(100);
		expect(nextPath(page)).toBeUndefined();
		expect(listedObjects(await older.list({ $skip: '100' }))).toHaveLength(1);
	});
});

describe('legacy next link', () => {
	it('pageLink "present" → every page with the same filter', async () => {
		const tenant = caller.practice.addTenant({ empty: true, seed: 3, behaviours: { pageLink: 'present' } });
		const older = await legacyCaller(caller.practice, tenant);
		for (let id = 1; id <= 3; id += 1) tenant.incidents.create({ id: String(id) });
		const first = await older.list({ $top: '2', $filter: "status eq 'Active'" });
		const second = await older.get(nextPath(first) ?? '');
		expect([...numbers(first), ...numbers(second)]).toEqual([3, 2, 1]);
		expect(nextPath(second)).toBeUndefined();
	});
});
