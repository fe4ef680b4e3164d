import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { INode } from 'n8n-workflow';
import { createEngine, CredentialStore } from '../engine/engine.mts';
import type { Measured, Task } from './task.mts';

/** One way to the rows, measured in a process of its own: what n8n itself takes is in `before`, not in the way's peak. Linux only. */
const STATUS = '/proc/self/status';
const task = JSON.parse(process.env['BENCH_TASK'] ?? '{}') as Task;

const run = await prepared(task);
forgetPeak();
const before = residentMegabytes('VmRSS');
const started = performance.now();
const items = await run();
const measured: Measured = {
	items,
	milliseconds: Math.round(performance.now() - started),
	before,
	peak: residentMegabytes('VmHWM'),
};
process.stdout.write(JSON.stringify(measured));

/**
 * Resident memory now (`VmRSS`) or at its peak (`VmHWM`). Not `process.resourceUsage().maxRSS`: Linux hands the parent's own
 * size on through fork and exec, and the parent holds the whole answer, so every way would seem to begin with its peak.
 */
function residentMegabytes(field: 'VmRSS' | 'VmHWM'): number {
	const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(STATUS, 'utf8')) ?? [];
	if (kilobytes === undefined) throw new Error(`${STATUS} has no ${field}.`);
	return Math.round(Number(kilobytes) / 1_024);
}

/** What loading n8n took at its height is not the way's: the peak starts again. */
function forgetPeak(): void {
	globalThis.gc?.();
	writeFileSync('/proc/self/clear_refs', '5');
}

async function prepared({ way, plainUrl, credential }: Task): Promise<() => Promise<number>> {
	if (way === 'parse') {
		return async () => {
			const value = JSON.parse(await (await fetch(plainUrl)).text()) as { results: unknown[] };
			return value.results.length;
		};
	}
	const engine = await createEngine({ packageDir: fileURLToPath(new URL('../..', import.meta.url)) });
	const credentials = new CredentialStore();
	const { id } = credentials.create('defenderXdrAppOAuth2Api', credential);
	const chosen = { defenderXdrAppOAuth2Api: { id, name: 'Practice' } };
	const ours = node('Rows', 'n8n-nodes-microsoft-defender-xdr.runHuntingQuery', 1, {
		query: 'T',
		returnAll: true,
	});
	const steps =
		way === 'ours'
			? [{ ...ours, credentials: chosen }]
			: [
					node('Call', 'n8n-nodes-base.httpRequest', 4.2, { url: plainUrl, options: {} }),
					node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'results', options: {} }),
				];
	const nodes = [node('Start', 'n8n-nodes-base.manualTrigger', 1, {}), ...steps];
	const connections = Object.fromEntries(
		steps.map(({ name }, at) => [
			nodes[at]?.name ?? '',
			{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
		]),
	);
	return async () => {
		const result = await engine.run({ nodes, connections }, { credentials });
		if (result.error !== undefined) throw new Error(result.error.message);
		return result.items('Rows').length;
	};
}

function node(name: string, type: string, typeVersion: number, parameters: INode['parameters']): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}
