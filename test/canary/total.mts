import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type { WatchLine } from './watch.mts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Each test file adds a line about what was searched for secrets during its time. */
		canaryFile: string;
	}
}

/** Before all test files: creates the file for their lines. After them: makes sure that they searched something. */
export default function setup(project: TestProject): () => void {
	const folder = mkdtempSync(path.join(tmpdir(), 'canary-'));
	const file = path.join(folder, 'lines.jsonl');
	project.provide('canaryFile', file);
	return () => {
		const lines = existsSync(file) ? readLines(file) : [];
		rmSync(folder, { recursive: true, force: true });
		const problem = findProblem(lines);
		if (problem !== undefined) throw new Error(`The search for secrets: ${problem}`);
		const sum = (pick: (line: WatchLine) => number) => lines.reduce((all, line) => all + pick(line), 0);
		const searched = `${sum(({ kept }) => kept)} executions and credential tests, ${sum(({ characters }) => characters)} characters`;
		process.stdout.write(`Searched for secrets: ${searched}, in ${lines.length} test files.\n`);
	};
}

const readLines = (file: string): WatchLine[] =>
	readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as WatchLine);

/** Returns the problem with a search, or undefined. Test files that run n8n's engine must have searched something. */
export function findProblem(lines: readonly WatchLine[]): string | undefined {
	if (lines.length === 0) return 'no test file took part.';
	const blind = lines.filter(({ control }) => !control).map(({ file }) => file);
	if (blind.length > 0) return `a planted secret was not found in ${blind.join(', ')}.`;
	const engine = lines.filter(({ file }) =>
		/engine[\\/](getIncidents|updateIncident|runHuntingQuery)\.test/.test(file),
	);
	const empty = engine.filter(
		({ kept, characters, secrets }) => kept === 0 || characters === 0 || secrets === 0,
	);
	return empty.length === 0
		? undefined
		: `nothing was searched in ${empty.map(({ file }) => file).join(', ')}.`;
}
