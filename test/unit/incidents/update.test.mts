import { describe, expect, it } from 'vitest';
import {
	isStaleRead,
	unconditional,
	fieldsChangedByOthers,
	planUpdate,
	unmetFields,
	requestToRepeat,
} from '../../../defender/incidents/update.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import type { UpdateRequest } from '../../../defender/incidents/updateRequest.ts';
import { at, incident } from '../../support/incidents.mts';
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

	it('comment only → nothing to write', () => {
		expect(plan({ comment: 'c' }, incident())).toEqual({ kind: 'nothing' });
	});

	it('owner in another case → nothing to write', () => {
		const owned = incident({ assignedTo: 'Kai@X.example' });
		expect(plan({ assignedTo: 'kai@x.EXAMPLE' }, owned)).toEqual({ kind: 'nothing' });
	});

	it('unassign → null or empty text, as configured', () => {
		const owned = incident({ assignedTo: 'a' });
		expect(plan({ assignedTo: null }, owned)).toEqual({ kind: 'write', patch: { assignedTo: null } });
		expect(plan({ assignedTo: null }, owned, { clearOwnerBy: '' })).toEqual({
			kind: 'write',
			patch: { assignedTo: '' },
		});
		expect(plan({ assignedTo: null }, incident())).toEqual({ kind: 'nothing' });
		expect(plan({ assignedTo: 'b' }, owned, { clearOwnerBy: '' })).toEqual({
			kind: 'write',
			patch: { assignedTo: 'b' },
		});
	});

	it('one half of the verdict differs → both written', () => {
		expect(plan({ verdict: { ...malware, determination: 'other' } }, incident(malware))).toEqual({
			kind: 'write',
			patch: { classification: 'truePositive', determination: 'other' },
		});
		const other = { classification: 'falsePositive', determination: 'other' } as const;
		expect(plan({ verdict: other }, incident({ ...malware, determination: 'other' }))).toEqual({
			kind: 'write',
			patch: other,
		});
		expect(plan({ verdict: unknown }, incident(malware))).toEqual({ kind: 'write', patch: unknown });
		expect(plan({ verdict: malware, status: 'resolved' }, incident(malware))).toEqual({
			kind: 'write',
			patch: { status: 'resolved' },
		});
	});

	it('texts → only those that differ, line ends ignored', () => {
		const fresh = incident({ summary: 'a\nb', description: null, displayName: 'x' });
		const request = { summary: 'a\r\nb ', description: 'd', displayName: 'x', resolvingComment: 'r' };
		expect(plan(request, fresh)).toEqual({
			kind: 'write',
			patch: { description: 'd', resolvingComment: 'r' },
		});
	});

	it('severity and status → written if they differ', () => {
		const request = { severity: 'low', status: 'inProgress' } as const;
		expect(plan(request, incident())).toEqual({ kind: 'write', patch: request });
		expect(plan(request, incident(request))).toEqual({ kind: 'nothing' });
	});

	it('tags → whole list, or nothing if applied', () => {
		const fresh = incident({ customTags: ['a', 'b'] });
		expect(plan({ tags: adding('c') }, fresh)).toEqual({
			kind: 'write',
			patch: { customTags: ['a', 'b', 'c'] },
		});
		expect(plan({ tags: adding('B') }, fresh)).toEqual({ kind: 'nothing' });
		expect(plan({ tags: { add: ['a'], drop: 'others' } }, fresh)).toEqual({
			kind: 'write',
			patch: { customTags: ['a'] },
		});
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

describe('fields not applied', () => {
	const request: UpdateRequest = {
		status: 'resolved',
		severity: 'low',
		verdict: malware,
		assignedTo: 'a@x.example',
		displayName: 'n',
		description: 'd',
		summary: 's',
		resolvingComment: 'r',
		tags: adding('a', 'b'),
	};
	const base = incident();
	const met = incident({
		status: 'resolved',
		severity: 'low',
		...malware,
		assignedTo: 'A@x.example',
		displayName: ' n',
		description: 'd\r\n',
		summary: 's',
		resolvingComment: 'r',
		customTags: ['B', 'theirs', 'a'],
	});

	it('tags in any order and case, with others → applied', () => {
		expect(unmetFields(request, base, met)).toEqual([]);
	});

	eachRow<[string, Partial<Incident>]>([
		['status', { status: 'active' }],
		['severity', { severity: 'high' }],
		['classification', { classification: 'unknown' }],
		['determination', { determination: 'other' }],
		['assignedTo', { assignedTo: null }],
		['displayName', { displayName: null }],
		['description', { description: 'D' }],
		['summary', { summary: 's.' }],
		['resolvingComment', { resolvingComment: '' }],
		['customTags', { customTags: ['a'] }],
	])('one field differs → only that field', (field, wrong) => {
		expect(unmetFields(request, base, incident({ ...met, ...wrong }))).toEqual([field]);
	});

	it('owner to clear still present → listed', () => {
		expect(unmetFields({ assignedTo: null }, base, met)).toEqual(['assignedTo']);
		expect(unmetFields({ assignedTo: null }, base, base)).toEqual([]);
	});

	it('tag added after the read → not counted', () => {
		const before = incident({ customTags: ['old'] });
		const replace: UpdateRequest = { tags: { add: ['a'], drop: 'others' } };
		expect(unmetFields(replace, before, incident({ customTags: ['a', 'theirs'] }))).toEqual([]);
		expect(unmetFields(replace, before, incident({ customTags: ['a', 'old'] }))).toEqual(['customTags']);
	});
});

describe('fields changed by others', () => {
	const request: UpdateRequest = { status: 'resolved', assignedTo: 'a', tags: adding('x') };
	it('neither old nor requested value → listed, tags never', () => {
		const seen = incident();
		const theirs = incident({ status: 'inProgress', assignedTo: 'A', customTags: ['theirs'] });
		expect(fieldsChangedByOthers(request, seen, theirs)).toEqual(['status']);
		expect(fieldsChangedByOthers(request, seen, seen)).toEqual([]);
	});
});

describe('request to repeat', () => {
	const before = incident({ assignedTo: 'a', customTags: ['t'] });
	const request: UpdateRequest = { status: 'resolved', assignedTo: null, tags: adding('x') };

	it('owner still present after the first way → unassign again', () => {
		expect(requestToRepeat(request, null, before, before)).toEqual({ assignedTo: null });
		expect(requestToRepeat(request, '', before, before)).toBeUndefined();
		expect(requestToRepeat(request, null, before, incident({ ...before, assignedTo: 'b' }))).toBeUndefined();
		expect(requestToRepeat({ assignedTo: 'z' }, null, before, before)).toBeUndefined();
	});

	it('tags changed and still incomplete → tags again', () => {
		const moved = incident({ assignedTo: null, customTags: ['theirs'] });
		expect(requestToRepeat(request, null, before, moved)).toEqual({ tags: request.tags });
		const done = incident({ assignedTo: null, customTags: ['theirs', 'x'] });
		expect(requestToRepeat(request, null, before, done)).toBeUndefined();
		expect(requestToRepeat({ status: 'resolved' }, null, before, moved)).toBeUndefined();
	});
});

describe('stale read', () => {
	const old = incident({ lastUpdateDateTime: at('2026-11-22T02:00:00.0000001Z') });
	eachRow([
		['2026-11-22T02:00:00.0000000Z', true],
		['2026-11-22T02:00:00.0000001Z', true],
		['2026-11-22T02:00:00.0000002Z', false],
	])('equal or older time stamp → stale, to the tick', (time, stale) => {
		expect(isStaleRead(old, incident({ lastUpdateDateTime: at(time) }))).toBe(stale);
	});
});
