import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	graphCaller,
	errorOf,
	ids,
	INCIDENTS,
	listedObjects,
	nextPath,
	startGraphCaller,
	type GraphCaller,
	type ReadResponse,
} from '../../support/graphCaller.mts';
import { addNumberedIncidents } from '../../support/numberedIncidents.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: GraphCaller;
beforeAll(async () => {
	caller = await startGraphCaller();
	addNumberedIncidents(caller, 55);
});
afterAll(() => caller.practice.close());

async function drain(from: GraphCaller, first: ReadResponse): Promise<string[][]> {
	const pages = [ids(first)];
	for (let path = nextPath(first); path !== undefined; ) {
		const page = await from.get(path);
		pages.push(ids(page));
		path = nextPath(page);
	}
	return pages;
}

describe('Graph list options', () => {
	it('$top from 1 to 50 → that many rows, other values 400', async () => {
		expect(ids(await caller.list({ $top: '1' }))).toHaveLength(1);
		expect(ids(await caller.list({ $top: '50' }))).toHaveLength(50);
		expect((await caller.list({ $top: '0' })).status).toBe(400);
		expect((await caller.list({ $top: '-1' })).status).toBe(400);
		expect((await caller.list({ $top: 'ten' })).status).toBe(400);
	});

	it('$top 51 → 400 with an empty code and the limit in the message', async () => {
		const answer = await caller.list({ $top: '51' });
		expect(answer.status).toBe(400);
		expect(errorOf(answer)).toEqual({
			code: '',
			message:
				"The limit of '50' for Top query has been exceeded. The value from the incoming request is '51'.",
		});
	});

	eachRow(['$select', '$search', 'top', 'api-version'])(
		'an unknown option → 400 that names it',
		async (name) => {
			const answer = await caller.list({ [name]: 'id' });
			expect(answer.status).toBe(400);
			expect(errorOf(answer).message).toContain(`'${name}'`);
		},
	);

	it('the same option twice → 400', async () => {
		expect((await caller.get(`${INCIDENTS}?$top=1&$top=2`)).status).toBe(400);
	});

	it('$count=true → the number of all matches', async () => {
		expect((await caller.list({ $top: '3' })).json).not.toHaveProperty(['@odata.count']);
		const counted = await caller.list({ $top: '3', $count: 'true', $filter: "severity eq 'high'" });
		expect(counted.json['@odata.count']).toBe(27);
		expect((await caller.list({ $count: 'yes' })).status).toBe(400);
	});

	it('$expand → alerts only, anything else 400', async () => {
		expect(listedObjects(await caller.list({ $top: '1' }))[0]).not.toHaveProperty('alerts');
		expect(listedObjects(await caller.list({ $top: '1', $expand: 'alerts' }))[0]).toHaveProperty(
			'alerts',
			[],
		);
		expect((await caller.list({ $expand: 'comments' })).status).toBe(400);
		expect((await caller.list({ $expand: 'alerts($select=id)' })).status).toBe(400);
	});

	eachRow(['skip', 'token'] as const)(
		'next links with $skip or a token → every page with the same options',
		async (nextLink) => {
			const tenant = caller.practice.addTenant({ empty: true, behaviours: { nextLink } });
			const other = await graphCaller(caller.practice, tenant);
			addNumberedIncidents(other, 25);
			const first = await other.list({
				$top: '5',
				$filter: "severity eq 'low'",
				$orderby: 'createdDateTime asc',
			});
			expect(first.json['@odata.nextLink']).toContain(`${caller.practice.origin}${INCIDENTS}?`);
			const second = await other.get(`${nextPath(first) ?? ''}&$count=true`);
			expect(second.json['@odata.count']).toBe(13);
			const pages = await drain(other, first);
			expect(pages).toEqual([
				['1', '3', '5', '7', '9'],
				['11', '13', '15', '17', '19'],
				['21', '23', '25'],
			]);
		},
	);

	it('a row leaves the first page → the next page misses a row with $skip, none with a token', async () => {
		const lost = async (nextLink: 'skip' | 'token') => {
			const tenant = caller.practice.addTenant({ empty: true, behaviours: { nextLink } });
			const other = await graphCaller(caller.practice, tenant);
			addNumberedIncidents(other, 4);
			const first = await other.list({ $top: '2', $filter: "status eq 'active'" });
			tenant.incidents.edit('ann.ito@contoso.com', '4', { status: 'resolved' });
			const seen = (await drain(other, first)).flat();
			return ['1', '2', '3', '4'].filter((id) => !seen.includes(id));
		};
		expect(await lost('skip')).toEqual(['2']);
		expect(await lost('token')).toEqual([]);
	});

	it('an unknown $skiptoken → 400', async () => {
		expect((await caller.list({ $skiptoken: 'abc' })).status).toBe(400);
	});
});
