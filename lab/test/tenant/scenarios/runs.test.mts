import { describe, expect, it } from 'vitest';
import { createClock } from '../../../tenant/clock.mts';
import type { ControlCall } from '../../../tenant/scenarios/controlCall.mts';
import { createRuns, type Runs } from '../../../tenant/scenarios/runs.mts';
import { readScenario } from '../../../tenant/scenarios/scenario.mts';

const START = '2026-11-22T03:00:00.0000000Z';
const scenario = readScenario('small', {
	title: 'Small',
	about: 'An incident, a comment, an end.',
	steps: [
		{ at: 'PT0S', say: 'One appears.', call: { method: 'POST', path: '/incidents', body: {} }, as: 'one' },
		{
			at: 'PT1M',
			say: 'Somebody comments.',
			call: { method: 'POST', path: '/incidents/{one}/comments', body: { by: 'ann', text: 'On {one}: {}' } },
		},
		{ at: 'PT2M', say: 'It ends.', call: { method: 'DELETE', path: '/faults' } },
	],
});

/** Runs on a clock; the calls that arrive. */
function stage(answer: (call: ControlCall) => unknown = () => ({ id: 'a/7' })) {
	const clock = createClock(START);
	const calls: (ControlCall & { readonly at: string })[] = [];
	const runs = createRuns(clock, async (call) => {
		calls.push({ ...call, at: clock.now().slice(11, 16) });
		return answer(call);
	});
	return { clock, calls, runs };
}

async function ended(runs: Runs) {
	while (runs.views[0]?.state === 'playing') await new Promise((resolve) => setTimeout(resolve, 5));
	return runs.views[0];
}

describe('instant scenario run', () => {
	it('every step → its request at its time, with IDs for names', async () => {
		const { runs, calls } = stage();
		expect(await runs.start(scenario, 'instant')).toEqual({
			id: 'small-1',
			scenario: 'small',
			state: 'done',
			steps: 3,
			said: ['PT0S One appears.', 'PT1M Somebody comments.', 'PT2M It ends.'],
			ids: { one: 'a/7' },
		});
		expect(calls).toEqual([
			{ at: '03:00', method: 'POST', path: '/incidents', body: {} },
			{
				at: '03:01',
				method: 'POST',
				path: '/incidents/a%2F7/comments',
				body: { by: 'ann', text: 'On a/7: {}' },
			},
			{ at: '03:02', method: 'DELETE', path: '/faults' },
		]);
	});

	it('an until time → waits there, then continues', async () => {
		const { runs, calls, clock } = stage();
		const { id, state } = await runs.start(scenario, 'instant', 90_000);
		expect([state, calls.length, clock.now().slice(11, 19)]).toEqual(['waiting', 2, '03:01:30']);
		expect(await runs.goOn(id)).toMatchObject({ state: 'done' });
		expect([calls.length, clock.now().slice(11, 19)]).toEqual([3, '03:02:00']);
		expect(await runs.goOn(id)).toBeUndefined();
	});

	it('a refused request → failed with its message, no further request', async () => {
		const { runs, calls } = stage(() => {
			throw new Error('No such incident.');
		});
		expect(await runs.start(scenario, 'instant')).toMatchObject({
			state: 'failed',
			problem: 'No such incident.',
		});
		expect(calls).toHaveLength(1);
	});

	it('a response without the ID of a later step → failed', async () => {
		const { runs } = stage(() => ({ id: 7 }));
		expect(await runs.start(scenario, 'instant')).toMatchObject({
			state: 'failed',
			problem: '"One appears." returned no ID for {one}.',
		});
	});
});

describe('timed scenario run', () => {
	it('a clock that does not run → moved after each wait', async () => {
		const { runs, calls } = stage();
		const startedAt = performance.now();
		expect(await runs.start(scenario, 2_400)).toMatchObject({ state: 'playing' });
		expect(await ended(runs)).toMatchObject({ state: 'done' });
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
		expect(calls.map(({ at }) => at)).toEqual(['03:00', '03:01', '03:02']);
	});

	it('stopped → later steps are left out, and it can start again', async () => {
		const { runs, calls } = stage();
		await runs.start(scenario, 1);
		runs.stop();
		expect(await ended(runs)).toMatchObject({ state: 'stopped', said: ['PT0S One appears.'] });
		expect(calls).toHaveLength(1);
		expect(await runs.start(scenario, 'instant')).toMatchObject({ id: 'small-2', state: 'done' });
	});
});
