import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { UpdateRequest } from '../../../../defender/incidents/updateRequest.ts';
import { graphOf } from '../../../support/apiCaller.mts';
import { FakeHost } from '../../../support/fakeHost.mts';
import type { IncidentFields } from '../../../support/memoryTenant/heldIncident.mts';
import type { WriteHabits } from '../../../support/memoryTenant/graphWire.mts';
import { MemoryTenant } from '../../../support/memoryTenant/memoryTenant.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';

const RUNS = { numRuns: 600, seed: 20_261_122 };
const ways: fc.Arbitrary<WriteHabits> = fc.record({
	tags: fc.constantFrom('replace', 'merge'),
	emptyTags: fc.constantFrom('honored', 'ignored'),
	unassign: fc.constantFrom('null', 'empty', 'both'),
	ignores: fc.constantFrom('nothing', 'severity', 'clearVerdict'),
	staleReads: fc.constantFrom(0, 1, 2),
	etag: fc.boolean(),
	patchResponse: fc.constantFrom('full', 'noTags'),
	equalPatchMoves: fc.boolean(),
});
const verdict = fc.constantFrom(
	{ classification: 'unknown', determination: 'unknown' } as const,
	{ classification: 'truePositive', determination: 'malware' } as const,
);
const status = fc.constantFrom('active', 'inProgress', 'resolved');
const severity = fc.constantFrom('low', 'high');
const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
const owner = fc.constantFrom('ann@x.example', 'bob@x.example', null);
const summary = fc.constantFrom('one', 'two');
const held = fc
	.record({ status, severity, verdict, assignedTo: owner, summary: fc.option(summary), customTags: tags })
	.map(({ verdict: pair, ...more }) => ({ ...more, ...pair }));
const request: fc.Arbitrary<UpdateRequest> = fc
	.record(
		{
			status,
			severity,
			verdict,
			assignedTo: owner,
			summary,
			tags: fc.oneof(
				tags.map((add) => ({ add, drop: [] })),
				tags.map((drop) => ({ add: [], drop })),
				tags.map((add) => ({ add, drop: 'others' as const })),
			),
		},
		{ requiredKeys: [] },
	)
	.filter((asked) => Object.keys(asked).length > 0);

/** The requested fields that were not applied, by this test's own rules. */
function missing(
	asked: UpdateRequest,
	before: Pick<IncidentFields, 'customTags'>,
	now: IncidentFields,
): string[] {
	const { verdict: pair, tags: edit, ...plain } = asked;
	const wanted = { ...plain, ...pair };
	const fields = new Map<string, unknown>(Object.entries(now));
	const wrong = Object.entries(wanted)
		.filter(([field, value]) => fields.get(field) !== value)
		.map(([field]) => field);
	if (edit === undefined) return wrong;
	const { add } = edit;
	const gone = edit.drop === 'others' ? before.customTags.filter((tag) => !add.includes(tag)) : edit.drop;
	const holds =
		add.every((tag) => now.customTags.includes(tag)) && !gone.some((tag) => now.customTags.includes(tag));
	return holds ? wrong : [...wrong, 'customTags'];
}

it('update › any service behavior → “updated” only if every field was applied, and notApplied lists the others', async () => {
	const outcomes = new Map<string, number>();
	await fc.assert(
		fc.asyncProperty(ways, held, request, async (way, before, asked) => {
			const tenant = new MemoryTenant(way);
			tenant.add('1', before);
			const host = new FakeHost((call) => tenant.respond(call));
			const result = await singleUpdate(graphOf(host), '1', asked, {}, host);
			outcomes.set(result.outcome, (outcomes.get(result.outcome) ?? 0) + 1);
			const now = tenant.fieldsOf('1');
			const wrong = missing(asked, before, now);
			expect([...result.notApplied].sort()).toEqual(wrong.sort());
			if (result.outcome === 'updated') expect(wrong).toEqual([]);
			if (result.outcome === 'unchanged') expect(tenant.log).toEqual(['GET 1']);
			// The item shows the tenant's state, and its changes lead from the old state to it.
			const {
				status,
				severity: toldSeverity,
				assignedTo,
				summary: toldSummary,
				customTags,
			} = result.incident;
			const shown = { status, severity: toldSeverity, assignedTo, summary: toldSummary, customTags };
			expect(now).toMatchObject(shown);
			const applied = Object.entries(result.changes).map(([field, { to }]) => [field, to]);
			expect({ ...before, redirectIncidentId: null, comments: [], ...Object.fromEntries(applied) }).toEqual(
				now,
			);
			// The number of writes is bounded.
			const writes = tenant.log.filter((call) => call.startsWith('PATCH')).length;
			expect(writes).toBeLessThanOrEqual(3);
		}),
		RUNS,
	);
	// Each outcome occurs, so that no check passes only because it never ran.
	for (const outcome of ['updated', 'unchanged', 'notApplied', 'partial'])
		expect(outcomes.get(outcome) ?? 0).toBeGreaterThan(5);
});

it('dry run › any request → no write, and the changes that the real update then makes', async () => {
	await fc.assert(
		fc.asyncProperty(held, request, async (before, asked) => {
			const tenant = new MemoryTenant();
			tenant.add('1', before);
			const host = new FakeHost((call) => tenant.respond(call));
			const dry = await singleUpdate(graphOf(host), '1', asked, { dryRun: true }, host);
			expect(tenant.log).toEqual(['GET 1']);
			const real = await singleUpdate(graphOf(host), '1', asked, {}, host);
			expect([dry.outcome, real.outcome]).toEqual(
				real.outcome === 'unchanged' ? ['unchanged', 'unchanged'] : ['planned', 'updated'],
			);
			expect(dry.changes).toEqual(real.changes);
		}),
		RUNS,
	);
});
