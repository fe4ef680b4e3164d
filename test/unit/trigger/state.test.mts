import { describe, expect, it } from 'vitest';
import { startState } from '../../../defender/trigger/lifecycle.ts';
import type { KnownIncident } from '../../../defender/trigger/knownIncident.ts';
import type { Watch } from '../../../defender/trigger/watch.ts';
import { MAX_STATE, readState, writeState, type TriggerState } from '../../../defender/trigger/state.ts';
import { instantFromMillis } from '../../../defender/core/instant.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const HOUR = 3_600_000;
const ago = (milliseconds: number) => instantFromMillis(NOW - milliseconds);
const watch: Watch = {
	...{ events: new Set(['created'] as const), query: EVERYTHING, settleMs: 0 },
	...{ ownChanges: 'include', ownName: undefined },
};
const start = { identity: 'tenant', watch, start: ago(48 * HOUR), to: ago(0), open: [] };

const known = (age: number, more: Partial<KnownIncident> = {}): KnownIncident => ({
	...{ stamp: ago(age), fingerprint: '01234567', nth: 0, isOpen: false, hasMatched: true, isClosed: false },
	values: {},
	...more,
});
const holding = (incidents: readonly (readonly [string, KnownIncident])[]): TriggerState => ({
	...startState(start),
	known: new Map(incidents),
});
const written = (state: TriggerState) => {
	const stored = writeState(state, ago(HOUR));
	const text = JSON.stringify(stored);
	expect(text.length).toBeLessThanOrEqual(MAX_STATE);
	const back = readState(JSON.parse(text));
	if (back === undefined) throw new Error('It cannot be read again.');
	return back;
};
type Age = (place: number) => number;
const many = (count: number, name: string, age: Age, more: Partial<KnownIncident> = {}) =>
	Array.from({ length: count }, (_, place): [string, KnownIncident] => [
		`${name}${place}`,
		known(age(place), more),
	]);
const kept = (state: TriggerState, name: string) =>
	[...state.known.keys()].filter((id) => id.startsWith(name)).length;

