import { describe, expect, it } from 'vitest';
import {
	adoptFilters,
	isCheckpointInFuture,
	scheduleRedelivery,
	rewind,
} from '../../../defender/trigger/lifecycle.ts';
import { readState, writeState, type TriggerState } from '../../../defender/trigger/state.ts';
import { dueIds } from '../../../defender/trigger/advance.ts';
import { earlier, instantFromMillis } from '../../../defender/core/instant.ts';
import { watchOf } from '../../support/classifiedChange.mts';
import { HOUR, MINUTE, PolledTrigger } from '../../support/polledTrigger.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const MUTATIONS = 20_000;
const NOW = instantFromMillis(Date.parse('2026-11-22T03:00:00Z'));

/** Repeatable numbers from 0 to 1 (mulberry32, in the public domain). */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Replacements for a part of the state, with instants and packed instants beyond the calendar. */
const REPLACEMENTS: readonly unknown[] = [
	...[null, true, 0, -1, 1.5, 1e308, 2 ** 60, '', ' ', 'x', '\ud800', '[]', 'NaN'],
	...['zzzzzzzzzz.0', '-zzzzzzzzzz.zzz', '0.zzz', 'zzzzzzzzzz.zzz', '-1.0', '.', '0.', 'a.b.c'],
	...['9999-12-31T23:59:59.9999999Z', '0000-01-01T00:00:00.0000000Z', '2026-02-30T00:00:00.0000000Z'],
	...[[], [[]], {}, { length: 3 }, { toString: 1 }, { toJSON: 1 }, { then: 1 }, [null], [{ toString: 1 }]],
	...[
		Object.fromEntries([['__proto__', { x: 1 }]]),
		Array.from({ length: 9 }, () => 0),
		'01234567.x',
		'01234567.-1',
	],
];

type Holder = unknown[] | Record<string, unknown>;
const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** Every place in a value, as its holder and its key. */
function placesIn(value: unknown, places: [Holder, string][] = []): readonly [Holder, string][] {
	if (!isHolder(value)) return places;
	for (const key of Object.keys(value)) {
		places.push([value, key]);
		placesIn(Reflect.get(value, key), places);
	}
	return places;
}

/** Damages a copy at one to three places: another value, a part left out, a text cut or changed, two parts swapped. */
function damaged(whole: string, next: () => number): unknown {
	const copy: unknown = JSON.parse(whole);
	const pick = <T,>(all: readonly T[]): T | undefined => all[Math.floor(next() * all.length)];
	for (let times = 1 + Math.floor(next() * 3); times > 0; times--) {
		const [holder, key] = pick(placesIn(copy)) ?? [];
		if (holder === undefined || key === undefined) continue;
		const at = Object.getOwnPropertyDescriptor(holder, key);
		const kind = next();
		if (kind < 0.15) Reflect.deleteProperty(holder, key);
		else if (kind < 0.3 && typeof at?.value === 'string')
			Reflect.set(holder, key, at.value.slice(0, Math.floor(next() * at.value.length)));
		else if (kind < 0.45 && typeof at?.value === 'string') {
			const place = Math.floor(next() * at.value.length);
			Reflect.set(holder, key, `${at.value.slice(0, place)}z${at.value.slice(place + 1)}`);
		} else if (kind < 0.6) {
			const [other, name] = pick(placesIn(copy)) ?? [];
			if (other !== undefined && name !== undefined)
				Reflect.set(holder, key, structuredClone(Reflect.get(other, name)));
		} else Reflect.set(holder, key, structuredClone(pick(REPLACEMENTS)));
	}
	return copy;
}

/** A trigger that has seen, delivered and missed something of every kind. */
async function busy(): Promise<PolledTrigger> {
	const trigger = new PolledTrigger({ events: ['created', 'updated', 'alertsAdded'], settleMs: 0 });
	trigger.create(3);
	await trigger.pollAfter(MINUTE);
	trigger.create(4);
	trigger.tenant.change(0, 'ann', (row) => void (row.customTags = ['a', 'b']), false, false);
	trigger.tenant.change(1, 'ann', (row) => void (row.status = 'resolved'), false, false);
	await trigger.pollAfter(MINUTE);
	trigger.create(2);
	await trigger.pollAfter(MINUTE);
	return trigger;
}

const watch = watchOf(['created', 'updated', 'alertsAdded']);
const used = (state: TriggerState) => {
	const adopted = adoptFilters(state, watch);
	const recalled = scheduleRedelivery(adopted, { which: 'recent', agoMs: 0 }, NOW, HOUR);
	const back = isCheckpointInFuture(recalled, NOW) ? rewind(recalled, NOW) : recalled;
	dueIds(back, NOW);
	return JSON.stringify(writeState(back, earlier(back.checkpoint, 24 * HOUR)));
};

describe('damaged saved state', () => {
	it('20,000 mutations → rejected, or a usable state; never an exception', async () => {
		const whole = JSON.stringify((await busy()).stored);
		expect(readState(JSON.parse(whole))).toBeDefined();
		const next = numbers(20_261_130);
		const seen = { damaged: 0, readable: 0 };
		const thrown: unknown[] = [];
		for (let count = 0; count < MUTATIONS; count++) {
			const stored = damaged(whole, next);
			try {
				const state = readState(stored);
				seen[state === undefined ? 'damaged' : 'readable'] += 1;
				if (state !== undefined && count % 10 === 0) expect(used(state)).toContain('"version":1');
			} catch (failure) {
				thrown.push([JSON.stringify(stored), failure]);
			}
		}
		expect(thrown.slice(0, 3)).toEqual([]);
		expect(Math.min(seen.damaged, seen.readable)).toBeGreaterThan(2_000);
	}, 30_000);

	it('polls with damaged state → each succeeds, and a rejected state resets the trigger with a warning', async () => {
		const whole = JSON.stringify((await busy()).stored);
		const next = numbers(7);
		for (let count = 0; count < 300; count++) {
			const trigger = await busy();
			trigger.stored = damaged(whole, next);
			const isRead = readState(trigger.stored)?.identity === 'tenant';
			trigger.create(1);
			const { summary, warnings } = await trigger.pollAfter(MINUTE);
			expect('started' in summary).toBe(!isRead);
			if (!isRead && trigger.stored !== undefined) expect(warnings).toHaveLength(1);
		}
	}, 30_000);

	eachRow(['zzzzzzzzzz.0', '-zzzzzzzzzz.zzz'])(
		'one time stamp outside the calendar → rejected',
		async (stamp) => {
			const stored: unknown = JSON.parse(
				JSON.stringify((await busy()).stored).replace(/"mw[a-z0-9]+\.[a-z0-9]+"/, `"${stamp}"`),
			);
			expect(JSON.stringify(stored)).toContain(stamp);
			expect(readState(stored)).toBeUndefined();
		},
	);
});
