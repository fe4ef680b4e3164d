import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TagEdit } from '../../../../defender/incidents/tags.ts';
import { graphOf } from '../../../support/apiCaller.mts';
import { FakeHost } from '../../../support/fakeHost.mts';
import type { Moment, WriteHabits } from '../../../support/memoryTenant/graphWire.mts';
import { MemoryTenant } from '../../../support/memoryTenant/memoryTenant.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';

const ways: fc.Arbitrary<WriteHabits> = fc.record({
	tags: fc.constantFrom('replace', 'merge'),
	emptyTags: fc.constantFrom('honored', 'ignored'),
	unassign: fc.constantFrom('null', 'empty', 'both'),
	ignores: fc.constant('nothing'),
	staleReads: fc.constantFrom(0, 0, 1, 2),
	etag: fc.boolean(),
	patchResponse: fc.constantFrom('full', 'noTags'),
	equalPatchMoves: fc.boolean(),
});
const ours = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 });
const edit: fc.Arbitrary<TagEdit> = fc.oneof(
	ours.map((add) => ({ add, drop: [] })),
	ours.map((drop) => ({ add: [], drop })),
	ours.map((add) => ({ add, drop: 'others' as const })),
);
const held = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'keep1', 'keep2'), { maxLength: 4 });
/** Someone else adds a tag, with a name of its own, at the n-th occurrence of a moment. */
const foreign = fc.uniqueArray(
	fc.record({
		moment: fc.constantFrom<Moment>('beforeRead', 'afterRead', 'beforePatch', 'afterPatch'),
		nth: fc.nat(1),
	}),
	{ maxLength: 3, selector: ({ moment, nth }) => `${moment}${nth}` },
);
/** Between our read's answer and our PATCH: the stated window. */
const inWindow = (moment: Moment) => moment === 'afterRead' || moment === 'beforePatch';

it('tag update › others edit tags at any moment → all tag guarantees hold, and tags are lost only between read and PATCH', async () => {
	let lost = 0;
	await fc.assert(
		fc.asyncProperty(ways, held, edit, foreign, async (way, customTags, tags, writers) => {
			const tenant = new MemoryTenant(way);
			tenant.add('1', { customTags });
			const counts = new Map<Moment, number>();
			const added: { readonly tag: string; readonly moment: Moment; readonly readLater: boolean }[] = [];
			tenant.meanwhile = (moment) => {
				const count = counts.get(moment) ?? 0;
				counts.set(moment, count + 1);
				if (!writers.some((one) => one.moment === moment && one.nth === count)) return;
				const tag = `foreign-${moment}-${count}`;
				added.push({ tag, moment, readLater: false });
				tenant.edit('1', { customTags: [...tenant.get('1').customTags, tag] });
			};
			const host = new FakeHost((call) => tenant.respond(call));
			const { outcome, incident } = await singleUpdate(graphOf(host), '1', { tags }, {}, host);
			const after = tenant.get('1').customTags;
			const drop = tags.drop === 'others' ? customTags.filter((tag) => !tags.add.includes(tag)) : tags.drop;
			if (outcome === 'updated' || outcome === 'unchanged') {
				// T1 and T2, in what was read back and in the tenant.
				for (const tag of tags.add)
					expect([incident.customTags, after]).toEqual([
						expect.arrayContaining([tag]),
						expect.arrayContaining([tag]),
					]);
				for (const tag of drop) expect([...incident.customTags, ...after]).not.toContain(tag);
			}
			// T3: existing tags that were not to be removed.
			for (const tag of customTags) if (!drop.includes(tag)) expect(after).toContain(tag);
			// T4 and T5.
			for (const { tag, moment } of added) {
				const asked = tags.drop === 'others' && moment === 'beforeRead';
				if (after.includes(tag) || asked) continue;
				// A replacement also removes tags that were present at a later read.
				if (tags.drop === 'others' && inWindow(moment) && way.etag) continue;
				lost += 1;
				expect(inWindow(moment)).toBe(true);
				expect(way.etag).toBe(false);
			}
		}),
		{ numRuns: 600, seed: 20_261_122 },
	);
	// The window exists, and the test reaches it.
	expect(lost).toBeGreaterThan(10);
});
