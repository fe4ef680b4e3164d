import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

/** The checkout's root folder. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');

const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = path.join(ROOT, '.dependency-cruiser.cjs');

const Report = z.object({
	summary: z.object({
		totalCruised: z.number(),
		violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
	}),
});

/** One broken import rule: which one, and the importing and the imported file (relative to the tree's root). */
export interface Violation {
	readonly rule: string;
	readonly from: string;
	readonly to: string;
}

/** The names of all rules, in the order of the configuration. */
export function ruleNames(): readonly string[] {
	const config: unknown = createRequire(import.meta.url)(CONFIG);
	const shape = z.object({ forbidden: z.array(z.object({ name: z.string() })) });
	return shape.parse(config).forbidden.map((rule) => rule.name);
}

/**
 * Runs dependency-cruiser with this repository's rules over the tree at `root`.
 * @returns the number of modules looked at and every violation.
 * @throws Error when dependency-cruiser prints no report.
 */
export async function cruise(root: string): Promise<{ modules: number; violations: Violation[] }> {
	const json = await new Promise<string>((resolve, reject) => {
		const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', '.'];
		execFile(process.execPath, args, { cwd: root, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
			if (stdout.length > 0) resolve(stdout);
			else reject(new Error(`dependency-cruiser printed no report: ${stderr}`, { cause: error }));
		});
	});
	const { summary } = Report.parse(JSON.parse(json));
	const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
	return { modules: summary.totalCruised, violations };
}
