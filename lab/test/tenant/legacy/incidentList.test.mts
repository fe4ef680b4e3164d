import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containing, errorOf, listedObjects, nextPath } from '../../support/graphCaller.mts';
import { numbers, legacyCaller, startLegacyCaller, type LegacyCaller } from '../../support/legacyCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startLegacyCaller();
	const { incidents, clock } = caller.tenant;
	clock.set('2026-11-22T03:00:00Z');
	const at = (hour: number) => `2026-11-20T0${hour}:00:00.0000000Z`;
	incidents.create({ id: '1', createdDateTime: at(1), assignedTo: "o'brien@contoso.com", severity: 'high' });
	incidents.create({ id: '2', createdDateTime: at(2), status: 'inProgress' });
	incidents.create({ id: '3', createdDateTime: at(3), status: 'resolved', assignedTo: 'ann@contoso.com' });
});
afterAll(() => caller.practice.close());

describe('legacy $filter', () => {
	eachRow([
		["status eq 'Active'", [1]],
		["status eq 'InProgress'", [2]],
		["assignedTo eq 'ann@contoso.com'", [3]],
		["assignedTo eq 'o''brien@contoso.com'", [1]],
		['createdTime ge 2026-11-20T02:00:00Z', [3, 2]],
		['createdTime gt 2026-11-20T02:00:00Z', [3]],
		['createdTime ge 2026-11-20T02:00:00Z and createdTime lt 2026-11-20T03:00:00Z', [2]],
		["lastUpdateTime ge 2026-11-20T00:00:00Z and status eq 'Resolved'", [3]],
		["status eq 'Redirected'", []],
	])('a valid filter → the matching incidents', async ($filter, found) => {
		const page = await caller.list({ $filter });
		expect(page.status, page.text).toBe(200);
		expect(numbers(page)).toEqual(found);
	});

	eachRow([
		["severity eq 'High'", "'severity'"],
		["classification eq 'TruePositive'", "'classification'"],
		["tags eq 'a'", "'tags'"],
		['incidentId eq 1', "'incidentId'"],
		['lastUpdateDateTime ge 2026-11-20T00:00:00Z', "named 'lastUpdateDateTime'"],
		["Status eq 'Active'", "named 'Status'"],
		["status eq 'active'", "'active'"],
		["status eq 'Closed'", "'Closed'"],
		['status eq Active', 'Active'],
		["createdTime ge '2026-11-20T00:00:00Z'", 'incompatible types'],
		['createdTime ge yesterday', 'yesterday'],
		["status gt 'Active'", "'gt'"],
		["status eq 'Active' or status eq 'Resolved'", "'or'"],
		["status ne 'Active'", "'ne'"],
		['assignedTo eq null', 'null'],
		["(status eq 'Active')", 'Parentheses'],
		["contains(assignedTo,'a')", 'not supported'],
		["not status eq 'Active'", 'not supported'],
		['', 'filter'],
	])('an invalid filter → 400 that names the cause', async ($filter, reason) => {
		const page = await caller.list({ $filter });
		expect(page.status).toBe(400);
		expect(errorOf(page)).toEqual({ code: 'BadRequest', message: containing(reason) });
	});
});

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
