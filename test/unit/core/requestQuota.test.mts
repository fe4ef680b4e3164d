import { describe, expect, it } from 'vitest';
import { QuotaUse, shareOf } from '../../../defender/core/requestQuota.ts';

describe('shareOf', () => {
	it('80 percent of 45 a minute → 36 a minute', () => {
		expect(shareOf([{ requests: 45, periodMs: 60_000 }], 80)).toEqual([{ requests: 36, periodMs: 60_000 }]);
	});

	it('part of a request → rounded down, at least one', () => {
		const quotas = [10, 3, 1].map((requests) => ({ requests, periodMs: 1_000 }));
		expect(shareOf(quotas, 39).map(({ requests }) => requests)).toEqual([3, 1, 1]);
	});
});

describe('QuotaUse', () => {
	it('no quota → never a wait', () => {
		const use = new QuotaUse([]);
		for (let sent = 0; sent < 100; sent++) use.noteRequest(0);
		expect(use.waitMs(0)).toBe(0);
	});

	it('quota used up → a wait until half a second after the oldest request leaves the period', () => {
		const use = new QuotaUse([{ requests: 2, periodMs: 60_000 }]);
		use.noteRequest(1_000);
		expect(use.waitMs(1_000)).toBe(0);
		use.noteRequest(4_000);
		expect(use.waitMs(5_000)).toBe(56_500);
		expect(use.waitMs(61_500)).toBe(0);
		use.noteRequest(61_500);
		expect(use.waitMs(61_500)).toBe(3_000);
	});

	it('two quotas → the longer wait', () => {
		const use = new QuotaUse([
			{ requests: 1, periodMs: 1_000 },
			{ requests: 3, periodMs: 60_000 },
		]);
		for (const at of [0, 2_000, 4_000]) use.noteRequest(at);
		expect(use.waitMs(4_000)).toBe(56_500);
		expect(use.waitMs(60_500)).toBe(0);
	});
});
