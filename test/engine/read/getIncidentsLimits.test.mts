import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { continueOnFail, jsonOf, our, type Bench } from '../../support/practice.mts';

const start = benchesOnDemand({ skipsWaits: true });

const COUNT = 1_050;
const LIMITS = [0, 1, 49, 50, 51, 1_000, COUNT + 1] as const;

/** Behaviors that decide how lists are read. */
const profiles = (['honored', 'ignored', 'refused'] as const).flatMap((orderby) =>
	(['skip', 'token'] as const).map((nextLink) => ({ orderby, nextLink })),
);

/** A tenant of that many incidents; in every hundred, sixty were created and changed at the same instant. */
async function holding(count: number, options: Parameters<typeof start>[0] = {}): Promise<Bench> {
	const bench = await start({ empty: true, ...options });
	let tie = '';
	for (let nth = 0; nth < count; nth += 1) {
		const one = nth % 100 < 60 && tie !== '' ? { createdDateTime: tie, lastUpdateDateTime: tie } : {};
		const { createdDateTime } = bench.tenant.incidents.create(one);
		if (nth % 100 === 99) tie = '';
		else tie ||= createdDateTime;
	}
	return bench;
}

async function idsOf(bench: Bench, parameters: INodeParameters): Promise<readonly unknown[]> {
	const result = await bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents').map(({ id }) => id);
}

const newest = (bench: Bench) => newestFirst(bench.tenant.incidents).map(({ id }) => id);

describe('Get Incidents with more than 1,000 incidents', { timeout: 120_000 }, () => {
	it('any Limit, or Return All → exactly the newest, or all', async () => {
		const bench = await holding(COUNT);
		const wanted = newest(bench);
		for (const limit of LIMITS)
			expect(await idsOf(bench, { limit: `={{ ${limit} }}` })).toEqual(wanted.slice(0, limit));
		expect(await idsOf(bench, { returnAll: true })).toEqual(wanted);
	});

	start.eachRow(profiles.map((one, place) => ({ ...one, limit: LIMITS[place + 1] ?? 1 })))(
		'any limit, order and next link → exactly the newest, and all with Return All',
		async ({ limit, ...behaviours }) => {
			const bench = await holding(COUNT, { behaviours });
			const wanted = newest(bench);
			expect(await idsOf(bench, { limit: `={{ ${limit} }}` })).toEqual(wanted.slice(0, limit));
			if (limit < 1_000) expect(await idsOf(bench, { returnAll: true })).toEqual(wanted);
		},
	);
});

describe('Get Incidents while incidents change between pages', { timeout: 120_000 }, () => {
	/** After each of the first calls somebody changes an old incident and a young one, and Defender finds another. */
	function change(bench: Bench, calls: number): void {
		const list = newest(bench);
		for (let nth = 0; nth < calls; nth += 1) {
			const incidentId = (nth % 2 === 0 ? list[list.length - 1 - 7 * nth] : list[40 + 9 * nth]) ?? '';
			const patch = { customTags: [`moved ${nth}`] };
			const create = nth % 3 === 0 ? { create: {} } : {};
			bench.fault('pass', { meanwhile: { when: 'after', by: 'ann', incidentId, patch, ...create } });
		}
	}

	start.eachRow(profiles)(
		'Return All, any order and next link → no incident is missing or repeated',
		async (behaviours) => {
			const bench = await holding(220, { behaviours });
			const before = newest(bench);
			change(bench, 4);
			const ids = await idsOf(bench, { returnAll: true });
			expect(bench.tenant.journal.filter(({ by }) => by === 'ann').length).toBeGreaterThan(3);
			expect(new Set(ids).size).toBe(ids.length);
			expect(before.filter((id) => !ids.includes(id))).toEqual([]);
		},
	);

	start.eachRow(profiles)(
		'Limit, any order and next link → the newest after the changes',
		async (behaviours) => {
			const bench = await holding(220, { behaviours });
			change(bench, 2);
			const ids = await idsOf(bench, { limit: 101 });
			expect(ids).toEqual(newest(bench).slice(0, 101));
		},
	);
});

describe('Get Incidents, page that cannot be read', () => {
	it('failure at the second page → an error and no partial list', async () => {
		for (const answer of [{ status: 503 }, { status: 403 }, 'html', 'cut'] as const) {
			const bench = await holding(120);
			for (const parameters of [{ returnAll: true }, { limit: 100 }]) {
				bench.tenant.faults.clear();
				bench.fault(answer, { match: { kind: 'graph', path: /incidents/ }, skip: 1, times: 'always' });
				const step = our('getIncidents', parameters);
				const items = jsonOf(await bench.run({ ...step, ...continueOnFail }), 'getIncidents');
				expect(items.map(({ id, error }) => [id, typeof error])).toEqual([[undefined, 'string']]);
			}
		}
	});

	it('status 206 at the second page → the incidents, each marked, and a hint', async () => {
		const bench = await holding(120);
		const warning = '199 - "Vendor{Microsoft}/Provider{MDO}/504"';
		const value = bench.tenant.incidents
			.all()
			.slice(0, 3)
			.map(({ alerts: _, ...wire }) => wire);
		bench.fault({ status: 206, headers: { warning }, body: { value } }, { skip: 1 });
		const result = await bench.run(our('getIncidents', { returnAll: true }));
		const items = jsonOf(result, 'getIncidents');
		expect(items.length).toBeGreaterThan(50);
		for (const item of items) expect(item['partialAnswer']).toEqual([warning]);
		expect(result.hints('getIncidents').map(({ message }) => message)).toEqual([
			`Some incidents may be missing, because a Microsoft product did not return its own: ${warning}`,
		]);
	});
});
