import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphCaller, ids, startGraphCaller, type GraphCaller } from '../../support/graphCaller.mts';
import { addNumberedIncidents } from '../../support/numberedIncidents.mts';

let caller: GraphCaller;
beforeAll(async () => {
	caller = await startGraphCaller();
	addNumberedIncidents(caller, 55);
});
afterAll(() => caller.practice.close());

describe('Graph $orderby', () => {
	it('filterable properties → sorted, enumerations by rank, other properties 400', async () => {
		expect(ids(await caller.list({ $top: '2', $orderby: 'createdDateTime asc' }))).toEqual(['1', '2']);
		expect(ids(await caller.list({ $top: '2', $orderby: 'lastUpdateDateTime' }))).toEqual(['55', '54']);
		const mixed = await caller.list({ $top: '2', $orderby: 'severity desc,createdDateTime asc' });
		expect(ids(mixed)).toEqual(['2', '4']);
		expect((await caller.list({ $orderby: 'displayName' })).status).toBe(400);
		expect((await caller.list({ $orderby: 'severity upwards' })).status).toBe(400);
	});

	it('absent → newest first', async () => {
		expect(ids(await caller.list({ $top: '2' }))).toEqual(['55', '54']);
	});

	it('switch orderby → sorted if honored, newest first if ignored, 400 if refused', async () => {
		const sorted = async (orderby: 'honored' | 'ignored' | 'refused') => {
			const tenant = caller.practice.addTenant({ empty: true, behaviours: { orderby } });
			const other = await graphCaller(caller.practice, tenant);
			addNumberedIncidents(other, 3);
			const page = await other.list({ $orderby: 'createdDateTime asc' });
			return page.status === 200 ? ids(page) : page.status;
		};
		expect(await sorted('honored')).toEqual(['1', '2', '3']);
		expect(await sorted('ignored')).toEqual(['3', '2', '1']);
		expect(await sorted('refused')).toBe(400);
	});
});
