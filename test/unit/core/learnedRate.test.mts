import { describe, expect, it } from 'vitest';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { LearnedRate } from '../../../defender/core/learnedRate.ts';

/** A rate that is halved at 20 s, after `count` requests at even distances since 10.1 s, without a pause. */
function halved(count: number): LearnedRate {
	const rate = new LearnedRate();
	for (let sent = 0; sent < count; sent++) rate.noteRequest(10_100 + Math.floor((sent * 9_900) / count));
	rate.halve(20_000, 20_000);
	return rate;
}

describe('LearnedRate', () => {
	it('no 429 → no wait', () => {
		const rate = new LearnedRate();
		for (let sent = 0; sent < 100; sent++) rate.noteRequest(0);
		expect(rate.waitMs(0)).toBe(0);
	});

	it('429 → half the rate measured over the last ten seconds', () => {
		const rate = halved(99);
		rate.noteRequest(20_000);
		// 99 requests in 9.9 s are ten a second.
		expect(rate.waitMs(20_000)).toBe(200);
		expect(rate.waitMs(20_150)).toBe(50);
		expect(rate.waitMs(20_300)).toBe(0);
	});

	it('requests older than ten seconds → not measured', () => {
		const rate = new LearnedRate();
		for (let sent = 0; sent < 900; sent++) rate.noteRequest(10_000);
		for (let sent = 0; sent < 90; sent++) rate.noteRequest(15_500);
		rate.halve(20_000, 20_000);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_000)).toBe(100);
	});

	it('all requests older than ten seconds → only those of now are measured', () => {
		const rate = new LearnedRate();
		for (let sent = 0; sent < 100; sent++) rate.noteRequest(1_000);
		for (let sent = 0; sent < 20; sent++) rate.noteRequest(30_000);
		rate.halve(30_000, 30_000);
		expect(rate.waitMs(30_000)).toBe(100);
	});

	eachRow([0, 1, 9])('few requests before the 429 → half of ten a second', (count) => {
		const rate = new LearnedRate();
		for (let sent = 0; sent < count; sent++) rate.noteRequest(20_000);
		rate.halve(20_000, 20_000);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_000)).toBe(200);
	});

	it('one burst → measured as if it took a second', () => {
		const rate = new LearnedRate();
		for (let sent = 0; sent < 40; sent++) rate.noteRequest(0);
		rate.halve(10, 10);
		rate.noteRequest(10);
		expect(rate.waitMs(10)).toBe(50);
	});

	it('further 429s → halved each time, down to one request in ten seconds', () => {
		const rate = halved(99);
		rate.halve(20_000, 20_000);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_000)).toBe(400);
		for (let again = 0; again < 10; again++) rate.halve(20_000, 20_000);
		expect(rate.waitMs(20_000)).toBe(10_000);
	});

	it('quiet ten seconds after the pause → a tenth more', () => {
		const rate = halved(99);
		rate.halve(20_000, 25_000);
		rate.noteRequest(34_000);
		expect(rate.waitMs(34_000)).toBe(400);
		rate.noteRequest(34_999);
		expect(rate.waitMs(34_999)).toBe(400);
		expect(rate.waitMs(35_000)).toBe(363);
		rate.noteRequest(45_000);
		expect(rate.waitMs(45_000)).toBe(331);
	});

	it('two quiet periods at once → a tenth more for each', () => {
		const rate = halved(99);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_000)).toBe(200);
		rate.noteRequest(40_000);
		expect(rate.waitMs(40_000)).toBe(166);
	});

	it('quiet ten seconds without a delayed request → unlimited', () => {
		const rate = halved(99);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_200)).toBe(0);
		rate.noteRequest(30_000);
		expect(rate.waitMs(30_000)).toBe(0);
	});

	it('delayed only before the last raise → unlimited after another quiet period', () => {
		const rate = halved(99);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_000)).toBe(200);
		expect(rate.waitMs(30_000)).toBe(0);
		rate.noteRequest(40_000);
		expect(rate.waitMs(40_000)).toBe(0);
	});

	it('delayed only before the 429 → unlimited after a quiet period', () => {
		const rate = halved(99);
		rate.noteRequest(20_000);
		expect(rate.waitMs(20_000)).toBe(200);
		rate.halve(20_000, 20_000);
		rate.noteRequest(30_000);
		expect(rate.waitMs(30_000)).toBe(0);
	});
});
