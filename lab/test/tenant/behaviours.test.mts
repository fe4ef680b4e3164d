import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behaviourLedger, type BehaviourId, type Behaviours } from '../../tenant/behaviours.mts';
import { startPractice, type Practice } from '../../tenant/practice.mts';
import {
	graphCaller,
	ids,
	INCIDENTS,
	listedObjects,
	nextPath,
	type GraphCaller,
	throttledHeaders,
} from '../support/graphCaller.mts';
import { userFlow } from '../support/userFlow.mts';
import { numbers, legacyCaller } from '../support/legacyCaller.mts';
import { eachRow } from '../support/eachRow.mts';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

type Observe = (caller: GraphCaller) => Promise<unknown>;

const create = (caller: GraphCaller, id: string, given = {}) =>
	caller.tenant.incidents.create({ id, ...given });
const stored = (caller: GraphCaller, id: string) => caller.tenant.incidents.get(id);
const hunted = async (caller: GraphCaller, Query: string) =>
	listedObjects(await caller.hunt({ Query }), 'results');

async function moves(caller: GraphCaller, write: () => Promise<unknown>): Promise<boolean> {
	const before = stored(caller, '1')?.lastUpdateDateTime;
	await write();
	return stored(caller, '1')?.lastUpdateDateTime !== before;
}

/** What a caller observes of each switch. It must differ for each of its values. */
const observations: Readonly<Record<BehaviourId, Observe>> = {
	tags: async (caller) => {
		create(caller, '1', { customTags: ['old'] });
		return (await caller.patch('1', { customTags: ['new'] })).json.customTags;
	},
	emptyTags: async (caller) => {
		create(caller, '1', { customTags: ['old'] });
		return (await caller.patch('1', { customTags: [] })).json.customTags;
	},
	orderby: async (caller) => {
		create(caller, '1', { createdDateTime: '2026-11-20T10:00:00.0000000Z' });
		create(caller, '2', { createdDateTime: '2026-11-20T11:00:00.0000000Z' });
		const page = await caller.list({ $orderby: 'createdDateTime asc' });
		return page.status === 200 ? ids(page) : page.status;
	},
	nextLink: async (caller) => {
		create(caller, '1');
		create(caller, '2');
		return nextPath(await caller.list({ $top: '1' }))?.includes('$skiptoken=');
	},
	orFilter: async (caller) => {
		const filters = [
			"status eq 'active' or status eq 'resolved'",
			"status ne 'active'",
			'assignedTo eq null',
		];
		return await Promise.all(filters.map(async ($filter) => (await caller.list({ $filter })).status));
	},
	ownerCase: async (caller) => {
		create(caller, '1', { assignedTo: 'Ann.Ito@contoso.com' });
		return ids(await caller.list({ $filter: "assignedTo eq 'ann.ito@contoso.com'" }));
	},
	lowerFilter: async (caller) => {
		create(caller, '1', { assignedTo: 'Ann.Ito@contoso.com' });
		return (await caller.list({ $filter: "tolower(assignedTo) eq 'ann.ito@contoso.com'" })).status;
	},
	nestedPages: async (caller) => {
		create(caller, '1');
		for (const text of ['a', 'b', 'c']) caller.tenant.incidents.comment('ann.ito@contoso.com', '1', text);
		return listedObjects(await caller.get(`${INCIDENTS}/1`), 'comments').length;
	},
	timespanEnds: async (caller) => {
		const [newest] = await hunted(caller, 'DeviceProcessEvents | summarize At=max(Timestamp)');
		const at = String(newest?.At);
		const found = async (Timespan: string) => {
			const Query = `DeviceProcessEvents | where Timestamp == datetime(${at}) | count`;
			return Number(listedObjects(await caller.hunt({ Query, Timespan }), 'results')[0]?.Count) > 0;
		};
		return [await found(`${at}/PT1H`), await found(`PT1H/${at}`)];
	},
	unassign: async (caller) => {
		const clears = async (id: string, owner: string | null) => {
			create(caller, id, { assignedTo: 'ann.ito@contoso.com' });
			return (await caller.patch(id, { assignedTo: owner })).json.assignedTo === null;
		};
		return [await clears('1', null), await clears('2', '')];
	},
	commentMovesUpdate: async (caller) => {
		create(caller, '1');
		return moves(caller, () => caller.comment('1', 'Seen.'));
	},
	equalPatchMovesUpdate: async (caller) => {
		create(caller, '1', { severity: 'low' });
		return moves(caller, () => caller.patch('1', { severity: 'low' }));
	},
	retryAfter: async (caller) => {
		const header = (await throttledHeaders(caller)).get('retry-after');
		return header === null ? 'none' : /^\d+$/.test(header) ? 'seconds' : typeof Date.parse(header);
	},
	limitHeaders: async (caller) => (await throttledHeaders(caller)).get('ratelimit-reset'),
	nullCell: async (caller) => (await hunted(caller, 'print N=long(null)'))[0]?.N,
	dynamicCell: async (caller) => (await hunted(caller, 'print Y=dynamic({"a":1})'))[0]?.Y,
	etag: async (caller) => {
		create(caller, '1');
		const etag = (await caller.get(`${INCIDENTS}/1`)).json['@odata.etag'];
		caller.tenant.incidents.edit('ann.ito@contoso.com', '1', { severity: 'low' });
		return (
			await caller.patch(
				'1',
				{ summary: 'Short.' },
				{ 'if-match': typeof etag === 'string' ? etag : 'W/"none"' },
			)
		).status;
	},
	staleReads: async (caller) => {
		create(caller, '1', { severity: 'low' });
		await caller.patch('1', { severity: 'high' });
		const read = async () => (await caller.get(`${INCIDENTS}/1`)).json.severity;
		return [await read(), listedObjects(await caller.list())[0]?.severity, await read()];
	},
	rolesToken: async (caller) => caller.token.split('.').length,
	refreshTokens: async ({ tenant }) => {
		const flow = userFlow(practice, tenant);
		const { refresh_token: first } = await flow.connect();
		await flow.renew(first);
		return (await flow.renew(first)).status;
	},
	tokenScopes: async ({ tenant }) => (await userFlow(practice, tenant).connect()).scope,
	interaction: async ({ tenant }) => {
		const flow = userFlow(practice, tenant);
		const { refresh_token: token } = await flow.connect();
		tenant.policies.blocked = true;
		return (await flow.renew(token)).json.error;
	},
	patchAnswer: async (caller) => {
		create(caller, '1');
		return 'customTags' in (await caller.patch('1', { severity: 'low' })).json;
	},
	defaultPage: async (caller) => {
		for (let index = 1; index <= 51; index += 1) create(caller, String(index));
		return ids(await caller.list()).length;
	},
	silentlyIgnored: async (caller) => {
		create(caller, '1', { severity: 'low', classification: 'truePositive', determination: 'malware' });
		const { json } = await caller.patch('1', {
			severity: 'high',
			classification: 'unknown',
			determination: 'unknown',
		});
		return [json.severity, json.classification];
	},
	falsePositiveNames: async ({ tenant }) => {
		const older = await legacyCaller(practice, tenant);
		tenant.incidents.create({ id: '1' });
		const verdict = (determination: string) => ({ classification: 'FalsePositive', determination });
		const names = ['Clean', 'NotMalicious', 'NoEnoughDataToValidate', 'InsufficientData'];
		return await Promise.all(names.map(async (name) => (await older.patch('1', verdict(name))).status));
	},
	listOrder: async ({ tenant }) => {
		const older = await legacyCaller(practice, tenant);
		for (let id = 1; id <= 9; id += 1) tenant.incidents.create({ id: String(id) });
		tenant.incidents.comment('ann.ito@contoso.com', '1', 'Seen.');
		return numbers(await older.list());
	},
	pageLink: async ({ tenant }) => {
		const older = await legacyCaller(practice, tenant);
		for (let id = 1; id <= 2; id += 1) tenant.incidents.create({ id: String(id) });
		return nextPath(await older.list({ $top: '1' })) === undefined;
	},
	fractions: async (caller) => {
		create(caller, '1', { createdDateTime: '2026-11-20T10:00:00.8300000Z' });
		return (await caller.get(`${INCIDENTS}/1`)).json.createdDateTime;
	},
};

