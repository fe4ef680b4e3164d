import { describe, expect, it } from 'vitest';
import {
	packBatches,
	readBatches,
	reportsIn,
	addBatch,
	type Batch,
} from '../../../defender/trigger/recentDeliveries.ts';
import type { Report } from '../../../defender/trigger/report.ts';
import { timeAfterStart, MINUTE } from '../../support/triggerTimes.mts';
import { eachRow, eachValue } from '../../../lab/test/support/eachRow.mts';

function updateReport(id: number, text = ''): Report {
	const changes = text === '' ? {} : { assignedTo: { from: '', to: text } };
	const deliveryId = `${id}@${timeAfterStart(0)}#01234567`;
	return { id: `${id}`, deliveryId, event: 'updated', events: ['updated'], changes, firstSeen: false };
}

function batch(when: number, count: number, text = ''): Batch {
	return {
		at: timeAfterStart(when),
		reports: Array.from({ length: count }, (_, place) => updateReport(when + place, text)),
	};
}

/** The batches after they were packed, stored and read. */
const kept = (batches: readonly Batch[]) => readBatches(JSON.parse(JSON.stringify(packBatches(batches))));
const lengthOf = (value: unknown) => JSON.stringify(value).length;

describe('recent deliveries', () => {
	it('new batch → batches of the last five minutes kept', () => {
		const [oldest, next, newest] = [batch(-1, 1), batch(0, 1), batch(5 * MINUTE, 1)];
		expect(addBatch([oldest, next], newest)).toEqual([next, newest]);
	});

	it('empty batch → unchanged', () => {
		const before = [batch(0, 1)];
		expect(addBatch(before, batch(60 * MINUTE, 0))).toBe(before);
	});

	it('change in two batches → once, in order of first delivery', () => {
		expect(
			reportsIn([batch(0, 2), { at: timeAfterStart(1), reports: [updateReport(1), updateReport(7)] }]).map(
				({ id }) => id,
			),
		).toEqual([...['0', '1', '7']]);
	});
});

describe('stored batches', () => {
	it('any batches → read back unchanged', () => {
		const batches = [batch(0, 3, 'a'), batch(MINUTE, 2)];
		expect(kept(batches)).toEqual(batches);
	});

	eachValue([null, 'text', [1], 0])('changes of the wrong type → dropped', (changes) => {
		const stored = JSON.parse(JSON.stringify(packBatches([batch(0, 1)]))) as { reports: unknown[][] }[];
		for (const [row] of stored.map((one) => one.reports)) if (row !== undefined) row[6] = changes;
		expect(readBatches(stored)[0]?.reports).toEqual([updateReport(0)]);
	});

	it('each kind of item → packed and read back', () => {
		const full: Report = {
			...{ ...updateReport(0), firstSeen: true, priorStateUnknown: true, ownChange: true, mergedInto: '7' },
			...{ event: 'merged', events: ['merged', 'tagged', 'updated'] },
		};
		expect(kept([{ at: timeAfterStart(0), reports: [full] }])[0]?.reports).toEqual([full]);
		expect(
			kept([{ at: timeAfterStart(0), reports: [{ ...updateReport(0), ownChange: true }] }])[0]?.reports,
		).toEqual([{ ...updateReport(0), ownChange: true }]);
		expect(packBatches([batch(0, 1)])[0]?.reports[0]).toHaveLength(8);
		expect(packBatches([batch(0, 1)])[0]?.reports[0]?.slice(5)).toEqual([0, 0, '']);
		expect(packBatches([{ at: timeAfterStart(0), reports: [full] }])[0]?.reports[0]?.slice(5)).toEqual([
			7,
			0,
			'7',
		]);
	});

	it('several batches → newest complete, earlier ones while they fit', () => {
		const batches = [0, 1, 2, 3].map((minute) => batch(minute * MINUTE, 60));
		const [newest] = packBatches(batches).slice(-1);
		const earlier = packBatches(batches).slice(0, -1);
		expect(newest?.reports).toHaveLength(60);
		expect(kept(batches)).toEqual(batches.slice(-1 - earlier.length));
		const size = earlier.reduce((sum, one) => sum + lengthOf(one), 0);
		expect(earlier.length).toBeGreaterThan(0);
		expect(size).toBeLessThanOrEqual(8_000);
		expect(size + lengthOf(batch(0, 60))).toBeGreaterThan(8_000);
	});

	it('earlier batch with long changes → its changes dropped', () => {
		const [long, newest] = [batch(0, 10, 'x'.repeat(900)), batch(MINUTE, 1, 'y')];
		expect(kept([long, newest])).toEqual([
			{ ...long, reports: long.reports.map((one) => ({ ...one, changes: {} })) },
			newest,
		]);
	});

	eachRow([
		{ length: 12_000, keeps: true },
		{ length: 12_001, keeps: false },
	])('changes up to 12,000 characters → kept; longer → dropped', ({ length, keeps }) => {
		const empty = lengthOf([updateReport(0, 'x').changes]) - 1;
		const newest = batch(0, 1, 'x'.repeat(length - empty));
		expect(lengthOf(newest.reports.map(({ changes }) => changes))).toBe(length);
		expect(kept([newest])[0]?.reports[0]?.changes).toEqual(keeps ? newest.reports[0]?.changes : {});
	});

	it('batch in the middle too long → all earlier ones dropped', () => {
		const batches = [batch(0, 1), batch(1, 200), batch(2, 1)];
		expect(kept(batches)).toEqual([batches[2]]);
	});
});
