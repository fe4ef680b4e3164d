import { describe, expect, it } from 'vitest';
import { addMilliseconds, createClock, toInstant } from '../../tenant/clock.mts';
import { eachRow } from '../support/eachRow.mts';

describe('practice tenant instants', () => {
	eachRow([
		['2026-11-22T03:00:00Z', '2026-11-22T03:00:00.0000000Z'],
		['2026-11-22T03:00Z', '2026-11-22T03:00:00.0000000Z'],
		['2026-11-22T03:00:00.83Z', '2026-11-22T03:00:00.8300000Z'],
		['2026-11-22T03:00:00.1234567Z', '2026-11-22T03:00:00.1234567Z'],
		['2026-11-22T01:30:00.5+02:00', '2026-11-21T23:30:00.5000000Z'],
	])('an ISO 8601 text → UTC with seven fractional digits', (text, instant) => {
		expect(toInstant(text)).toBe(instant);
	});

	eachRow([
		'',
		'2026-11-22',
		'2026-02-30T00:00:00Z',
		'2026-11-22T25:00:00Z',
		'2026-11-22T03:00:00.12345678Z',
		'now',
	])('any other text → undefined', (text) => {
		expect(toInstant(text)).toBeUndefined();
	});

	it('adding milliseconds → the finer digits are kept', () => {
		expect(addMilliseconds('2026-11-22T03:00:00.0001239Z', -1)).toBe('2026-11-22T02:59:59.9991239Z');
	});
});

describe('practice tenant clock', () => {
	it('no source of time → unchanged until it is moved', () => {
		const clock = createClock('2026-11-22T03:00:00Z');
		expect([clock.now(), clock.now()]).toEqual(Array(2).fill('2026-11-22T03:00:00.0000000Z'));
		clock.advance(1500);
		expect(clock.now()).toBe('2026-11-22T03:00:01.5000000Z');
		expect(() => clock.set('soon')).toThrow('soon');
		expect(clock.runs).toBe(false);
	});

	it('a source of time → runs, and continues from the instant that is set', () => {
		let passed = 700;
		const clock = createClock('2026-11-22T03:00:00Z', () => passed);
		expect([clock.now(), clock.runs]).toEqual(['2026-11-22T03:00:00.0000000Z', true]);
		passed += 250.9;
		expect(clock.now()).toBe('2026-11-22T03:00:00.2500000Z');
		clock.advance(60_000);
		clock.advance(60_000);
		passed += 5;
		expect(clock.now()).toBe('2026-11-22T03:02:00.2550000Z');
		clock.set('2026-11-22T01:00:00Z');
		passed += 1_000;
		expect(clock.now()).toBe('2026-11-22T01:00:01.0000000Z');
	});
});
