import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_STATE } from '../../../defender/trigger/state.ts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import type { Bench } from '../../support/practice.mts';
import { MINUTE, activeTrigger } from '../../support/triggerFixture.mts';

const start = benchesOnDemand();
const DAY_MS = 24 * 60 * MINUTE;

let bytesSent = 0;
const written = new WeakMap<Socket, number>();
/** After each response of a server in this process, counts what its connection sent since the last one. */
const count = (message: unknown) => {
	if (typeof message !== 'object' || message === null || !('socket' in message)) return;
	const { socket } = message;
	if (!(socket instanceof Socket)) return;
	bytesSent += socket.bytesWritten - (written.get(socket) ?? 0);
	written.set(socket, socket.bytesWritten);
};
beforeAll(() => subscribe('http.server.response.finish', count));
afterAll(() => void unsubscribe('http.server.response.finish', count));

/** API requests and bytes of the responses, headers included, since the last call of the result. */
function costOf(bench: Bench) {
	let [calls, bytes] = [bench.apiCalls().length, bytesSent];
	return () => {
		const before = [calls, bytes] as const;
		[calls, bytes] = [bench.apiCalls().length, bytesSent];
		return { calls: calls - before[0], bytes: bytes - before[1] };
	};
}

describe('trigger, poll without items', () => {
	it('quiet tenant → one request and a small response, two requests at the look-back', async () => {
		const bench = await start();
		bench.tenant.clock.advance(3 * 60 * MINUTE);
		const trigger = await activeTrigger(bench);
		const cost = costOf(bench);
		const polls = [];
		for (let poll = 0; poll < 10; poll++) {
			expect(await trigger.after(MINUTE)).toEqual([]);
			polls.push(cost());
		}
		for (const { calls, bytes } of polls.slice(0, 9)) {
			expect(calls).toBe(1);
			expect(bytes).toBeLessThan(1_000);
		}
		expect(polls[9]?.calls).toBe(2);
	});

	it('10,000 other incidents a day → a few pages, and the saved state stays small', async () => {
		const bench = await start({ empty: true });
		const { incidents, clock } = bench.tenant;
		const trigger = await activeTrigger(bench, {
			filters: { severity: ['high'] },
			options: { sweepMinutes: 0 },
		});
		const cost = costOf(bench);
		const polls: { readonly calls: number; readonly bytes: number }[] = [];
		// Longer than the look-back, so that the last of the tenth polls read all of it.
		for (let poll = 0; poll < 80; poll++) {
			for (let count = 0; count < 7; count++) {
				incidents.create({ severity: 'low' });
				clock.advance(DAY_MS / 10_000 - 1_000);
			}
			expect(await trigger.after(0)).toEqual([]);
			polls.push(cost());
		}
		const quick = polls.filter((_, place) => (place + 1) % 10 !== 0);
		const mean = quick.reduce((sum, { bytes }) => sum + bytes, 0) / quick.length;
		expect(Math.max(...quick.map(({ calls }) => calls))).toBe(1);
		expect(mean).toBeGreaterThan(5_000);
		expect(mean).toBeLessThan(20_000);
		const deep = polls[polls.length - 1];
		expect(deep?.calls).toBe(12);
		expect(deep?.bytes).toBeGreaterThan(300_000);
		expect(deep?.bytes).toBeLessThan(350_000);
		expect(Math.max(...polls.map(({ calls }) => calls))).toBe(12);
		expect(JSON.stringify(trigger.saved()).length).toBeLessThanOrEqual(MAX_STATE);
	});
});
