import { randomBytes } from 'node:crypto';
import { freePorts } from '../../lab/editor/freePort.mts';
import { installPackage } from '../../lab/editor/installPackage.mts';
import { createRestClient, type RestClient } from '../../lab/editor/restClient.mts';
import { createUserFolder } from '../../lab/editor/userFolder.mts';
import { packTarball } from '../../scripts/lib/tarball.mjs';
import { startRefusingProxy } from '../n8n/refusingProxy.mts';
import { createDataFolder } from './dataFolder.mts';
import { startPostgres, type Postgres } from './postgres.mts';
import type { Programs } from './programs.mts';
import { createQueueProcess, type QueueProcess, type Role } from './queueProcess.mts';
import { startRedis, type Redis } from './redis.mts';

/** n8n in queue mode with all that it needs, and its owner signed in. */
export interface Cluster {
	readonly redis: Redis;
	readonly postgres: Postgres;
	readonly main: QueueProcess;
	readonly workers: readonly [QueueProcess, QueueProcess];
	readonly webhook: QueueProcess;
	readonly rest: RestClient;
	/** Another process of this n8n, not started. */
	another(name: string, role: Role, more: NodeJS.ProcessEnv): Promise<QueueProcess>;
	/** Addresses outside this computer that a process requested. */
	readonly requestedOutside: readonly string[];
	close(): Promise<void>;
}

/** Starts Redis, PostgreSQL, one main, two workers and a webhook processor, with the packed package. */
export async function startCluster(programs: Programs): Promise<Cluster> {
	const closers: (() => unknown)[] = [];
	const close = async () => {
		for (const end of closers.splice(0).reverse()) await end();
	};
	try {
		return { ...(await start(programs, closers)), close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function start(programs: Programs, closers: (() => unknown)[]): Promise<Omit<Cluster, 'close'>> {
	const proxy = await startRefusingProxy();
	closers.push(() => proxy.close());
	const data = createDataFolder();
	closers.push(() => data.remove());
	const [redisPort = 0, postgresPort = 0] = await freePorts(2);
	const redis = await startRedis(programs, data, redisPort);
	closers.push(() => redis.stop());
	const postgres = await startPostgres(programs, data, postgresPort);
	closers.push(() => postgres.stop());
	const original = createUserFolder();
	closers.push(() => original.remove());
	await installPackage(original.path, (await packTarball()).file);
	const common = { ...commonEnvironment(proxy.address), ...redis.environment, ...postgres.environment };
	const another: Cluster['another'] = async (name, role, more) => {
		const created = await createQueueProcess(name, role, original.path, { ...common, ...more });
		closers.push(() => created.close());
		return created;
	};
	const main = await another('main', 'main', {});
	// The others wait for the tables that the main makes.
	await main.start();
	const workers = [await another('worker1', 'worker', {}), await another('worker2', 'worker', {})] as const;
	const webhook = await another('webhook', 'webhook', {});
	await Promise.all([...workers, webhook].map((one) => one.start()));
	const rest = createRestClient(main.origin);
	await rest.setUpOwner();
	await rest.signIn();
	return { redis, postgres, main, workers, webhook, rest, another, requestedOutside: proxy.asked };
}

/** @see https://docs.n8n.io/hosting/scaling/queue-mode/ */
const commonEnvironment = (proxy: string): NodeJS.ProcessEnv => ({
	EXECUTIONS_MODE: 'queue',
	// Every process decrypts the same credentials.
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	// Webhooks belong to the webhook processor.
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	HTTP_PROXY: proxy,
	HTTPS_PROXY: proxy,
	NO_PROXY: '127.0.0.1,localhost',
});