describe('the stored state', () => {
	it('comes back as it was, to the tick', () => {
		const values = {
			status: 'active',
			assignedTo: null,
			customTags: ['a "b"'],
			comments: 2,
			alerts: ['01234', 'abcde'],
		};
		const one = known(5, { values, due: ago(-5), nth: 3, isOpen: true, isClosed: true, hasMatched: false });
		const state = holding([
			['1', one],
			['2', known(9, { values: { status: 'awaitingAction', assignedTo: 'ann' } })],
		]);
		const full: TriggerState = {
			...{ ...state, sweptTo: ago(7), dropped: ago(8), remark: 'forgot', shallow: 4, revision: 17 },
			inFlight: [
				{ at: ago(2), told: [] },
				{
					at: ago(1),
					told: [
						{
							...{ id: '1', deliveryId: '1@2026-11-22T03:00:00.1234567Z#01234567.2', event: 'merged' },
							...{ events: ['merged', 'updated'], firstSeen: false, mergedInto: '2', ownChange: true },
							changes: { status: { from: 'active', to: 'redirected' } },
							priorStateUnknown: true,
						},
						{
							...{ id: '2', deliveryId: '2@2026-11-22T03:00:00.0000001Z#89abcdef', event: 'created' },
							...{ events: ['created'], firstSeen: true, changes: {} },
						},
					],
				},
			],
			unread: [
				{ id: '66', property: 'status', since: ago(3), isNamed: true },
				{ id: undefined, property: 'id', since: ago(2), isNamed: false },
			],
			again: {
				at: ago(1),
				told: [
					{
						...{ id: '3', deliveryId: '3@2026-11-22T03:00:00.0000003Z#89abcdef', event: 'created' },
						...{ events: ['created'], firstSeen: true, changes: {} },
					},
				],
			},
		};
		expect(written(full)).toEqual(full);
	});

	it.each([
		[undefined, 0],
		['x', 0],
		[[null, 'x', {}, { since: 'yesterday' }, { id: 7, since: ago(1) }], 1],
	])('with %j for unread incidents → keeps what is not damaged', (unread, count) => {
		const stored = { ...writeState(holding([]), ago(HOUR)), unread };
		expect(readState(stored)?.unread).toHaveLength(count);
	});

	it('with 10,000 incidents a day keeps all that changed within the look-back', () => {
		const day = many(10_000, 'd', (place) => (place * 24 * HOUR) / 10_000);
		const state = written(holding(day));
		expect(kept(state, 'd')).toBeGreaterThan(800);
		expect([...state.known.values()].filter(({ stamp }) => stamp >= ago(HOUR))).toHaveLength(417);
		expect(state.remark).toBeUndefined();
		expect(state.horizon > ago(24 * HOUR) && state.horizon <= ago(HOUR)).toBe(true);
		for (const { stamp } of state.known.values()) expect(stamp >= state.horizon).toBe(true);
	});

	it('forgets first what never matched, then closed ones, then open ones, the oldest of each first', () => {
		const old = (place: number) => 2 * HOUR + place;
		const quietOnes = many(800, 'q', old, { hasMatched: false });
		const closed = many(800, 'c', old, { isClosed: true });
		const open = many(800, 'o', old);
		const state = written(holding([...quietOnes, ...closed, ...open]));
		expect([kept(state, 'q'), kept(state, 'o')]).toEqual([0, 800]);
		const left = kept(state, 'c');
		expect(left).toBeGreaterThan(100);
		expect([...state.known.keys()]).toContain('c0');
		expect([...state.known.keys()]).not.toContain('c799');
		expect(state.dropped).toBe(ago(2 * HOUR - 1));
		expect(state.horizon).toBe(ago(2 * HOUR + left - 1));
	});

	it('forgets the oldest whatever their order, and never moves its horizon back', () => {
		const mixed = many(2_000, 'm', (place) => 2 * HOUR + ((place * 7) % 2_000));
		const state = written(holding(mixed));
		const left = kept(state, 'm');
		expect(left).toBeLessThan(2_000);
		const newest = mixed.filter(([, { stamp }]) => stamp > ago(2 * HOUR + left)).map(([id]) => id);
		expect(new Set(state.known.keys())).toEqual(new Set(newest));
		const ahead = { ...holding(mixed), horizon: ago(HOUR), dropped: ago(HOUR) };
		expect(written(ahead).horizon).toBe(ago(HOUR));
		const quiet = many(2_000, 'q', (place) => 2 * HOUR + place, { hasMatched: false });
		expect(written({ ...ahead, known: new Map(quiet) }).dropped).toBe(ago(HOUR));
	});

	it('forgets what waits to settle last, and says when it forgets within the look-back', () => {
		const young = many(1_500, 'y', (place) => place);
		const waiting = many(150, 'w', (place) => 5 * HOUR + place, { due: ago(-HOUR) });
		const state = written(holding([...young, ...waiting]));
		expect(kept(state, 'w')).toBe(150);
		expect(state.remark).toBe('forgot');
		const quietOnes = many(1_500, 'q', (place) => place, { hasMatched: false });
		expect(written(holding(quietOnes))).toMatchObject({ remark: undefined, horizon: start.start });
	});

	it('does not let one incident with endless tags fill it', () => {
		const long = Array.from({ length: 100 }, (_, place) => `tag number ${place}`);
		const state = written(
			holding([
				['1', known(0, { values: { customTags: long, status: 'active' } })],
				['2', known(0, { values: { customTags: long.slice(0, 10) } })],
			]),
		);
		expect(state.known.get('1')?.values).toEqual({ status: 'active' });
		expect(state.known.get('2')?.values).toEqual({ customTags: long.slice(0, 10) });
	});

	it.each<[string, (stored: object) => unknown]>([
		['another version', (stored) => ({ ...stored, v: 2 })],
		['no floor', (stored) => ({ ...stored, floor: 'yesterday' })],
		[
			'a floor to which no span can be added',
			(stored) => ({ ...stored, floor: '9999-12-31T23:59:59.9999999Z' }),
		],
		['no horizon', (stored) => ({ ...stored, horizon: 5 })],
		['no sweep', (stored) => ({ ...stored, swept: null })],
		['no identity', (stored) => ({ ...stored, identity: 1 })],
		['no watch', (stored) => ({ ...stored, watch: undefined })],
		['no revision', (stored) => ({ ...stored, revision: '1' })],
		['no depth', (stored) => ({ ...stored, shallow: null })],
		['no list', (stored) => ({ ...stored, known: {} })],
		['a row too short', (stored) => ({ ...stored, known: [['1', 'a.0', 'p', 0, '']] })],
		['a row that is none', (stored) => ({ ...stored, known: ['1'] })],
		['an id that is none', (stored) => ({ ...stored, known: [[1, 'a.0', 'p', 0, '', []]] })],
		['a stamp that is none', (stored) => ({ ...stored, known: [['1', 'now', 'p', 0, '', []]] })],
		['a due time that is none', (stored) => ({ ...stored, known: [['1', 'a.0', 'p', 0, 'soon', []]] })],
		['values that are none', (stored) => ({ ...stored, known: [['1', 'a.0', 'p', 0, '', {}]] })],
	])('with %s is not taken for one', (_, change) => {
		const stored = writeState(startState(start), ago(HOUR));
		expect(readState(stored)).toBeDefined();
		expect(readState(change(stored))).toBeUndefined();
	});

	it.each([
		5,
		null,
		{ told: [] },
		{ at: ago(0) },
		{ at: 5, told: [] },
		{ at: 'now', told: [] },
		{ at: ago(0), told: 1 },
		{ at: ago(0), told: [1] },
		{ at: ago(0), told: [['1', 'x', 'p', 0, 1, 0, 0, '']] },
		{ at: ago(0), told: [['1', 'a.0', 'p', 99, 1, 0, 0, '']] },
		{ at: ago(0), told: [[1, 'a.0', 'p', 0, 1, 0, 0, '']] },
		{ at: ago(0), told: [['1', 'a.0', 'p', '0', 1, 0, 0, '']] },
		{ at: ago(0), told: [['1', 'a.0', 'p', 0, 1, 0, 0]] },
		{ at: ago(0), told: [['1', 'a.0', 5, 0, 1, 0, 0, '']] },
		{ at: ago(0), told: [['1', 'a.0', 'p', 0, '1', 0, 0, '']] },
		{ at: ago(0), told: [['1', 'a.0', 'p', 0, 1, '0', 0, '']] },
	])('with a batch %j does without it', (batch) => {
		const whole = { at: ago(1), told: [] };
		const stored = { ...writeState(startState(start), ago(HOUR)), inFlight: [batch, whole], again: batch };
		expect(readState(stored)).toMatchObject({ inFlight: [whole], again: undefined });
	});

	it.each([undefined, 'text', {}])('with %j in place of batches has none', (inFlight) => {
		const stored = { ...writeState(startState(start), ago(HOUR)), inFlight };
		expect(readState(stored)).toMatchObject({ inFlight: [] });
	});
});
