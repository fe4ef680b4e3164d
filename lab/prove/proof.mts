import { fileURLToPath } from 'node:url';
import { createEngine, CredentialStore, type Engine } from '../engine/engine.mts';
import { startPractice } from '../tenant/practice.mts';
import { createPrng } from '../tenant/world/prng.mts';
import type { LifeRecord } from './checker/record.mts';
import { Hands } from './happen.mts';
import { Life } from './life.mts';
import { APART_MS, LifeRecorder } from './lifeRecorder.mts';
import { Player } from './player.mts';
import { CREDENTIAL_TYPE, triggerWorkflow, type Setting } from './setting.mts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One proved life, and what it took. */
export interface Proof {
	readonly record: LifeRecord;
	readonly polls: { readonly made: number; readonly failed: number };
	/** Calls that reached the tenant. */
	readonly calls: number;
}

/** n8n's engine with this package as it is built in dist. */
export const loadEngine = (): Promise<Engine> => createEngine({ packageDir: ROOT, baseNodes: [] });

/**
 * Lets a tenant live a history while the trigger is polled through n8n's engine over HTTP.
 * @param tell is given the number of changes made so far
 */
export async function prove(
	engine: Engine,
	setting: Setting,
	changes: number,
	tell: (made: number) => void,
): Promise<Proof> {
	const practice = await startPractice({ realTime: () => new Date(Date.now()) });
	try {
		const { seed, behaviours, now, durable, sweepMs } = setting;
		const tenant = practice.addTenant({ seed: 1, behaviours, now });
		const credentials = new CredentialStore();
		const { id } = credentials.create(CREDENTIAL_TYPE, { ...tenant.credential() });
		const workflow = triggerWorkflow(setting, id);
		const recorder = new LifeRecorder(tenant, setting);
		const player = new Player({ engine, credentials, tenant, workflow, durable });
		await player.activate();
		tenant.clock.advance(APART_MS);
		const prng = createPrng(seed).fork('history');
		const life = new Life(tenant, player, new Hands(tenant, prng, recorder.startedAt), prng);
		await life.go(changes, tell);
		await life.end(sweepMs);
		const { polls, happenings, failed } = player;
		return {
			record: recorder.record(polls, happenings),
			polls: { made: polls.length + failed, failed },
			calls: tenant.calls.length,
		};
	} finally {
		await practice.close();
	}
}
