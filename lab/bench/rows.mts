import { execFile } from 'node:child_process';
import { Console } from 'node:console';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hostRefusal } from '../tenant/page/guard.mts';
import { startPractice } from '../tenant/practice.mts';
import { answerText, ROWS } from './answer.mts';
import type { Measured, Task } from './task.mts';

const CHILD = fileURLToPath(new URL('way.mts', import.meta.url));
const NAMES: Record<Task['way'], string> = {
	parse: 'JSON.parse alone, without n8n',
	ours: 'Run Hunting Query',
	splitOut: 'HTTP Request + Split Out',
};
const ROUNDS = 3;

const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Starts a process of its own for one way, so that no way pays for the memory of another. */
async function measure(task: Task): Promise<Measured> {
	const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', CHILD], {
		env: { ...process.env, BENCH_TASK: JSON.stringify(task) },
	});
	const measured = JSON.parse(stdout) as Measured;
	if (measured.items !== ROWS)
		throw new Error(`${NAMES[task.way]} returned ${measured.items} rows instead of ${ROWS}.`);
	return measured;
}

async function table(longs: boolean): Promise<readonly object[]> {
	const body = answerText(longs);
	const practice = await startPractice();
	const tenant = practice.addTenant();
	tenant.faults.add({
		match: { path: '/v1.0/security/runHuntingQuery' },
		times: 'always',
		answer: { status: 200, body },
	});
	const plain = createServer(({ headers, socket }, reply) =>
		hostRefusal(headers, String(socket.localPort)) === undefined
			? reply.writeHead(200, { 'content-type': 'application/json' }).end(body)
			: reply.writeHead(403).end(),
	);
	await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
	const address = plain.address();
	const plainUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
	const lines = [];
	for (const way of ['parse', 'ours', 'splitOut'] as const) {
		const runs: Measured[] = [];
		for (let round = 0; round < ROUNDS; round += 1) {
			runs.push(await measure({ way, plainUrl, credential: { ...tenant.credential() } }));
		}
		lines.push({
			way: NAMES[way],
			seconds: median(runs.map(({ milliseconds }) => milliseconds)) / 1_000,
			'MB before': median(runs.map(({ before }) => before)),
			'MB peak': median(runs.map(({ peak }) => peak)),
			'MB more': median(runs.map(({ before, peak }) => peak - before)),
		});
	}
	plain.close();
	await practice.close();
	return lines;
}

const output = new Console(process.stdout);
for (const longs of [false, true]) {
	const kind = longs ? 'with' : 'without';
	output.log(
		`${ROWS.toLocaleString('en-US')} rows of 10 columns, ${kind} longs beyond 2^53; median of ${ROUNDS} runs`,
	);
	output.table(await table(longs));
}
