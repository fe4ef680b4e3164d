import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLog } from '../../lab/editor/log.mts';
import { runGroup, startGroup } from '../../scripts/lib/processGroup.mjs';
import { userForPostgres, type DataFolder } from './dataFolder.mts';
import type { Programs } from './programs.mts';
import { until } from './waiting.mts';

/** A running PostgreSQL on 127.0.0.1 with an empty database. */
export interface Postgres {
	/** What n8n needs to connect. */
	readonly environment: NodeJS.ProcessEnv;
	/** Rows of a query, each as the JSON that PostgreSQL makes of it. */
	rows(query: string): Promise<readonly unknown[]>;
	stop(): Promise<void>;
}

const USER = 'n8n';
const DATABASE = 'postgres';
const COMMAND_MS = 60_000;
const READY = 'database system is ready to accept connections';

export async function startPostgres(programs: Programs, data: DataFolder, port: number): Promise<Postgres> {
	const user = userForPostgres();
	const folder = data.folder('postgres', user);
	const password = randomBytes(16).toString('hex');
	const passwordFile = path.join(folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
	const cluster = path.join(folder, 'cluster');
	// PostgreSQL rejects root.
	const command = (file: string, args: readonly string[]): readonly [string, readonly string[]] =>
		user === undefined ? [file, args] : ['runuser', ['-u', user.name, '--', file, ...args]];
	const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' };
	const log = createLog('queue-postgres');
	const run = async (file: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
		const options = { cwd: folder, env: { ...env, ...more }, timeoutMs: COMMAND_MS };
		const { code, stdout, output } = await runGroup(file, args, options);
		if (code !== 0) throw new Error(`${file} ended with code ${code}:\n${output}`);
		return stdout;
	};
	const access = [`--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
	await run(...command(programs.initdb, ['-D', cluster, '--encoding=UTF8', '--no-sync', ...access]));
	const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
	const group = startGroup(
		...command(programs.postgres, [
			'-D',
			cluster,
			'-p',
			`${port}`,
			...settings.flatMap((one) => ['-c', one]),
		]),
		{ cwd: folder, env, onOutput: (chunk) => log.add(chunk) },
	);
	await until(`PostgreSQL (${log.file})`, () => log.text().includes(READY));
	const target = ['-h', '127.0.0.1', '-p', `${port}`, '-U', USER, '-d', DATABASE];
	return {
		environment: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: `${port}`,
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		},
		rows: async (query) => {
			const text = `SELECT row_to_json(found) FROM (${query}) found`;
			const printed = await run(programs.psql, [...target, '-AtX', '-c', text], { PGPASSWORD: password });
			return printed
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => JSON.parse(line) as unknown);
		},
		stop: async () => void (await group.stop()),
	};
}
