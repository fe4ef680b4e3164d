import { describe, expect, it } from 'vitest';
import { singleBatch } from '../../../../defender/hunting/library/huntBatches.ts';
import { NO_VALUES } from '../../../../defender/hunting/library/huntValues.ts';
import { librarySummary, type RunFacts } from '../../../../defender/hunting/library/librarySummary.ts';
import { someValues, someWindow } from '../../../support/libraryFixture.mts';
import { huntOf } from '../../../support/libraryRun.mts';

const facts = (more: Partial<RunFacts> = {}): RunFacts => ({
	batches: [NO_VALUES],
	searched: new Map([
		['devices', ['a', 'b']],
		['users', []],
	]),
	leftOut: new Map(),
	window: someWindow,
	truncated: false,
	windowOpen: false,
	omitted: [],
	...more,
});
const headOf = (id: string, more: Partial<RunFacts> = {}) =>
	librarySummary(huntOf(id), [{ Timestamp: '2026-11-20T10:00:00.5Z', DeviceName: 'd' }], facts(more)).split(
		'\n',
	)[0];

describe('summary of a run › what was searched', () => {
	it('two devices and no user → the devices only, and the time range without fractions', () => {
		expect(headOf('script-abuse')).toBe(
			'1 suspicious command (1 device), at 2026-11-20T10:00:00Z. Searched 2 devices from 2026-11-20T00:00:00Z to 2026-11-21T00:00:00Z.',
		);
	});

	it('hunt for states → no time range', () => {
		expect(headOf('device-card')).toBe('1 device, at 2026-11-20T10:00:00Z. Searched 2 devices.');
	});

	it('everything that may be missing → each part once', () => {
		const more = {
			batches: [NO_VALUES, NO_VALUES],
			truncated: true,
			windowOpen: true,
			omitted: ['A', 'B'],
			leftOut: new Map([['devices', 1] as const]),
		};
		expect(headOf('device-card', more)).toBe(
			'1 device, at 2026-11-20T10:00:00Z. Searched 2 devices in 2 queries. Truncated: there are more rows. Not searched: 1 device. Without A, B (not in this tenant). Later events may still arrive.',
		);
	});

	it('no row → what zero means', () => {
		const hunt = huntOf('script-abuse');
		expect(librarySummary(hunt, [], facts()).split('\n')[1]).toBe(hunt.verify);
	});
});

describe('entered values › one query', () => {
	it('fields of the hunt → listed, with the subject if there is one; other fields not', () => {
		const { batches, searched, leftOut } = singleBatch(huntOf('mail-recipients'), someValues);
		expect(batches).toEqual([someValues]);
		expect([...searched]).toEqual([
			['messageIds', someValues.messageIds],
			['senders', someValues.senders],
			['subject', ['Invoice']],
		]);
		expect(leftOut.size).toBe(0);
		expect([
			...singleBatch(huntOf('mail-recipients'), { ...someValues, subject: '' }).searched.keys(),
		]).toEqual(['messageIds', 'senders']);
		expect([...singleBatch(huntOf('process-tree'), someValues).searched]).toEqual([
			['devices', someValues.devices],
			['processId', ['4711']],
		]);
	});
});
