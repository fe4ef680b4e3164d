import { afterEach, describe, expect, it } from 'vitest';
import { check } from '../../lab/prove/checker/check.mts';
import { settingOf, type Setting } from '../../lab/prove/setting.mts';
import { showVerdict } from '../../lab/prove/show.mts';
import { createPrng } from '../../lab/tenant/world/prng.mts';
import { showLogOnFailure } from './bench.mts';
import type { ExecutionRow } from './database.mts';
import { startTriggerHouse, type TriggerHouse } from './triggerHouse.mts';
import { busyWorkflow, RealLife } from './triggerLife.mts';

const SEED = Number(process.env['TRIGGER_SEED'] ?? 1);
const MINUTE_MS = 60_000;
/** Longest JSON of what the trigger remembers. */
const MAX_STATE = 64_000;
const LIFE_MS = 20 * MINUTE_MS;

const setting: Setting = {
	...settingOf(SEED),
	...{ severities: [], includeAlerts: false, maxPerPoll: 50 },
	...{ lookBackMs: 30 * MINUTE_MS, sweepMs: 30 * MINUTE_MS },
};

interface Mode {
	readonly name: string;
	readonly settings: Readonly<Record<string, string>>;
	/** Names the history that is drawn. */
	readonly story: string;
	readonly changes: number;
	/** How long the tenant is down when n8n starts for the second time. */
	readonly outageMs: number;
	/** What n8n calls the trigger's state after the name of the node. */
	readonly states: readonly string[];
}

const MODES: readonly Mode[] = [
	{
		name: 'that keeps its state in the workflow',
		...{ settings: {}, story: 'real life', changes: 300, outageMs: MINUTE_MS },
		states: ['node:Incident Trigger', 'node:Defender Watch'],
	},
	{
		name: 'that keeps its state by itself (durable cursors)',
		settings: {
			N8N_SCHEDULER_ENABLED: 'true',
			N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
			N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
			N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
		},
		// After as many failed polls this n8n would wait for half an hour.
		...{ story: 'durable life', changes: 100, outageMs: 0 },
		states: ['trigger'],
	},
];

let house: TriggerHouse | undefined;
afterEach(async () => {
	await house?.close();
	house = undefined;
});

/** n8n is killed three times, once with the tenant down when it comes back; the trigger is renamed. */
async function live(life: RealLife, { changes, outageMs }: Mode): Promise<void> {
	const part = changes / 5;
	await life.change(part);
	await life.killAfterBatch();
	await life.start();
	await life.change(part);
	await life.renameDuringPoll('Defender Watch');
	await life.change(part);
	await life.killDuringPoll();
	await (outageMs === 0 ? life.start() : life.startInOutage(outageMs));
	await life.change(part);
	await life.killAfterBatch();
	await life.start();
	await life.change(Math.max(1, changes - life.made));
	await life.end();
}

const countOf = (rows: readonly ExecutionRow[], status: string) =>
	rows.filter((row) => row.status === status).length;
const lengthOf = (value: unknown) => JSON.stringify(value)?.length ?? 0;

describe.each(MODES)('an active trigger in a real n8n $name', (mode) => {
	it(
		'tells every change, whatever n8n and the tenant go through, and keeps its state small',
		async () => {
			house = await startTriggerHouse((id) => busyWorkflow(setting, id), mode.settings);
			showLogOnFailure(house.instance);
			const life = await RealLife.begin(house, setting, createPrng(SEED).fork(mode.story));
			await live(life, mode);
			const rows = await house.rows();
			const states = await house.states();
			const verdict = check(life.record(rows));
			const lengths = states.map(([name, state]) => `${name} ${lengthOf(state)}`);
			const copies = rows.map(({ staticData }) => lengthOf(staticData));
			process.stdout.write(`${showVerdict(verdict)}
${house.polls.length} polls counted; executions: ${countOf(rows, 'success')} ended well, ${countOf(rows, 'crashed')} crashed, ${countOf(rows, 'error')} failed polls.
State in characters: ${lengths.join(', ')}; at most ${Math.max(...copies)} of it in the row of an execution (seed ${SEED}).
`);
			expect(verdict.complaints).toEqual([]);
			expect(verdict.total.made).toBeGreaterThanOrEqual(mode.changes);
			expect(verdict.total.observable).toBeGreaterThan(mode.changes / 3);
			expect(verdict.total.lost).toBe(0);
			// The kills met executions at work.
			expect(countOf(rows, 'crashed')).toBeGreaterThan(0);
			expect(states.map(([name]) => name)).toEqual(mode.states);
			for (const length of [...states.map(([, state]) => lengthOf(state)), ...copies])
				expect(length).toBeLessThanOrEqual(MAX_STATE);
		},
		LIFE_MS,
	);
});
