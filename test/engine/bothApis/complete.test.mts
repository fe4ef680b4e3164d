import { describe, expect } from 'vitest';
import type { Behaviours, Tenant } from '../../../lab/tenant/practice.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { our } from '../../support/practice.mts';
import { appAccesses, legacyAppAccess, connections, type Connection } from '../../support/apiAccess.mts';

const start = benchesPerFile();
const everything = our('getIncidents', { returnAll: true });
const idsOf = async (connection: Connection) => (await connection.items(everything)).map(({ id }) => id);
const held = ({ incidents }: Tenant) => newestFirst(incidents).map(({ id }) => id);

/** Creates that many incidents, six in ten of them at the same instant. */
function fill({ incidents }: Tenant, count: number): void {
	let tie = '';
	for (let nth = 0; nth < count; nth += 1) {
		const tied = nth % 10 < 6 && tie !== '' ? { createdDateTime: tie, lastUpdateDateTime: tie } : {};
		const { createdDateTime } = incidents.create(tied);
		tie = nth % 10 === 9 ? '' : tie || createdDateTime;
	}
}

const ORDERS = [
	'newestCreated',
	'newestUpdated',
	'none',
] as const satisfies readonly Behaviours['listOrder'][];
const LINKS = ['absent', 'present'] as const satisfies readonly Behaviours['pageLink'][];

describe('list through each API', () => {
	start.eachRow(
		appAccesses.flatMap((access) =>
			[0, 1, 99, 100, 101, 250].map((count) => [count, access.name, access] as const),
		),
	)('any number of incidents → each of them once', async (count, _, access) => {
		const connection = await (await connections(start, { empty: true }))(access);
		fill(connection.bench.tenant, count);
		const ids = await idsOf(connection);
		expect(ids).toEqual(held(connection.bench.tenant));
		expect(connection.bench.apiCalls().length).toBeLessThanOrEqual(
			Math.ceil(count / access.pageMax) * 4 + 40,
		);
	});

	start.eachRow(appAccesses)(
		'list that changes between its pages → contains each incident that existed before',
		async (access) => {
			const connection = await (await connections(start, { empty: true }))(access);
			const { tenant } = connection.bench;
			fill(tenant, 130);
			const before = held(tenant);
			connection.fault('pass', {
				match: { kind: access.api, method: 'GET' },
				meanwhile: {
					when: 'after',
					by: 'ann@contoso.com',
					create: {},
					incidentId: '5',
					patch: { severity: 'low' },
				},
			});
			connection.fault('pass', {
				match: { kind: access.api, method: 'GET' },
				meanwhile: { when: 'after', by: 'ann@contoso.com', incidentId: '99', patch: { status: 'resolved' } },
			});
			const ids = await idsOf(connection);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(expect.arrayContaining(before));
		},
	);
});

describe('list of the legacy API in any order, with and without a next link', () => {
	start.eachRow(ORDERS.flatMap((listOrder) => LINKS.map((pageLink) => ({ listOrder, pageLink }))))(
		'250 incidents that change meanwhile → none is missing',
		async (behaviours) => {
			const connection = await (await connections(start, { empty: true, behaviours }))(legacyAppAccess);
			const { tenant } = connection.bench;
			fill(tenant, 250);
			const before = held(tenant);
			expect(await idsOf(connection)).toEqual(before);
			for (const [nth, incidentId] of ['3', '120', '249'].entries())
				connection.fault('pass', {
					match: { kind: 'legacy', method: 'GET' },
					skip: nth,
					meanwhile: {
						when: 'after',
						by: 'ann@contoso.com',
						create: {},
						incidentId,
						patch: { assignedTo: 'ann@contoso.com' },
					},
				});
			const ids = await idsOf(connection);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(expect.arrayContaining(before));
		},
		60_000,
	);
});
