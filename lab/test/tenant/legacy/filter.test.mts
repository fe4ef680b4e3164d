import { afterAll, beforeAll, describe, expect } from 'vitest';
import { eachRow } from '../../support/eachRow.mts';
import { containing, errorOf } from '../../support/graphCaller.mts';
import { numbers, startWithThreeIncidents, type LegacyCaller } from '../../support/legacyCaller.mts';

let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startWithThreeIncidents();
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
