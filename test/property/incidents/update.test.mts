import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../defender/incidents/incident.ts';
import {
	changesBetween,
	planUpdate,
	unmetFields,
	type PatchField,
	type UpdateRequest,
} from '../../../defender/incidents/update.ts';
import { incident } from '../../fixtures/incidents.mts';

const RUNS = { numRuns: 1_000, seed: 20_261_122 };
const FIELDS: readonly PatchField[] = [
	'status',
	'classification',
	'determination',
	'assignedTo',
	'customTags',
];
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
const request: fc.Arbitrary<UpdateRequest> = fc
	.record({ status: fc.option(status), verdict: fc.option(verdict), owner: fc.option(owner), addTags: tags })
	.map(({ status: wanted, verdict: pair, owner: assignedTo, addTags }) => ({
		...(wanted === null ? {} : { status: wanted }),
		...(pair === null ? {} : { verdict: pair }),
		...(assignedTo === null ? {} : { assignedTo }),
		addTags,
	}));

describe('a plan', () => {
	it('makes all that was asked hold, changes nothing else, and leaves nothing to plan', () => {
		fc.assert(
			fc.property(world, request, (before, asked) => {
				const plan = planUpdate(asked, before);
				if (plan.kind === 'refuse') throw new Error('not merged');
				const patch = plan.kind === 'write' ? plan.patch : {};
				const after: Incident = { ...before, ...patch };
				expect(planUpdate(asked, after)).toEqual({ kind: 'nothing' });
				expect(unmetFields(patch, after)).toEqual([]);
				expect(after.status).toBe(asked.status ?? before.status);
				expect(after.classification).toBe(asked.verdict?.classification ?? before.classification);
				expect(after.determination).toBe(asked.verdict?.determination ?? before.determination);
				expect(after.assignedTo?.toLowerCase()).toBe((asked.assignedTo ?? before.assignedTo)?.toLowerCase());
				expect(after.customTags.slice(0, before.customTags.length)).toEqual(before.customTags);
			}),
			RUNS,
		);
	});

	it('writes no field that holds, and classification and determination only together', () => {
		fc.assert(
			fc.property(world, request, (before, asked) => {
				const plan = planUpdate(asked, before);
				if (plan.kind !== 'write') return;
				const { patch } = plan;
				expect('classification' in patch).toBe('determination' in patch);
				expect(unmetFields(patch, before).length).toBeGreaterThan(0);
				if (patch.status !== undefined) expect(patch.status).not.toBe(before.status);
				if (patch.assignedTo !== undefined)
					expect(patch.assignedTo.toLowerCase()).not.toBe(before.assignedTo?.toLowerCase());
				if (patch.customTags !== undefined)
					expect(patch.customTags.length).toBeGreaterThan(before.customTags.length);
			}),
			RUNS,
		);
	});
});

describe('changes', () => {
	it('applied to the old state give the new one, and applied backwards the old one', () => {
		fc.assert(
			fc.property(world, world, (before, after) => {
				const changes = Object.entries(changesBetween(before, after, FIELDS));
				const forwards = Object.fromEntries(changes.map(([field, { to }]) => [field, to]));
				const backwards = Object.fromEntries(changes.map(([field, { from }]) => [field, from]));
				expect({ ...before, ...forwards }).toEqual(after);
				expect({ ...after, ...backwards }).toEqual(before);
				for (const [, { from, to }] of changes) expect(from).not.toEqual(to);
			}),
			RUNS,
		);
	});

	it('tell of no field that was not asked for', () => {
		fc.assert(
			fc.property(world, world, fc.subarray([...FIELDS]), (before, after, fields) => {
				const told = Object.keys(changesBetween(before, after, fields));
				expect(told.every((field) => fields.some((asked) => asked === field))).toBe(true);
			}),
			RUNS,
		);
	});
});
