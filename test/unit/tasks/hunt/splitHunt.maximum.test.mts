import { describe, expect, it } from 'vitest';
import { LAST_DAY, NOW, splitFixture, tableOf } from '../../../support/splitFixture.mts';

/** One event in the middle of each hour of the last day. */
const EVENTS = Array.from({ length: 24 }, (_, hour) => ({
	ticks: NOW - BigInt(2 * hour + 1) * 18_000_000_000n,
	name: String(hour),
}));

describe('split hunt › maximum of 500,000 rows', () => {
	it('more rows in the slices → exactly 500,000, whatever Limit is, and a notice', async () => {
		for (const limit of ['all', 600_000] as const) {
			const { run, requests, texts } = await splitFixture(
				EVENTS,
				{ timeRange: LAST_DAY, limit },
				{ maximum: 2 },
				(_, table) => {
					const { rows, length } = table();
					const [row] = rows;
					if (row === undefined || length > 1_000) return undefined;
					return { ...tableOf([], false), rows: Array.from({ length: 99_999 }, () => ({ ...row })) };
				},
			);
			const { complete, rows } = await run();
			expect([complete === true || complete.because, rows.length]).toEqual(['rowMaximum', 500_000]);
			expect(texts().at(-1)).toContain('more than 500,000 rows');
			// Six slices of 99,999 rows fill the result, and nothing is requested after them.
			expect(requests.length).toBeLessThan(20);
		}
	});
});
