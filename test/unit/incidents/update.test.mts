import { describe, expect, it } from 'vitest';
import {
	isStaleRead,
	planUpdate,
	refuseBadRequest,
	unmetFields,
} from '../../../defender/incidents/update.ts';
import { thrown } from '../../fixtures/defenderErrors.mts';
import { at, incident } from '../../fixtures/incidents.mts';

describe('planUpdate', () => {
	it.each([
		['says so', incident({ status: 'redirected', redirectIncidentId: '7' })],
		['has a target', incident({ status: 'active', redirectIncidentId: '7' })],
		['says so without a target', incident({ status: 'redirected' })],
	])('refuses an incident that was merged, when it %s', (_, merged) => {
		expect(planUpdate({ status: 'resolved', addTags: [] }, merged)).toEqual({ kind: 'refuse' });
		expect(planUpdate({ addTags: [] }, merged)).toEqual({ kind: 'refuse' });
	});

	it('plans nothing when nothing is asked', () => {
		expect(planUpdate({ addTags: [], comment: 'c' }, incident())).toEqual({ kind: 'nothing' });
	});

	it('takes an owner in another letter case for the same', () => {
		const owned = incident({ assignedTo: 'Kai@X.example' });
		expect(planUpdate({ assignedTo: 'kai@x.EXAMPLE', addTags: [] }, owned)).toEqual({ kind: 'nothing' });
	});

	it('clears a verdict by writing both as unknown', () => {
		const judged = incident({ classification: 'truePositive', determination: 'malware' });
		const verdict = { classification: 'unknown', determination: 'unknown' } as const;
		expect(planUpdate({ verdict, addTags: [] }, judged)).toEqual({ kind: 'write', patch: verdict });
	});
});

describe('unmetFields', () => {
	const patch = {
		status: 'resolved',
		classification: 'truePositive',
		determination: 'malware',
		assignedTo: 'a@x.example',
		customTags: ['a', 'b'],
	} as const;
	const met = incident({ ...patch, assignedTo: 'A@x.example', customTags: ['B', 'theirs', 'a'] });

	it('takes tags in any order, letter case and company', () => {
		expect(unmetFields(patch, met)).toEqual([]);
	});

	it.each([
		['status', { status: 'active' }],
		['classification', { classification: 'unknown' }],
		['determination', { determination: 'other' }],
		['assignedTo', { assignedTo: null }],
		['customTags', { customTags: ['a'] }],
	])('names %s alone when it does not hold', (field, wrong) => {
		expect(unmetFields(patch, incident({ ...met, ...wrong }))).toEqual([field]);
	});
});

describe('isStaleRead', () => {
	const old = incident({ lastUpdateDateTime: at('2026-11-22T02:00:00.0000001Z') });
	it.each([
		['2026-11-22T02:00:00.0000000Z', true],
		['2026-11-22T02:00:00.0000001Z', true],
		['2026-11-22T02:00:00.0000002Z', false],
	])('sees one tick: %s', (time, stale) => {
		expect(isStaleRead(old, incident({ lastUpdateDateTime: at(time) }))).toBe(stale);
	});
});

describe('refuseBadRequest', () => {
	it.each([
		[{}, 'updateFields', 'Nothing to update was given'],
		[{ assignedTo: ' ' }, 'updateFields.assignedTo', 'Assigned To is empty'],
		[{ comment: '\n' }, 'comment', undefined],
		[
			{ comment: 'x'.repeat(30_001) },
			'comment',
			'The comment has 30001 characters; Microsoft Defender accepts 30000',
		],
	])('refuses %#', (request, field, message) => {
		const error = thrown(() => refuseBadRequest({ addTags: [], ...request }));
		expect(error.trouble).toEqual({ kind: 'invalidInput', field });
		if (message !== undefined) expect(error.message).toBe(message);
	});

	it.each([
		[{ status: 'active' as const }],
		[{ addTags: ['a'] }],
		[{ comment: 'x'.repeat(30_000) }],
		[{ assignedTo: 'a' }],
	])('lets %# pass', (request) => {
		expect(() => refuseBadRequest({ addTags: [], ...request })).not.toThrow();
	});
});
