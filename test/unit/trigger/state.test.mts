import { describe, expect, it } from 'vitest';
import { createBaseline } from '../../../defender/trigger/lifecycle.ts';
import type { KnownIncident } from '../../../defender/trigger/knownIncident.ts';
import type { Watch } from '../../../defender/trigger/watch.ts';
import { MAX_STATE, readState, writeState, type TriggerState } from '../../../defender/trigger/state.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { timeAgo, HOUR, knownIncident } from '../../support/savedState.mts';

const watch: Watch = {
	...{ events: new Set(['created'] as const), query: EVERYTHING, settleMs: 0 },
	...{ ownChanges: 'include', ownName: undefined },
};
const start = {
	identity: 'tenant',
	watch,
	start: timeAgo(48 * HOUR),
	readUpTo: timeAgo(0),
	openIncidents: [],
};

const holding = (incidents: readonly (readonly [string, KnownIncident])[]): TriggerState => ({
	...createBaseline(start),
	knownIncidents: new Map(incidents),
});
const written = (state: TriggerState) => {
	const stored = writeState(state, timeAgo(HOUR));
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
		knownIncident(age(place), more),
	]);
const kept = (state: TriggerState, name: string) =>
	[...state.knownIncidents.keys()].filter((id) => id.startsWith(name)).length;

describe('saved state within its limit', () => {
	it('10,000 incidents a day → all changes within the look-back kept', () => {
		const day = many(10_000, 'd', (place) => (place * 24 * HOUR) / 10_000);
		const state = written(holding(day));
		expect(kept(state, 'd')).toBeGreaterThan(800);
		expect(
			[...state.knownIncidents.values()].filter(({ lastUpdate: stamp }) => stamp >= timeAgo(HOUR)),
		).toHaveLength(417);
		expect(state.remark).toBeUndefined();
		expect(state.forgottenBefore > timeAgo(24 * HOUR) && state.forgottenBefore <= timeAgo(HOUR)).toBe(true);
		for (const { lastUpdate: stamp } of state.knownIncidents.values())
			expect(stamp >= state.forgottenBefore).toBe(true);
	});

	it('too many incidents → never matched dropped first, then closed, then open, oldest first', () => {
		const old = (place: number) => 2 * HOUR + place;
		const quietOnes = many(800, 'q', old, { hasMatched: false });
		const closed = many(800, 'c', old, { isClosed: true });
		const open = many(800, 'o', old);
		const state = written(holding([...quietOnes, ...closed, ...open]));
		expect([kept(state, 'q'), kept(state, 'o')]).toEqual([0, 800]);
		const left = kept(state, 'c');
		expect(left).toBeGreaterThan(100);
		expect([...state.knownIncidents.keys()]).toContain('c0');
		expect([...state.knownIncidents.keys()]).not.toContain('c799');
		expect(state.unmatchedForgottenBefore).toBe(timeAgo(2 * HOUR - 1));
		expect(state.forgottenBefore).toBe(timeAgo(2 * HOUR + left - 1));
	});

	it('any order → oldest dropped, horizon never earlier', () => {
		const mixed = many(2_000, 'm', (place) => 2 * HOUR + ((place * 7) % 2_000));
		const state = written(holding(mixed));
		const left = kept(state, 'm');
		expect(left).toBeLessThan(2_000);
		const newest = mixed
			.filter(([, { lastUpdate: stamp }]) => stamp > timeAgo(2 * HOUR + left))
			.map(([id]) => id);
		expect(new Set(state.knownIncidents.keys())).toEqual(new Set(newest));
		const ahead = {
			...holding(mixed),
			forgottenBefore: timeAgo(HOUR),
			unmatchedForgottenBefore: timeAgo(HOUR),
		};
		expect(written(ahead).forgottenBefore).toBe(timeAgo(HOUR));
		const quiet = many(2_000, 'q', (place) => 2 * HOUR + place, { hasMatched: false });
		expect(written({ ...ahead, knownIncidents: new Map(quiet) }).unmatchedForgottenBefore).toBe(
			timeAgo(HOUR),
		);
	});

	it('incidents in settle time → dropped last; dropped within the look-back → remark', () => {
		const young = many(1_500, 'y', (place) => place);
		const waiting = many(150, 'w', (place) => 5 * HOUR + place, { dueAt: timeAgo(-HOUR) });
		const state = written(holding([...young, ...waiting]));
		expect(kept(state, 'w')).toBe(150);
		expect(state.remark).toBe('forgot');
		const quietOnes = many(1_500, 'q', (place) => place, { hasMatched: false });
		expect(written(holding(quietOnes))).toMatchObject({ remark: undefined, forgottenBefore: start.start });
	});

	it('incident with endless tags → its tags dropped', () => {
		const long = Array.from({ length: 100 }, (_, place) => `tag number ${place}`);
		const state = written(
			holding([
				['1', knownIncident(0, { values: { customTags: long, status: 'active' } })],
				['2', knownIncident(0, { values: { customTags: long.slice(0, 10) } })],
			]),
		);
		expect(state.knownIncidents.get('1')?.values).toEqual({ status: 'active' });
		expect(state.knownIncidents.get('2')?.values).toEqual({ customTags: long.slice(0, 10) });
	});

	it('incidents with long texts and many comments → compact before any is forgotten, least useful first', () => {
		const values = {
			displayName: 'Multi-stage incident involving execution and lateral movement',
			resolvingComment: 'x'.repeat(90),
			comments: Array.from({ length: 60 }, (_, place) => place.toString(16).padStart(6, '0')),
			priorityScore: 80,
		};
		const state = written(holding(many(400, 'i', (place) => place, { values })));
		expect(kept(state, 'i')).toBe(400);
		expect(state.remark).toBeUndefined();
		const isWhole = ({ values: saved }: KnownIncident) => typeof saved.displayName === 'string';
		const all = [...state.knownIncidents.entries()];
		const whole = all.filter(([, known]) => isWhole(known)).map(([id]) => Number(id.slice(1)));
		expect(whole.length).toBeGreaterThan(20);
		expect(Math.max(...whole)).toBe(whole.length - 1);
		const [, compact] = all.find(([, known]) => !isWhole(known)) ?? [];
		expect(compact?.values).toEqual({
			displayName: { hash: expect.any(String) as unknown },
			resolvingComment: { hash: expect.any(String) as unknown },
			comments: 60,
			priorityScore: 80,
		});
	});
});
