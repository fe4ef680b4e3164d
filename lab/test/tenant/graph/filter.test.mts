import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	containing,
	graphCaller,
	errorOf,
	ids,
	startGraphCaller,
	type GraphCaller,
} from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: GraphCaller;
beforeAll(async () => {
	caller = await startGraphCaller();
	const { incidents } = caller.tenant;
	const at = (second: string) => `2026-11-20T10:00:${second}Z`;
	incidents.create({
		id: '1',
		severity: 'high',
		createdDateTime: at('01.0000000'),
		assignedTo: "o'neil@contoso.com",
	});
	incidents.create({ id: '2', severity: 'low', createdDateTime: at('02.0000000'), status: 'inProgress' });
	incidents.create({ id: '3', severity: 'high', createdDateTime: at('02.0000001'), status: 'resolved' });
	incidents.create({
		id: '4',
		severity: 'medium',
		createdDateTime: at('03.0000000'),
		assignedTo: '100% a&b#+Jürgen %27',
	});
});
afterAll(() => caller.practice.close());

const found = async (filter: string) =>
	ids(await caller.list({ $filter: filter }))
		.sort()
		.join(' ');

describe('Graph $filter', () => {
	eachRow([
		["status eq 'active'", '1 4'],
		["status eq 'active' and severity eq 'high'", '1'],
		["severity eq 'low' or severity eq 'medium' and status eq 'resolved'", '2'],
		["(severity eq 'low' or severity eq 'medium') and status eq 'active'", '4'],
		["status ne 'resolved'", '1 2 4'],
		['assignedTo eq null', '2 3'],
		['assignedTo ne null', '1 4'],
		["assignedTo eq 'o''neil@contoso.com'", '1'],
		["tolower(assignedTo) eq 'o''neil@contoso.com'", '1'],
		["tolower(assignedTo) eq 'O''NEIL@contoso.com'", ''],
		["assignedTo eq '100% a&b#+Jürgen %27'", '4'],
		['createdDateTime ge 2026-11-20T10:00:02Z', '2 3 4'],
		['createdDateTime gt 2026-11-20T10:00:02Z', '3 4'],
		['createdDateTime le 2026-11-20T10:00:02.0000000Z', '1 2'],
		['createdDateTime lt 2026-11-20T10:00:02.0000001Z', '1 2'],
		['createdDateTime eq 2026-11-20T12:00:02.0000001+02:00', '3'],
	])('a valid filter → the matching incidents', async (filter, expected) => {
		expect(await found(filter)).toBe(expected);
	});

	eachRow([
		['an unknown property', "colour eq 'red'", "'colour'"],
		['a property that cannot be filtered', "displayName eq 'x'", "'displayName'"],
		['an unquoted member', 'status eq active', "'active'"],
		['an unknown member', "status eq 'open'", "'open'"],
		['a member in other letter case', "status eq 'Active'", "'Active'"],
		['a member newer than the enumeration', "status eq 'awaitingAction'", "'awaitingAction'"],
		['a quoted date', "createdDateTime ge '2026-11-20T10:00:00Z'", 'incompatible types'],
		['a date without time', 'createdDateTime ge 2026-11-20', 'incompatible types'],
		['a day that does not exist', 'createdDateTime ge 2026-02-30T00:00:00Z', 'incompatible types'],
		['an order of members', "severity gt 'low'", "'gt'"],
		['null where none can be', 'severity eq null', 'severity'],
		['a function', "contains(assignedTo,'a')", 'contains'],
		['a negation', "not (status eq 'active')", 'not'],
		['two literals', "'a' eq 'a'", 'property'],
		['two properties', 'status eq severity', "'severity'"],
		['a dangling operator', "status eq 'active' and", 'Invalid filter clause'],
		['an empty text', '', 'Invalid filter clause'],
	])('an invalid filter → 400 that names the cause', async (_, filter, reason) => {
		const answer = await caller.list({ $filter: filter });
		expect(answer.status).toBe(400);
		expect(errorOf(answer)).toMatchObject({ code: 'BadRequest', message: containing(reason) });
	});

	it('a newer enum member with the Prefer header → accepted', async () => {
		const options = { $filter: "status eq 'awaitingAction'" };
		expect((await caller.list(options, { prefer: 'include-unknown-enum-members' })).status).toBe(200);
	});

	eachRow(['\0', 'a\tb', 'a\nb\r', '\u0085\u2028\u009f', '\u007f'])(
		'control characters in a text → matched exactly',
		async (text) => {
			const { id } = caller.tenant.incidents.create({ assignedTo: text });
			expect(await found(`assignedTo eq '${text}'`)).toBe(id);
		},
	);

	eachRow([
		["status ne 'active'", "status eq 'active'"],
		['assignedTo eq null', "assignedTo eq 'null'"],
	])('orFilter "refused" with ne or null → 400', async (refused, taken) => {
		const behaviours = { orFilter: 'refused' } as const;
		const tenant = caller.practice.addTenant({ empty: true, behaviours });
		const other = await graphCaller(caller.practice, tenant);
		expect((await other.list({ $filter: refused })).status).toBe(400);
		expect((await other.list({ $filter: taken })).status).toBe(200);
	});

	it('orFilter "refused" with or → 400, other filters accepted', async () => {
		const tenant = caller.practice.addTenant({ empty: true, behaviours: { orFilter: 'refused' } });
		const other = await graphCaller(caller.practice, tenant);
		expect((await other.list({ $filter: "status eq 'active' or severity eq 'low'" })).status).toBe(400);
		expect((await other.list({ $filter: "(status eq 'active') and severity eq 'low'" })).status).toBe(200);
	});
});
