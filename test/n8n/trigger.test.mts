import { afterEach, describe, expect, it } from 'vitest';
import { check } from '../../lab/prove/checker/check.mts';
import { settingOf, type Setting } from '../../lab/prove/setting.mts';
import { showVerdict } from '../../lab/prove/show.mts';
import { createPrng } from '../../lab/tenant/world/prng.mts';
import { showLogOnFailure } from './bench.mts';
import type { ExecutionRow } from './database.mts';
import { startTriggerServer, type TriggerServer } from './triggerServer.mts';
import { busyWorkflow, RealLife } from './triggerTimeline.mts';

const SEED = Number(process.env['TRIGGER_SEED'] ?? 1);
const MINUTE_MS = 60_000;
/** Maximum length of the saved state as JSON. */
const MAX_STATE = 64_000;
const LIFE_MS = 20 * MINUTE_MS;

const setting: Setting = {
	...settingOf(SEED),
	...{ severities: [], includeAlerts: false, maxPerPoll: 50 },
	...{ lookBackMs: 30 * MINUTE_MS, sweepMs: 30 * MINUTE_MS },
};

const CHANGES = 300;
/** How long the tenant is down when n8n starts for the second time. */
const OUTAGE_MS = MINUTE_MS;
const NEW_NAME = 'Defender Watch';

let server: TriggerServer | undefined;
afterEach(async () => {
	await server?.running.close();
	server = undefined;
});

/** n8n is killed three times, once with the tenant down when it comes back; the trigger is renamed. */
async function live(life: RealLife): Promise<void> {
	const part = CHANGES / 5;
	await life.change(part);
	await life.killAfterBatch();
	await life.start();
	await life.change(part);
	await life.renameDuringPoll(NEW_NAME);
	await life.change(part);
	await life.killDuringPoll();
	await life.startInOutage(OUTAGE_MS);
	await life.change(part);
	await life.killAfterBatch();
	await life.start();
	await life.change(Math.max(1, CHANGES - life.made));
	await life.end();
}

const countOf = (rows: readonly ExecutionRow[], status: string) =>
	rows.filter((row) => row.status === status).length;
const lengthOf = (value: unknown) => JSON.stringify(value)?.length ?? 0;

describe('an active trigger in a real n8n', () => {
	it(
		'n8n killed and renamed, tenant down → every change delivered, saved state small',
		async () => {
			server = await startTriggerServer((id) => busyWorkflow(setting, id));
			showLogOnFailure(server.running.n8n);
			const life = await RealLife.begin(server, setting, createPrng(SEED).fork('real life'));
			await live(life);
			const rows = await server.rows();
			const states = await server.states();
			const verdict = check(life.record(rows));
			const lengths = states.map(([name, state]) => `${name} ${lengthOf(state)}`);
			const copies = rows.map(({ staticData }) => lengthOf(staticData));
			process.stdout.write(`${showVerdict(verdict)}
${server.polls.length} polls counted; executions: ${countOf(rows, 'success')} ended well, ${countOf(rows, 'crashed')} crashed, ${countOf(rows, 'error')} failed polls.
State in characters: ${lengths.join(', ')}; at most ${Math.max(...copies)} of it in the row of an execution (seed ${SEED}).
`);
			expect(verdict.complaints).toEqual([]);
			expect(verdict.total.made).toBeGreaterThanOrEqual(CHANGES);
			expect(verdict.total.observable).toBeGreaterThan(CHANGES / 3);
			expect(verdict.total.lost).toBe(0);
			// The kills met executions at work.
			expect(countOf(rows, 'crashed')).toBeGreaterThan(0);
			expect(states.map(([name]) => name)).toEqual(['node:Incident Trigger', `node:${NEW_NAME}`]);
			for (const length of [...states.map(([, state]) => lengthOf(state)), ...copies])
				expect(length).toBeLessThanOrEqual(MAX_STATE);
		},
		LIFE_MS,
	);
});
