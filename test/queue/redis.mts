import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLog } from '../../lab/editor/log.mts';
import { startGroup, type ProcessGroup } from '../../scripts/lib/processGroup.mjs';
import type { DataFolder } from './dataFolder.mts';
import type { Programs } from './programs.mts';
import { until } from './waiting.mts';

/** A running Redis on 127.0.0.1 that keeps its data on disk. */
export interface Redis {
	/** What n8n needs to connect. */
	readonly environment: NodeJS.ProcessEnv;
	/** Ends it as a system service does, and starts it again with its data. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

const READY = 'Ready to accept connections';

export async function startRedis({ redisServer }: Programs, data: DataFolder, port: number): Promise<Redis> {
	const folder = data.folder('redis');
	const password = randomBytes(16).toString('hex');
	const settings = path.join(folder, 'redis.conf');
	const lines = ['bind 127.0.0.1', `port ${port}`, `dir ${folder}`, 'appendonly yes', 'save ""'];
	writeFileSync(settings, [...lines, `requirepass ${password}`, ''].join('\n'), { mode: 0o600 });
	const log = createLog('queue-redis');
	const start = async (): Promise<ProcessGroup> => {
		const printed = log.text().length;
		const group = startGroup(redisServer, [settings], {
			cwd: folder,
			env: { PATH: process.env['PATH'] },
			onOutput: (chunk) => log.add(chunk),
		});
		await until(`Redis (${log.file})`, () => log.text().slice(printed).includes(READY));
		return group;
	};
	let group = await start();
	return {
		environment: {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: `${port}`,
			QUEUE_BULL_REDIS_PASSWORD: password,
		},
		restart: async () => {
			await group.stop();
			group = await start();
		},
		stop: async () => void (await group.stop()),
	};
}
