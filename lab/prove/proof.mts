import { fileURLToPath } from 'node:url';
import { createEngine, CredentialStore, type Engine } from '../engine/engine.mts';
import { startPractice } from '../tenant/practice.mts';
import { createPrng } from '../tenant/world/prng.mts';
import type { LifeRecord } from './checker/record.mts';
import { Hands } from './happen.mts';
import { Life } from './life.mts';
import { Player } from './player.mts';
import { CREDENTIAL_TYPE, triggerWorkflow, type Setting } from './setting.mts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** More than the margin that a poll leaves to the newest changes. */
const APART_MS = 10_000;

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
		const { seed, behaviours, now, durable, maxPerPoll, lookBackMs, sweepMs, severities } = setting;
		const tenant = practice.addTenant({ seed: 1, behaviours, now });
		const credentials = new CredentialStore();
		const { id } = credentials.create(CREDENTIAL_TYPE, { ...tenant.credential() });
		const workflow = triggerWorkflow(setting, id);
		const player = new Player({ engine, credentials, tenant, workflow, durable, maxPerPoll });
		const startedAt = tenant.clock.now();
		const startedWith = tenant.journal.length;
		await player.activate();
		tenant.clock.advance(APART_MS);
		const prng = createPrng(seed).fork('history');
		const life = new Life(tenant, player, new Hands(tenant, prng, startedAt), prng);
		await life.go(changes, tell);
		await life.end(sweepMs);
		const { journal, incidents, calls } = tenant;
		const promised = { lookBackMs, sweepMs, severities };
		const { polls, happenings, failed } = player;
		return {
			record: {
				...{ journal, startedAt, startedWith, polls, happenings, promised },
				incidents: incidents.all(),
			},
			polls: { made: polls.length + failed, failed },
			calls: calls.length,
		};
	} finally {
		await practice.close();
	}
}
