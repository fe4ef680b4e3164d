import { describe, expect, it } from 'vitest';
import {
	fieldsChangedByOthers,
	fieldsOf,
	isStaleRead,
	requestToRepeat,
	unmetFields,
} from '../../../defender/incidents/update.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import type { UpdateRequest } from '../../../defender/incidents/updateRequest.ts';
import { at, incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const adding = (...add: string[]) => ({ add, drop: [] });
const malware = { classification: 'truePositive', determination: 'malware' } as const;

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

	it('empty text requested, no text present → applied', () => {
		expect(unmetFields({ description: '' }, base, incident({ description: null }))).toEqual([]);
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
		const sameOwner = incident({ status: 'inProgress' });
		expect(fieldsChangedByOthers({ status: 'resolved' }, seen, sameOwner)).toEqual(['status']);
	});

	eachRow([
		['old owner in another case', 'kai@x.example', 'Kai@X.example', []],
		['another owner', 'kai@x.example', 'mia@x.example', ['assignedTo']],
		['owner removed', 'kai@x.example', null, ['assignedTo']],
	])('owner not the requested one → listed if it is not the old one', (_, old, now, changed) => {
		const fresh = incident({ assignedTo: now });
		expect(fieldsChangedByOthers({ assignedTo: 'a' }, incident({ assignedTo: old }), fresh)).toEqual(changed);
	});
});

describe('request to repeat', () => {
	const before = incident({ assignedTo: 'a', customTags: ['t'] });
	const request: UpdateRequest = { status: 'resolved', assignedTo: null, tags: adding('x') };

	it('owner still present after the first way → unassign again', () => {
		expect(requestToRepeat(request, null, before, before)).toStrictEqual({ assignedTo: null });
		expect(requestToRepeat(request, '', before, before)).toBeUndefined();
		expect(requestToRepeat(request, null, before, incident({ ...before, assignedTo: 'b' }))).toBeUndefined();
		expect(requestToRepeat({ assignedTo: 'z' }, null, before, before)).toBeUndefined();
	});

	it('no owner before and after → only the tags again', () => {
		const unowned = incident({ assignedTo: null, customTags: ['t'] });
		const theirs = incident({ assignedTo: null, customTags: ['theirs'] });
		expect(requestToRepeat(request, null, unowned, theirs)).toStrictEqual({ tags: request.tags });
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

it('fields of a patch › null owner → included', () => {
	expect(fieldsOf({ customTags: [], assignedTo: null })).toEqual(['assignedTo', 'customTags']);
});
