import { describe, expect, it } from 'vitest';
import { columnsOf, rowsOf } from '../../../support/huntResults.mts';

const EVENTS = `let E = datatable(Timestamp:datetime, Device:string, Size:long)[
	datetime(2026-01-01 10:10), "a", 1,
	datetime(2026-01-01 10:50), "a", 3,
	datetime(2026-01-01 11:00), "b", long(null)];
`;

describe('KQL summarize', () => {
	it('unnamed aggregates → named after function and column', () => {
		expect(
			columnsOf(
				`${EVENTS}E | summarize count(), dcount(Device), make_set(Device), any(Device), max(Size), avg(Size)`,
			),
		).toEqual([
			'count_:long',
			'dcount_Device:long',
			'set_Device:dynamic',
			'any_Device:string',
			'max_Size:long',
			'avg_Size:real',
		]);
	});

	it('no rows → one row of defaults without by, none with by', () => {
		const none = `${EVENTS}E | where false | summarize count(), dcount(Device), sum(Size), make_set(Device), max(Size), max(Device), avg(Size)`;
		expect(rowsOf(none)).toEqual([[0, 0, 0, [], null, '', null]]);
		expect(rowsOf(`${none} by Device`)).toEqual([]);
	});

	it('null values → ignored except by count()', () => {
		expect(
			rowsOf(
				`${EVENTS}E | summarize count(), sum(Size), avg(Size), min(Size), dcount(Size), make_list(Size)`,
			),
		).toEqual([[3, 4, 2, 1, 2, [1, 3]]]);
	});

	it('by bin() → groups by time, group columns first', () => {
		expect(rowsOf(`${EVENTS}E | summarize n = count() by Device, bin(Timestamp, 1h)`)).toEqual([
			['a', '2026-01-01T10:00:00.0000000Z', 2],
			['b', '2026-01-01T11:00:00.0000000Z', 1],
		]);
	});

	it('countif, sumif and dcountif → rows that meet the condition', () => {
		expect(
			rowsOf(
				`${EVENTS}E | summarize countif(Size > 1), sumif(Size, Device == "a"), dcountif(Device, Size > 0)`,
			),
		).toEqual([[1, 4, 1]]);
	});

	it('expressions over aggregates → computed', () => {
		expect(
			rowsOf(
				`${EVENTS}E | summarize x = round(avg(Size), 1) + count(), s = strcat_array(make_set(Device), "+")`,
			),
		).toEqual([[5, 'a+b']]);
	});

	it('arg_max and arg_min → the row of the extreme, the first row if all are null', () => {
		const fruit = `datatable(Fruit:string, Color:string, Version:int)["Apple", "Red", 1, "Apple", "Green", int(null),
			"Banana", "Yellow", int(null), "Banana", "Green", int(null), "Pear", "Brown", 1, "Pear", "Green", 2]`;
		expect(rowsOf(`${fruit} | summarize arg_max(Version, *) by Fruit`)).toEqual([
			['Apple', 1, 'Red'],
			['Banana', null, 'Yellow'],
			['Pear', 2, 'Green'],
		]);
		expect(rowsOf(`${fruit} | summarize arg_min(Version, Color)`)).toEqual([[1, 'Red']]);
		expect(rowsOf(`${fruit} | summarize take_any(*) by Fruit | count`)).toEqual([[3]]);
	});

	it('make_set and make_list of arrays → their elements, up to the maximum size', () => {
		const arrays = `datatable(V:int, A:dynamic)[1, dynamic(['A1','A2','A3']), 5, dynamic(['A2','C1']), 7, dynamic(['C2','A3']), 5, dynamic(['C2','A1'])]`;
		expect(rowsOf(`${arrays} | summarize make_set(V), make_set(A)`)).toEqual([
			[
				[1, 5, 7],
				['A1', 'A2', 'A3', 'C1', 'C2'],
			],
		]);
		expect(rowsOf(`${arrays} | summarize make_list(V, 2)`)).toEqual([[[1, 5]]]);
	});

	it('longs beyond 2^53 → summed exactly', () => {
		expect(rowsOf('datatable(n:long)[9007199254740993, 2] | summarize sum(n)')).toEqual([
			[9007199254740995n],
		]);
	});

	it('percentile → the nearest rank', () => {
		expect(rowsOf('range n from 1 to 10 step 1 | summarize percentile(n, 50), percentile(n, 95)')).toEqual([
			[5, 10],
		]);
	});

	it('by without aggregates → each combination once', () => {
		expect(rowsOf(`${EVENTS}E | summarize by Device`)).toEqual([['a'], ['b']]);
	});
});
