import { describe, expect, it } from 'vitest';
import { describeSplit, type SplitStop } from '../../../../defender/hunting/split/splitEnd.ts';
import { hasTimeColumn, SliceRows, type SliceTable } from '../../../../defender/hunting/split/sliceRows.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { trouble } from '../../../support/defenderErrors.mts';
import { at } from '../../../support/incidents.mts';

const column = (name: string, type: string) => ({ name, type });
const COLUMNS = [column('Timestamp', 'DateTime'), column('Name', 'String')];
const table = (times: readonly unknown[], more: Partial<SliceTable> = {}): SliceTable => ({
	columns: COLUMNS,
	rows: times.map((Timestamp) => ({ Timestamp, Name: 'x' })),
	malformed: 0,
	numbersAsText: false,
	...more,
});
const HOUR = { from: at('2026-11-22T10:00:00Z'), to: at('2026-11-22T11:00:00Z'), includesEnd: false };

describe('rows of slices', () => {
	it('rows outside the slice → dropped; equal rows → all kept', () => {
		const rows = new SliceRows(10);
		const inside = '2026-11-22T10:00:00.1234567Z';
		rows.add(table([inside, inside, '2026-11-22T11:00:00Z', '2026-11-22T09:59:59.9999999Z', inside]), HOUR);
		expect(rows.rows.map(({ Timestamp }) => Timestamp)).toEqual([inside, inside, inside]);
		expect(rows.malformed).toBe(0);
	});

	it('fewer fraction digits or an offset → compared as the same instant', () => {
		const rows = new SliceRows(10);
		rows.add(table(['2026-11-22T10:00:00Z', '2026-11-22T10:59:59.9Z', '2026-11-22T12:30:00+02:00']), HOUR);
		expect(rows.rows).toHaveLength(3);
	});

	it('time that is unreadable → left out and counted', () => {
		const rows = new SliceRows(10);
		rows.add(table([null, 'soon', {}, 5, '2026-11-22T10:00:00Z'], { malformed: 2 }), HOUR);
		rows.add(table([], { malformed: 1 }), HOUR);
		expect([rows.rows.length, rows.malformed]).toEqual([1, 7]);
	});

	it('more than the maximum → one more row, and full', () => {
		const rows = new SliceRows(2);
		rows.add(table(['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z']), HOUR);
		expect(rows.isFull).toBe(false);
		rows.add(table(['2026-11-22T10:00:01Z', '2026-11-22T10:00:02Z']), HOUR);
		expect([rows.isFull, rows.rows.length]).toEqual([true, 3]);
		rows.dropExcess();
		expect([rows.isFull, rows.rows.length]).toEqual([false, 2]);
		rows.dropExcess();
		expect(rows.rows).toHaveLength(2);
	});

	it('unreadable row or error → not everything was read', () => {
		const read = (times: readonly unknown[], more: Partial<SliceTable> = {}) =>
			new SliceRows(1).add(table(times, more), HOUR);
		expect(read(['2026-11-22T10:00:00Z', '2026-11-22T19:00:00Z'])).toBe(true);
		expect([read([null]), read([], { malformed: 1 })]).toEqual([false, false]);
		expect(read([], { reported: { status: 200, code: '', message: '' } })).toBe(false);
	});

	it('no slice → every row', () => {
		const rows = new SliceRows(10);
		rows.add(table(['2026-11-20T10:00:00Z', 'soon']));
		expect([rows.rows.length, rows.malformed]).toEqual([2, 0]);
	});

	it('several responses → the first schema, the first error, numbers as text once', () => {
		const rows = new SliceRows(10);
		expect([rows.hasTable, rows.numbersAsText, rows.reported]).toEqual([false, false, undefined]);
		const trace = (code: string) => ({ status: 200, code, message: '' });
		rows.add(table([]), HOUR);
		rows.add(table([], { columns: [], numbersAsText: true, reported: trace('first') }), HOUR);
		rows.add(table([], { columns: [column('Other', 'String')], reported: trace('second') }), HOUR);
		expect(rows).toMatchObject({
			hasTable: true,
			columns: COLUMNS,
			numbersAsText: true,
			reported: trace('first'),
		});
	});

	eachRow([
		[[column('Timestamp', 'DateTime')], true],
		[[column('A', 'String'), column('Timestamp', 'datetime')], true],
		[[column('Timestamp', 'Date')], true],
		[[column('Timestamp', 'String')], false],
		[[column('timestamp', 'DateTime')], false],
		[[column('Time', 'DateTime')], false],
		[[], false],
	])('schema → whether it has a time column', (columns, expected) => {
		expect(hasTimeColumn(columns)).toBe(expected);
	});
});

