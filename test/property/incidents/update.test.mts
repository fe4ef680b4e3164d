import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../defender/incidents/incident.ts';
import {
	changesBetween,
	unconditional,
	planUpdate,
	unmetFields,
} from '../../../defender/incidents/update.ts';
import type { UpdateRequest } from '../../../defender/incidents/updateRequest.ts';
import { patchFields } from '../../../defender/incidents/vocabulary.ts';
import { incident } from '../../support/incidents.mts';

const RUNS = { numRuns: 1_000, seed: 20_261_122 };
const verdict = fc.constantFrom(
	{ classification: 'unknown', determination: 'unknown' } as const,
	{ classification: 'truePositive', determination: 'malware' } as const,
	{ classification: 'truePositive', determination: 'other' } as const,
	{ classification: 'falsePositive', determination: 'other' } as const,
);
const owner = fc.constantFrom('a@x.example', 'A@X.example', "o'brien@x.example");
const tags = fc.uniqueArray(fc.constantFrom('VIP', 'vip', 'ransom', 'Ransom', 'x'), { maxLength: 4 });
const status = fc.constantFrom('active', 'inProgress', 'resolved');

const world = fc
	.record({
		status: fc.oneof(status, fc.constant('awaitingAction')),
		verdict,
		owner: fc.option(owner),
		customTags: tags,
	})
	.map(
		({ verdict: held, owner: assignedTo, ...more }): Incident => incident({ ...more, ...held, assignedTo }),
	);
const text = fc.constantFrom('a', 'b\nc', 'b\r\nc ');
const severity = fc.constantFrom('informational', 'low', 'medium', 'high');
const tagEdit = fc.oneof(
	tags.map((add) => ({ add, drop: [] })),
	tags.map((drop) => ({ add: [], drop })),
	tags.map((add) => ({ add, drop: 'others' as const })),
);
const request: fc.Arbitrary<UpdateRequest> = fc.record(
	{
		status,
		severity,
		verdict,
		assignedTo: fc.option(owner),
		displayName: text,
		summary: text,
		tags: tagEdit,
	},
	{ requiredKeys: [] },
);
const plan = (asked: UpdateRequest, before: Incident) => planUpdate(asked, unconditional, before);
const lower = (text: string | null | undefined) => (text ?? '').toLowerCase();

/** The old values of the fields that a patch writes. */
const patchedBack = (before: Incident, patch: object): Partial<Incident> =>
	Object.fromEntries(Object.entries(before).filter(([field]) => field in patch));

describe('update plan', () => {
	it('any request → every requested value applied, nothing else changed, nothing left to plan', () => {
		fc.assert(
			fc.property(world, request, (before, asked) => {
				const planned = plan(asked, before);
				if (planned.kind === 'refuse') throw new Error('not merged');
				const patch = planned.kind === 'write' ? planned.patch : {};
				const after: Incident = { ...before, ...patch };
				expect(plan(asked, after)).toEqual({ kind: 'nothing' });
				expect(unmetFields(asked, before, after)).toEqual([]);
				expect(after.status).toBe(asked.status ?? before.status);
				expect(after.classification).toBe(asked.verdict?.classification ?? before.classification);
				expect(after.determination).toBe(asked.verdict?.determination ?? before.determination);
				const wanted = asked.assignedTo === undefined ? before.assignedTo : asked.assignedTo;
				expect(lower(after.assignedTo)).toBe(lower(wanted));
				expect(after.severity).toBe(asked.severity ?? before.severity);
				const { add, drop } = asked.tags ?? { add: [], drop: [] };
				const had = before.customTags.map(lower);
				const kept = drop === 'others' ? [] : had.filter((tag) => !drop.map(lower).includes(tag));
				expect(after.customTags.map(lower)).toEqual(expect.arrayContaining([...kept, ...add.map(lower)]));
				const untouched: Incident = { ...after, ...patchedBack(before, patch) };
				expect(untouched).toEqual(before);
			}),
			RUNS,
		);
	});

	it('any request → no field that already has its value, and the verdict only as a pair', () => {
		fc.assert(
			fc.property(world, request, (before, asked) => {
				const planned = plan(asked, before);
				if (planned.kind !== 'write') return;
				const { patch } = planned;
				expect('classification' in patch).toBe('determination' in patch);
				expect(unmetFields(asked, before, before).length).toBeGreaterThan(0);
				if (patch.status !== undefined) expect(patch.status).not.toBe(before.status);
				if (patch.severity !== undefined) expect(patch.severity).not.toBe(before.severity);
				if (patch.assignedTo !== undefined)
					expect(lower(patch.assignedTo)).not.toBe(lower(before.assignedTo));
				if (patch.customTags !== undefined) expect(patch.customTags).not.toEqual(before.customTags);
			}),
			RUNS,
		);
	});
});

describe('changes between two states', () => {
	it('any two states → lead from the old state to the new one and back', () => {
		fc.assert(
			fc.property(world, world, (before, after) => {
				const changes = Object.entries(changesBetween(before, after, patchFields));
				const forwards = Object.fromEntries(changes.map(([field, { to }]) => [field, to]));
				const backwards = Object.fromEntries(changes.map(([field, { from }]) => [field, from]));
				expect({ ...before, ...forwards }).toEqual(after);
				expect({ ...after, ...backwards }).toEqual(before);
				for (const [, { from, to }] of changes) expect(from).not.toEqual(to);
			}),
			RUNS,
		);
	});

	it('subset of fields requested → no other field', () => {
		fc.assert(
			fc.property(world, world, fc.subarray([...patchFields]), (before, after, fields) => {
				const changed = Object.keys(changesBetween(before, after, fields));
				expect(changed.every((field) => fields.some((asked) => asked === field))).toBe(true);
			}),
			RUNS,
		);
	});
});