const switches = Object.entries(behaviourLedger).map(([id, row]) => ({ id, values: [...row.values] }));

describe('behavior switches', () => {
	// A hunt in a process of its own loads Microsoft's query parser first, which takes seconds.
	eachRow(switches)(
		'each value of a switch → a different response',
		async ({ id, values }) => {
			const seen: string[] = [];
			for (const value of values) {
				const behaviours: Partial<Behaviours> = { [id]: value };
				const tenant = practice.addTenant({ empty: id !== 'timespanEnds', behaviours });
				const observe = new Map<string, Observe>(Object.entries(observations)).get(id);
				seen.push(JSON.stringify(await observe?.(await graphCaller(practice, tenant))) ?? 'nothing');
			}
			expect(new Set(seen).size, seen.join(' | ')).toBe(values.length);
		},
		60_000,
	);

	it('every row → a description, a source, and a default among its values', () => {
		for (const row of Object.values(behaviourLedger)) {
			expect(row.what.length).toBeGreaterThan(20);
			expect(['documentation', 'peer', 'assumption']).toContain(row.source);
			expect([...row.values]).toContain(row.default);
		}
	});

	it('an unknown switch or value → no tenant is created', () => {
		const wrongValue: Record<string, string> = { tags: 'shuffle' };
		const wrongSwitch: Record<string, string> = { weather: 'rain' };
		expect(() => practice.addTenant({ empty: true, behaviours: wrongValue })).toThrow();
		expect(() => practice.addTenant({ empty: true, behaviours: wrongSwitch })).toThrow('weather');
	});
});
