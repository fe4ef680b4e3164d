import { describe, expect, it } from 'vitest';
import { SharedPause, type Throttling } from '../../../defender/core/sharedPause.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { thrown } from '../../support/defenderErrors.mts';

/** Starts a pause at a time after requests 1 to `lastSent` were sent. */
const start = (
	pause: SharedPause,
	at: { readonly request: number; readonly lastSent: number; readonly now: number },
	throttling: Throttling,
) => pause.start(at.request, at.lastSent, throttling, at.now);

describe('SharedPause', () => {
	it('no 429 → no wait, and nothing to test', () => {
		const pause = new SharedPause(0);
		expect(pause.waitMs(0)).toBe(0);
		expect(pause.isTested).toBe(true);
		expect(pause.isExhausted).toBe(false);
		pause.throwIfExhausted();
	});

	it('429 → a pause of the stated time', () => {
		const pause = new SharedPause(60_000);
		const started = start(pause, { request: 2, lastSent: 3, now: 500 }, { pauseMs: 5_000 });
		expect(started).toEqual({ until: 5_500, wasTooShort: false });
		expect(pause.waitMs(500)).toBe(5_000);
		expect(pause.waitMs(5_499)).toBe(1);
		expect(pause.waitMs(6_000)).toBe(0);
	});

	eachRow([0, 999, -5_000])('stated time below a second → one second', (pauseMs) => {
		const pause = new SharedPause(60_000);
		expect(start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs }).until).toBe(1_000);
	});

	it('shorter pause during a longer one → the longer one', () => {
		const pause = new SharedPause(60_000);
		start(pause, { request: 1, lastSent: 2, now: 0 }, { pauseMs: 9_000 });
		start(pause, { request: 2, lastSent: 2, now: 0 }, { pauseMs: 2_000 });
		expect(pause.waitMs(0)).toBe(9_000);
	});

	it('first request after a pause throttled again → the pause was too short, and the minimum doubles up to ten seconds', () => {
		const pause = new SharedPause(60_000);
		const untils: number[] = [];
		let lastSent = 9;
		start(pause, { request: 3, lastSent, now: 0 }, { pauseMs: 0 });
		for (let again = 0; again < 5; again++) {
			lastSent += 1;
			const started = start(pause, { request: lastSent, lastSent, now: 0 }, { pauseMs: 0 });
			expect(started.wasTooShort).toBe(true);
			untils.push(started.until);
		}
		expect(untils).toEqual([2_000, 4_000, 8_000, 10_000, 10_000]);
	});

	it('later request throttled → not too short, and the minimum is a second again', () => {
		const pause = new SharedPause(60_000);
		start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 0 });
		start(pause, { request: 2, lastSent: 2, now: 0 }, { pauseMs: 0 });
		const started = start(pause, { request: 4, lastSent: 4, now: 0 }, { pauseMs: 0 });
		expect(started).toEqual({ until: 1_000, wasTooShort: false });
	});

	it('first request throttled after another one was served → not too short', () => {
		const pause = new SharedPause(60_000);
		start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 0 });
		pause.noteServed(3);
		expect(start(pause, { request: 2, lastSent: 3, now: 0 }, { pauseMs: 0 }).wasTooShort).toBe(false);
	});

	it('very first request throttled → not too short', () => {
		const pause = new SharedPause(60_000);
		expect(start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 0 }).wasTooShort).toBe(false);
	});

	it('served request sent after the 429 → tested; an earlier one shows nothing', () => {
		const pause = new SharedPause(60_000);
		start(pause, { request: 2, lastSent: 5, now: 0 }, { pauseMs: 0 });
		pause.noteServed(5);
		expect(pause.isTested).toBe(false);
		pause.noteServed(6);
		expect(pause.isTested).toBe(true);
	});

	it('pauses together of exactly the maximum → not exhausted; a millisecond more → exhausted', () => {
		const pause = new SharedPause(10_000);
		pause.extend(4_000, 0);
		pause.extend(6_000, 2_000);
		expect(pause.latestEnd(3_000)).toBe(10_000);
		expect(pause.latestEnd(8_000)).toBe(12_000);
		pause.extend(12_000, 8_000);
		expect(pause.isExhausted).toBe(false);
		pause.extend(12_001, 12_000);
		expect(pause.isExhausted).toBe(true);
		expect(pause.waitMs(12_000)).toBe(0);
	});

	it('exhausted → the error has the latest time, the quota and the trace', () => {
		const pause = new SharedPause(1_000);
		const trace = { status: 429, code: 'TooManyRequests', message: 'slow down', requestId: 'r-1' };
		pause.extend(900_000, 0, { quota: 'cpu', trace });
		pause.extend(90_000, 0, { quota: 'cpu', trace });
		const error = thrown(() => pause.throwIfExhausted());
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: 900_000 });
		expect(error.message).toBe(
			'The tenant has used its CPU quota for hunting; try again after 1970-01-01T00:15:00Z',
		);
		expect(error.description).toContain('may wait at most 1 s in total');
		expect(error.description).toContain('request id r-1');
		expect(error.trace).toBe(trace);
		expect(error.effect).toBe('none');
	});

	it('no time stated and the usual pause exceeds the maximum → the rest of the maximum', () => {
		const pause = new SharedPause(12_000);
		start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 10_000, isGuess: true });
		const started = start(
			pause,
			{ request: 2, lastSent: 2, now: 10_000 },
			{ pauseMs: 10_000, isGuess: true },
		);
		expect(started.until).toBe(12_000);
		expect(pause.isExhausted).toBe(false);
	});

	it('no time stated and less than a second left → exhausted, with the usual pause', () => {
		const pause = new SharedPause(10_999);
		start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 10_000, isGuess: true });
		start(pause, { request: 2, lastSent: 2, now: 10_000 }, { pauseMs: 10_000, isGuess: true });
		expect(thrown(() => pause.throwIfExhausted()).reason).toEqual({ kind: 'throttled', retryAt: 20_000 });
	});

	it('no time stated and exactly a second left → a pause of a second', () => {
		const pause = new SharedPause(11_000);
		start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 10_000, isGuess: true });
		const started = start(
			pause,
			{ request: 3, lastSent: 3, now: 10_000 },
			{ pauseMs: 10_000, isGuess: true },
		);
		expect(started.until).toBe(11_000);
		expect(pause.isExhausted).toBe(false);
	});

	it('stated time exceeds the maximum → exhausted', () => {
		const pause = new SharedPause(12_000);
		start(pause, { request: 1, lastSent: 1, now: 0 }, { pauseMs: 13_000, isGuess: false });
		expect(pause.isExhausted).toBe(true);
	});
});
