import { describe, expect, it } from 'vitest';
import { planUpdate, unconditional } from '../../../defender/incidents/update.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import type { UpdateRequest } from '../../../defender/incidents/updateRequest.ts';
import { incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
const plan = (request: UpdateRequest, fresh: Incident, rules: Partial<typeof unconditional> = {}) =>
	planUpdate(request, { ...unconditional, ...rules }, fresh);
const adding = (...add: string[]) => ({ add, drop: [] });
const malware = { classification: 'truePositive', determination: 'malware' } as const;
const unknown = { classification: 'unknown', determination: 'unknown' } as const;

describe('update plan', () => {
	it('merged incident → refused, before any condition', () => {
		const merged = incident({ status: 'redirected', redirectIncidentId: '7' });
		const refused = { kind: 'refuse', refusal: { because: 'merged' } };
		expect(plan({ status: 'resolved' }, merged)).toEqual(refused);
		const conditions = { ...unconditional.conditions, status: ['active'] };
		expect(plan({}, merged, { conditions })).toEqual(refused);
	});

	it('unmet condition, nothing to change → refused', () => {
		const rules = { conditions: { ...unconditional.conditions, unassigned: true } };
		expect(plan({ status: 'active' }, incident({ assignedTo: 'a' }), rules)).toMatchObject({
			kind: 'refuse',
			refusal: { because: 'conditions', unmet: [{ condition: 'unassigned' }] },
		});
	});

	const owned = incident({ assignedTo: 'Kai@X.example', customTags: ['a', 'b'] });
	const other = { classification: 'falsePositive', determination: 'other' } as const;
	const values = { severity: 'low', status: 'inProgress' } as const;
	const texts = incident({ summary: 'a\nb', description: null, displayName: 'x' });

	eachRow<[string, UpdateRequest, Incident, object | undefined]>([
		['comment only', { comment: 'c' }, incident(), undefined],
		['owner in another case', { assignedTo: 'kai@x.EXAMPLE' }, owned, undefined],
		['no owner to clear', { assignedTo: null }, incident(), undefined],
		[
			'one half of the verdict differs',
			{ verdict: { ...malware, determination: 'other' } },
			incident(malware),
			{ classification: 'truePositive', determination: 'other' },
		],
		[
			'the other half of the verdict differs',
			{ verdict: other },
			incident({ ...malware, determination: 'other' }),
			other,
		],
		['verdict cleared', { verdict: unknown }, incident(malware), unknown],
		[
			'verdict already set',
			{ verdict: malware, status: 'resolved' },
			incident(malware),
			{ status: 'resolved' },
		],
		[
			'texts that differ, line ends ignored',
			{ summary: 'a\r\nb ', description: 'd', displayName: 'x', resolvingComment: 'r' },
			texts,
			{ description: 'd', resolvingComment: 'r' },
		],
		['severity and status', values, incident(), values],
		['severity and status already set', values, incident(values), undefined],
		['tag added', { tags: adding('c') }, owned, { customTags: ['a', 'b', 'c'] }],
		['tag in another case', { tags: adding('B') }, owned, undefined],
		['tags replaced', { tags: { add: ['a'], drop: 'others' } }, owned, { customTags: ['a'] }],
	])('each field, different or already set → written or left out', (_, request, fresh, patch) => {
		expect(plan(request, fresh)).toEqual(
			patch === undefined ? { kind: 'nothing' } : { kind: 'write', patch },
		);
	});

	it('unassign → null or empty text, as configured', () => {
		expect(plan({ assignedTo: null }, owned)).toEqual({ kind: 'write', patch: { assignedTo: null } });
		const empty = { clearOwnerBy: '' } as const;
		expect(plan({ assignedTo: null }, owned, empty)).toEqual({ kind: 'write', patch: { assignedTo: '' } });
		expect(plan({ assignedTo: 'b' }, owned, empty)).toEqual({ kind: 'write', patch: { assignedTo: 'b' } });
	});
});

describe('update plan › required verdict', () => {
	const rules = { requireVerdict: true };
	const resolve = { status: 'resolved' } as const;
	eachRow<[string, UpdateRequest, Partial<Incident>, string]>([
		['neither asked nor there', resolve, {}, 'refuse'],
		['taken away', { ...resolve, verdict: unknown }, malware, 'refuse'],
		['there', resolve, malware, 'write'],
		['asked', { ...resolve, verdict: malware }, {}, 'write'],
		['missing on one that is resolved already', resolve, { status: 'resolved' }, 'nothing'],
		['missing where nothing is resolved', { status: 'inProgress' }, {}, 'write'],
	])('each combination of request and state → refused, written or nothing', (_, request, fresh, kind) => {
		expect(plan(request, incident(fresh), rules).kind).toBe(kind);
		if (kind !== 'refuse') return;
		expect(plan(request, incident(fresh), rules)).toMatchObject({ refusal: { because: 'noVerdict' } });
		expect(plan(request, incident(fresh)).kind).toBe('write');
	});
});
