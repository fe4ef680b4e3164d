import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RUN_MS = 60_000;

const run = (...args: readonly string[]) =>
	promisify(execFile)(process.execPath, ['--import', 'tsx', 'lab/demo/main.mts', ...args], {
		cwd: ROOT,
		timeout: RUN_MS,
		maxBuffer: 16 * 2 ** 20,
	});

const incident = z.object({
	id: z.string(),
	displayName: z.string(),
	status: z.string(),
	classification: z.string(),
	determination: z.string(),
	customTags: z.array(z.string()),
	comments: z.array(z.object({ comment: z.string() })),
});
const document = z.object({
	ok: z.literal(true),
	problems: z.tuple([]),
	seed: z.literal(2),
	nodes: z.array(z.object({ name: z.string(), items: z.number(), milliseconds: z.number() })),
	incidents: z.array(z.object({ id: z.string() })),
	updates: z.array(z.object({ id: z.string(), outcome: z.string() })),
	hunt: z.object({ count: z.number(), rows: z.array(z.record(z.unknown())) }),
	calls: z.array(
		z.object({ method: z.string(), target: z.string(), status: z.number(), client: z.string().optional() }),
	),
	journal: z.array(z.object({ incidentId: z.string(), field: z.string(), via: z.string() })),
	readBack: z.array(z.object({ incident, differences: z.tuple([]) })),
});

describe('npm start', () => {
	it(
		'--json → one JSON document on stdout, progress on stderr',
		async () => {
			const { stdout, stderr } = await run('--json', '--seed', '2');
			const report = document.parse(JSON.parse(stdout));
			const ids = report.incidents.map(({ id }) => id).sort();
			expect(report.updates.map(({ id }) => id).sort()).toEqual(ids);
			expect(report.readBack.map((proof) => proof.incident.id).sort()).toEqual(ids);
			expect(report.readBack.every((proof) => proof.incident.customTags.includes('n8n-triage'))).toBe(true);
			const attack = report.readBack.find((proof) => proof.incident.displayName.includes('Ransomware'));
			expect(attack?.incident).toMatchObject({ status: 'inProgress', determination: 'multiStagedAttack' });
			expect(report.hunt.count).toBe(report.hunt.rows.length);
			expect(report.hunt.count).toBeGreaterThan(0);
			expect(report.calls[0]?.client).toMatch(/^msal\.js\.node \d/);
			expect(report.calls.filter(({ client }) => client !== undefined)).toHaveLength(1);
			expect(report.calls.every(({ status }) => status === 200)).toBe(true);
			expect(report.journal.every(({ via }) => via === 'api')).toBe(true);
			expect(report.nodes.map(({ name }) => name)).toContain('Run Hunting Query');
			expect(stderr).toContain('Run the playbook');
		},
		RUN_MS,
	);

	it(
		'--seed is not a number → exit code 2 and a sentence',
		async () => {
			await expect(run('--seed', 'many')).rejects.toMatchObject({
				code: 2,
				stderr: expect.stringContaining('--seed must be a whole number') as unknown,
			});
		},
		RUN_MS,
	);
});
