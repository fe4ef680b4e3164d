import { describe, expect, it } from 'vitest';
import { readKnown, packKnown, type KnownIncident } from '../../../defender/trigger/knownIncident.ts';
import { packInstant, unpackInstant } from '../../../defender/trigger/savedInstant.ts';
import { at } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const STAMP = at('2026-11-22T03:00:00.1234567Z');
const PACKED = packInstant(STAMP);
const plain: KnownIncident = {
	...{
		lastUpdate: STAMP,
		fingerprint: '01234567',
		sequence: 0,
		canBeCreated: false,
		hasMatched: false,
		isClosed: false,
	},
	values: {},
};
const row = ['1', PACKED, '01234567', 0, '', []] as const;

describe('packed known incident', () => {
	it('no optional values → short row', () => {
		expect(packKnown('1', plain)).toEqual(row);
		expect(PACKED.length).toBeLessThan(13);
	});

	eachRow<[Partial<KnownIncident>, number]>([
		[{ canBeCreated: true }, 1],
		[{ isClosed: true }, 2],
		[{ hasMatched: true }, 4],
		[{ canBeCreated: true, isClosed: true, hasMatched: true }, 7],
	])('flags → one number', (more, flags) => {
		expect(packKnown('1', { ...plain, ...more })[3]).toBe(flags);
		expect(readKnown(packKnown('1', { ...plain, ...more }))).toEqual(['1', { ...plain, ...more }]);
	});

	eachRow<[KnownIncident['values'], readonly unknown[]]>([
		[{ status: 'active' }, [0]],
		[{ status: 'newlyInvented' }, ['newlyInvented']],
		[{ assignedTo: null }, [null, null, '']],
		[{ assignedTo: 'high' }, [null, null, 'high']],
		[{ customTags: ['a', '0'], comments: 0 }, [null, null, null, null, null, ['a', '0'], null, 0]],
		[{ alerts: ['01234', 'abcde'] }, [null, null, null, null, null, null, null, null, '01234abcde']],
		[{ alerts: [] }, [null, null, null, null, null, null, null, null, '']],
	])('values → packed and read back', (values, packed) => {
		const written = packKnown('1', { ...plain, values });
		expect(written[5]).toEqual(packed);
		expect(readKnown(JSON.parse(JSON.stringify(written)))).toEqual(['1', { ...plain, values }]);
	});

	eachRow([
		{ length: 1_000, keeps: true },
		{ length: 1_001, keeps: false },
	])('tags up to 1,000 characters → kept; longer → dropped', ({ length, keeps }) => {
		const systemTags = ['x'.repeat(length - JSON.stringify(['']).length)];
		const [, back] = readKnown(packKnown('1', { ...plain, values: { systemTags } })) ?? [];
		expect(back?.values).toEqual(keeps ? { systemTags } : {});
		// A long name is no list of tags.
		const assignedTo = 'x'.repeat(length);
		expect(packKnown('1', { ...plain, values: { assignedTo } })[5]).toEqual([null, null, assignedTo]);
	});

	it('due time and sequence → kept', () => {
		const known = { ...plain, dueAt: at('2026-11-22T04:00:00Z'), sequence: 3 };
		expect(packKnown('1', known)[2]).toBe('01234567.3');
		expect(readKnown(packKnown('1', known))).toEqual(['1', known]);
		expect(readKnown(row)?.[1]).not.toHaveProperty('due');
	});

	eachRow([
		...['text', null, {}, [], row.slice(0, 5), [...row, 1]],
		...[
			[1, PACKED, '01234567', 0, '', []],
			['1', 5, '01234567', 0, '', []],
			['1', 'x', '01234567', 0, '', []],
			['1', PACKED, 5, 0, '', []],
			['1', PACKED, '01234567', '0', '', []],
			['1', PACKED, '01234567', 0, 'x', []],
			['1', PACKED, '01234567', 0, 5, []],
			['1', PACKED, '01234567', 0, '', 'x'],
		],
	])('damaged row → rejected', (damaged) => {
		expect(readKnown(damaged)).toBeUndefined();
	});

	it('values of the wrong type → dropped', () => {
		const values = [99, true, 5, {}, null, 'x', [1], 'x', 5];
		expect(readKnown(['1', PACKED, '01234567', 0, '', values])).toEqual([
			'1',
			{ ...plain, values: { systemTags: ['1'] } },
		]);
	});
});

describe('packed instant', () => {
	eachRow(['2026-11-22T03:00:00.1234567Z', '1969-07-20T20:17:40.0000001Z', '2026-11-22T03:00:00.0000000Z'])(
		'any instant → read back to the tick',
		(text) => {
			expect(unpackInstant(packInstant(at(text)))).toBe(at(text));
		},
	);

	eachRow([undefined, 5, '', 'x', 'a.', '.a', 'A.0', 'a.0x.', ' a.0', 'a.0 ', 'aaaaaaaaaaa.0', 'a.aaaa'])(
		'other text → rejected',
		(packed) => {
			expect(unpackInstant(packed)).toBeUndefined();
		},
	);
});
