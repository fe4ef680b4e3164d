import fc from 'fast-check';
import { expect, it } from 'vitest';
import { served } from '../../../support/oddPages.mts';
import { MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';

const sizes = fc
	.array(fc.constantFrom(0, 0, 1, 2, 5, 50), { minLength: 1, maxLength: 6 })
	.map((some) => (some.every((size) => size === 0) ? [...some, 1] : some));
const polls = fc.array(
	fc.record({ created: fc.nat(6), malformed: fc.array(fc.nat(40), { maxLength: 3 }), sizes }),
	{ minLength: 1, maxLength: 6 },
);
const habits = fc.record({
	order: fc.constantFrom('honored' as const, 'ignored' as const, 'refused' as const),
	pageMax: fc.constantFrom(3, 50),
	link: fc.constantFrom('skip' as const, 'counted' as const),
	tellsTime: fc.boolean(),
});

it('trigger › any page sizes and malformed rows → every incident once, malformed ones as soon as they can be read', async () => {
	await fc.assert(
		fc.asyncProperty(polls, habits, async (plan, how) => {
			const trigger = new PolledTrigger({}, {}, how);
			await trigger.pollAfter(MINUTE);
			const delivered: string[] = [];
			const created: string[] = [];
			for (const { created: count, malformed, sizes: some } of plan) {
				created.push(...trigger.create(count));
				const odd = malformed.flatMap((place) => created[place] ?? []);
				const rows = new Map(odd.map((id) => [id, 'status']));
				trigger.interceptor = (api) =>
					served(api, { sizes: some, malformed: rows, unreadable: new Set(odd) });
				const { ids } = await trigger.pollAfter(MINUTE);
				expect(ids.filter((id) => odd.includes(id))).toEqual([]);
				delivered.push(...ids);
			}
			trigger.interceptor = (api) =>
				served(api, { sizes: [50], malformed: new Map(), unreadable: new Set() });
			delivered.push(...(await trigger.pollAfter(MINUTE)).ids);
			expect([...delivered].sort()).toEqual([...created].sort());
		}),
		{ numRuns: 200, seed: 20_261_130 },
	);
});
