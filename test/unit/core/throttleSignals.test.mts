import { describe, expect, it } from 'vitest';
import { isLimitNear, readThrottleSignals } from '../../../defender/core/throttleSignals.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('readThrottleSignals', () => {
	it('no header → no signal', () => {
		expect(readThrottleSignals({}, 0)).toEqual({ remaining: undefined, usedShare: undefined });
	});

	it('RateLimit headers → the remaining requests and the time of the reset', () => {
		const headers = { 'ratelimit-remaining': '12', 'ratelimit-reset': '30' };
		expect(readThrottleSignals(headers, 5_000).remaining).toEqual({ requests: 12, resetAt: 35_000 });
	});

	eachRow([
		{ 'ratelimit-remaining': '12' },
		{ 'ratelimit-reset': '30' },
		{ 'ratelimit-remaining': '-1', 'ratelimit-reset': '30' },
		{ 'ratelimit-remaining': '1', 'ratelimit-reset': '30 s' },
		{ 'ratelimit-remaining': 'x1', 'ratelimit-reset': '30' },
		{ 'ratelimit-remaining': '1', 'ratelimit-reset': '1234567890' },
		{ 'ratelimit-remaining': '', 'ratelimit-reset': '30' },
	])('incomplete or unreadable RateLimit headers → no signal', (headers) => {
		expect(readThrottleSignals(headers as Record<string, string>, 0).remaining).toBeUndefined();
	});

	it('x-ms-throttle-limit-percentage → the used part of the limit', () => {
		expect(readThrottleSignals({ 'x-ms-throttle-limit-percentage': '0.85' }, 0).usedShare).toBe(0.85);
	});
});

describe('isLimitNear', () => {
	eachRow([
		[undefined, false],
		[{ remaining: undefined, usedShare: undefined }, false],
		[{ remaining: undefined, usedShare: 0.79 }, false],
		[{ remaining: undefined, usedShare: 0.8 }, true],
		[{ remaining: undefined, usedShare: 1.8 }, true],
	] as const)('used part of the limit → near from 0.8 on', (signals, expected) => {
		expect(isLimitNear(signals)).toBe(expected);
	});
});