describe('end of a split', () => {
	const covered = { from: at('2026-11-22T10:00:00Z'), to: at('2026-11-22T11:00:00Z') };
	const COVERAGE = 'The rows from 2026-11-22T10:00:00.0000000Z to 2026-11-22T11:00:00.0000000Z are complete.';
	const error = trouble({ kind: 'serviceDown' }, 'none', { status: 503, code: '', message: 'busy' });
	const none = { malformed: 0, reported: undefined, rows: [] };
	const describeStop = (
		stop: SplitStop,
		more: { limit?: number; splitMax?: number; gaps?: (typeof HOUR)[] } = {},
	) =>
		describeSplit(
			stop,
			{ limit: more.limit ?? 'all', splitMax: more.splitMax ?? 32 },
			{ covered, gaps: more.gaps ?? [] },
			none,
		);

	it('every slice fits → complete, without a text', () => {
		expect(describeStop({ kind: 'done' })).toEqual({ complete: true, text: undefined });
	});

	it('more rows than Limit → limit', () => {
		const { complete, text } = describeStop({ kind: 'full' }, { limit: 500_000 });
		expect(complete).toEqual({ because: 'limit', covered });
		expect(text).toMatch(/^The query has more rows than the limit of 500,000\./);
	});

	eachRow([[undefined], [500_001]])('more than 500,000 rows → row maximum', (limit) => {
		const { complete, text } = describeStop({ kind: 'full' }, limit === undefined ? {} : { limit });
		expect(complete).toEqual({ because: 'rowMaximum', covered });
		expect(text).toMatch(/^The hunt has more than 500,000 rows, the maximum of a split hunt/);
		expect(text).toContain(COVERAGE);
	});

	eachRow([
		[{ kind: 'slices' }, 'budget', 'The hunt needs more than 7 time slices, so rows are missing.'],
		[
			{ kind: 'wait', error },
			'budget',
			'Rows are missing, because Max Wait was not enough for all time slices',
		],
		[{ kind: 'failed', error }, 'sliceError', 'Rows are missing, because one time slice could not be read: '],
	] as const)('budget or error → reason, covered span and text', (stop, because, start) => {
		const { complete, text } = describeStop(stop, { splitMax: 7 });
		expect(complete).toEqual({ because, covered });
		expect(text?.startsWith(start)).toBe(true);
		expect(text).toContain(COVERAGE);
		if ('error' in stop) expect(text).toContain(error.message);
	});

	it('nothing covered, or no end → said', () => {
		const textOf = (span: { from: typeof covered.from; to: undefined } | undefined) =>
			describeSplit({ kind: 'slices' }, { limit: 'all', splitMax: 2 }, { covered: span, gaps: [] }, none);
		expect(textOf(undefined).complete).toStrictEqual({ because: 'budget' });
		expect(textOf(undefined).text).toContain('No part of the time range is complete.');
		expect(textOf({ from: covered.from, to: undefined }).text).toContain('to now are complete.');
	});

	it('gaps → where, and how many', () => {
		const one = describeStop({ kind: 'done' }, { gaps: [HOUR] });
		expect(one.complete).toEqual({ because: 'sliceFloor', covered });
		expect(one.text).toMatch(
			/^Rows are missing around 2026-11-22T10:00:00\.0000000Z: a single second has more than 100,000 rows/,
		);
		expect(describeStop({ kind: 'done' }, { gaps: [HOUR, HOUR, HOUR] }).text).toContain(
			'Z and 2 other times: ',
		);
	});

	it('several reasons → the first counts, and every text is shown', () => {
		const rows = {
			malformed: 3,
			reported: { status: 200, code: 'x', message: 'y' },
			rows: [{ Timestamp: '' }, { Timestamp: '' }],
		};
		const end = (stop: SplitStop, gaps: (typeof HOUR)[]) =>
			describeSplit(stop, { limit: 'all', splitMax: 9 }, { covered, gaps }, rows);
		const all = end({ kind: 'slices' }, [HOUR]);
		expect(all.complete).toMatchObject({ because: 'budget' });
		expect(all.text).toMatch(
			/more than 9 time slices.*\. Rows are missing around.*\. Microsoft Defender returned 2 rows and an error.*returned 3 malformed rows/,
		);
		expect(end({ kind: 'done' }, []).complete).toMatchObject({ because: 'serviceError' });
		const malformed = describeSplit(
			{ kind: 'done' },
			{ limit: 'all', splitMax: 9 },
			{ covered, gaps: [] },
			{ ...none, malformed: 1 },
		);
		expect(malformed.complete).toMatchObject({ because: 'malformedRows' });
	});
});
