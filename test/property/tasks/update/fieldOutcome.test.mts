import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldLabels } from '../../../../defender/incidents/sentences/updateText.ts';
import type { UpdateRequest } from '../../../../defender/incidents/updateRequest.ts';
import { graphOf } from '../../../support/apiCaller.mts';
import { FakeHost } from '../../../support/fakeHost.mts';
import type { HeldIncident } from '../../../support/memoryTenant/heldIncident.mts';
import type { WriteHabits } from '../../../support/memoryTenant/graphWire.mts';
import { MemoryTenant } from '../../../support/memoryTenant/memoryTenant.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';

const ways: fc.Arbitrary<WriteHabits> = fc.record({
	tags: fc.constantFrom('replace', 'merge'),
	emptyTags: fc.constant('honored'),
	unassign: fc.constant('both'),
	ignores: fc.constant('nothing'),
	staleReads: fc.constantFrom(0, 1, 2),
	etag: fc.boolean(),
	patchResponse: fc.constantFrom('full', 'noTags'),
	equalPatchMoves: fc.boolean(),
});

/** What a service may make of a value that it takes with success. */
type Treatment = 'stores' | 'ignores' | 'cuts' | 'alters' | 'keepsOneTag' | 'keepsNoTag';
const TEXT_FIELDS = ['status', 'severity', 'assignedTo', 'summary'] as const;
const treatments = fc.record({
	...Object.fromEntries(
		TEXT_FIELDS.map((field) => [field, fc.constantFrom<Treatment>('stores', 'ignores', 'cuts', 'alters')]),
	),
	customTags: fc.constantFrom<Treatment>('stores', 'ignores', 'keepsOneTag', 'keepsNoTag'),
});

function stored(treatment: Treatment | undefined, value: unknown, old: unknown): unknown {
	if (treatment === 'ignores') return old;
	if (typeof value === 'string' && treatment === 'cuts') return value.slice(0, 3);
	if (typeof value === 'string' && treatment === 'alters') return `${value} (edited)`;
	if (Array.isArray(value) && treatment === 'keepsOneTag') return value.slice(0, 1) as unknown;
	return treatment === 'keepsNoTag' ? [] : value;
}

const held = fc.record({
	status: fc.constant('active'),
	severity: fc.constantFrom('low', 'high'),
	assignedTo: fc.constantFrom('ann@x.example', null),
	summary: fc.constantFrom('one summary', null),
	customTags: fc.subarray(['a', 'b', 'kept']),
});
const tagList = fc.subarray(['a', 'b', 'c'], { minLength: 1 });
const request: fc.Arbitrary<UpdateRequest> = fc
	.record(
		{
			status: fc.constantFrom('resolved' as const, 'active' as const),
			severity: fc.constantFrom('low' as const, 'high' as const),
			assignedTo: fc.constant('bob@x.example'),
			summary: fc.constantFrom('one summary', 'another summary'),
			tags: fc.oneof(
				tagList.map((add) => ({ add, drop: [] })),
				tagList.map((drop) => ({ add: [], drop })),
				tagList.map((add) => ({ add, drop: 'others' as const })),
			),
		},
		{ requiredKeys: [] },
	)
	.filter((asked) => Object.keys(asked).length > 0);

type Shown = Readonly<Record<string, unknown>>;

/** Whether a state has the requested value of a field, by this test's own rules. */
function holds(asked: UpdateRequest, field: string, before: Shown, now: HeldIncident): boolean {
	const shown: Shown = { ...now };
	if (field !== 'customTags') return shown[field] === ({ ...asked } as Shown)[field];
	const { add = [], drop = [] } = asked.tags ?? {};
	const old = Array.isArray(before['customTags']) ? (before['customTags'] as readonly string[]) : [];
	const gone = drop === 'others' ? old.filter((tag) => !add.includes(tag)) : drop;
	const { customTags } = now;
	return add.every((tag) => customTags.includes(tag)) && !gone.some((tag) => customTags.includes(tag));
}

describe('update outcome', () => {
	it('any mix of stored, ignored, truncated and altered fields → outcome and item match the stored state', async () => {
		const outcomes = new Map<string, number>();
		await fc.assert(
			fc.asyncProperty(ways, treatments, held, request, async (way, treated, before, asked) => {
				const tenant = new MemoryTenant(way);
				const start: Shown = structuredClone({ ...tenant.add('1', before) });
				const byField = new Map<string, Treatment>(Object.entries(treated));
				tenant.stores = (field, value, old) => stored(byField.get(field), value, old);
				const host = new FakeHost((call) => tenant.respond(call));
				const { outcome, notApplied, changes, incident, reason } = await singleUpdate(
					graphOf(host),
					'1',
					asked,
					{},
					host,
				);
				outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
				const now = tenant.get('1');
				const fields = Object.keys(asked).map((field) => (field === 'tags' ? 'customTags' : field));
				const same = (field: string) =>
					JSON.stringify(start[field]) === JSON.stringify(({ ...now } as Shown)[field]);
				const open = fields.filter((field) => !holds(asked, field, start, now));
				const otherwise = open.filter((field) => !same(field));

				expect([...notApplied].sort()).toEqual(open.sort());
				if (outcome === 'updated' || outcome === 'unchanged') expect(open).toEqual([]);
				if (open.length === 0) expect(['updated', 'unchanged']).toContain(outcome);
				// "Did not change" is only reported if no listed field has changed.
				if (outcome === 'notApplied') expect(otherwise).toEqual([]);
				if (otherwise.length > 0 && outcome !== 'conflict') {
					expect(outcome).toBe('partial');
				}
				if (outcome !== 'conflict') for (const field of open) expect(reason).toContain(fieldLabels[field]);
				for (const field of fields) {
					const shown: Shown = { ...incident };
					expect(shown[field]).toEqual(({ ...now } as Shown)[field]);
					if (same(field)) expect(changes).not.toHaveProperty(field);
					else expect(changes[field]).toEqual({ from: start[field], to: ({ ...now } as Shown)[field] });
				}
			}),
			{ numRuns: 800, seed: 20_261_130 },
		);
		for (const outcome of ['updated', 'unchanged', 'partial', 'notApplied'])
			expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(1);
	});
});
