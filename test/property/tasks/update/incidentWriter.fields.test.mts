import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDecidedState, noConditions } from '../../../../defender/incidents/conditions.ts';
import { graphOf } from '../../../support/apiCaller.mts';
import { FakeHost } from '../../../support/fakeHost.mts';
import type { Moment, WriteHabits } from '../../../support/memoryTenant/graphWire.mts';
import { MemoryTenant } from '../../../support/memoryTenant/memoryTenant.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';

const ways: fc.Arbitrary<WriteHabits> = fc.record({
	tags: fc.constant('replace'),
	emptyTags: fc.constant('honored'),
	unassign: fc.constant('both'),
	ignores: fc.constant('nothing'),
	staleReads: fc.constantFrom(0, 0, 1, 2),
	etag: fc.boolean(),
	patchResponse: fc.constantFrom('full', 'noTags'),
	equalPatchMoves: fc.boolean(),
});
const before = { status: 'active', severity: 'medium', assignedTo: 'nobody@contoso.example' };
const asked = { status: 'inProgress', severity: 'low', assignedTo: 'bot@contoso.example' } as const;
const byHuman = { status: 'resolved', severity: 'high', assignedTo: 'ann@contoso.example' };
type Field = keyof typeof asked;
const FIELDS: readonly Field[] = ['status', 'severity', 'assignedTo'];
/** An analyst sets a field at the first occurrence of a moment. */
const analyst = fc.record({
	moment: fc.constantFrom<Moment>('beforeRead', 'afterRead', 'beforePatch', 'afterPatch'),
	field: fc.constantFrom(...FIELDS),
});
const askedFields = fc.subarray([...FIELDS], { minLength: 1 });

interface Case {
	readonly way: WriteHabits;
	readonly fields: readonly Field[];
	readonly moment: Moment;
	readonly field: Field;
}
const cases: fc.Arbitrary<Case> = fc
	.tuple(ways, askedFields, analyst)
	.map(([way, fields, one]) => ({ way, fields, ...one }));

/** One update while the analyst writes. @returns whether their value was overwritten */
async function overwrites({ way, fields, moment, field }: Case, guarded: boolean): Promise<boolean> {
	const tenant = new MemoryTenant(way);
	const input = { ...tenant.add('1', before) };
	let isSet = false;
	tenant.meanwhile = (now) => {
		if (isSet || now !== moment) return;
		isSet = true;
		tenant.edit('1', { [field]: byHuman[field] });
	};
	const host = new FakeHost((call) => tenant.respond(call));
	const request = Object.fromEntries(fields.map((name) => [name, asked[name]]));
	const conditions = guarded ? { ...noConditions, sameAs: readDecidedState(input, '1') } : noConditions;
	const { outcome } = await singleUpdate(graphOf(host), '1', request, { conditions }, host);
	const after = tenant.get('1');
	for (const name of FIELDS) {
		if (name === field && isSet) continue;
		if (!fields.includes(name)) expect(after[name]).toBe(before[name]);
		else if (outcome === 'updated') expect(after[name]).toBe(asked[name]);
	}
	const lost = isSet && after[field] !== byHuman[field];
	if (lost) expect(fields).toContain(field);
	return lost;
}

async function momentsOfLoss(guarded: boolean): Promise<readonly Moment[]> {
	const lost = new Set<Moment>();
	await fc.assert(
		fc.asyncProperty(cases, async (one) => {
			if (!(await overwrites(one, guarded))) return;
			// With a version tag the service itself refuses a write on what was read before.
			if (guarded) expect(one.way.etag).toBe(false);
			lost.add(one.moment);
		}),
		{ numRuns: 600, seed: 20_261_122 },
	);
	return [...lost].sort();
}

it('update › analyst edits a field during it → kept, unless requested and edited before the PATCH', async () => {
	expect(await momentsOfLoss(false)).toEqual(['afterRead', 'beforePatch', 'beforeRead']);
});

it('update › analyst edits a field, Same as Input → lost only between read and PATCH, never with version tags', async () => {
	expect(await momentsOfLoss(true)).toEqual(['afterRead', 'beforePatch']);
});
