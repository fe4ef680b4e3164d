import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundleMsal, MSAL_BUNDLE } from '../../scripts/msal/bundle.mjs';
import { packPackage, type Packed } from './packed.mts';

const CHILDREN = path.join(import.meta.dirname, 'children');
const ROOT = path.resolve(import.meta.dirname, '..', '..');

let packed: Packed;

beforeAll(async () => {
	packed = await packPackage();
}, 60_000);
afterAll(() => packed.remove());

const Loaded = z.object({
	names: z.array(z.string()),
	milliseconds: z.number(),
	modules: z.array(z.string()),
	outside: z.array(z.string()),
});
const Scanned = z.object({
	files: z.number(),
	findings: z.array(z.object({ filePath: z.string(), ruleId: z.string().nullable(), message: z.string() })),
});

/** n8n's lint rules treat every file as a node if NODE_ENV is `test`, which vitest sets. */
const env = { ...process.env, NODE_ENV: 'production' };

function child(script: string, ...args: string[]): unknown {
	const file = path.join(CHILDREN, script);
	return JSON.parse(
		execFileSync(process.execPath, [file, ...args], { encoding: 'utf8', cwd: ROOT, env, stdio: 'pipe' }),
	);
}

const load = (mode: 'guarded' | 'timed') => Loaded.parse(child('load.cjs', packed.dir, mode));
const scan = (folder: string, kind: 'package' | 'source') => Scanned.parse(child('scan.mjs', folder, kind));

describe('tarball', () => {
	it('files → only dist, README, license, notices and package.json', () => {
		const others = packed.tarball.files.filter((file) => !file.startsWith('dist/'));
		expect(others.toSorted()).toEqual(['LICENSE.md', 'README.md', 'THIRD_PARTY_NOTICES.md', 'package.json']);
		const foreign = packed.tarball.files.filter((file) =>
			/\.(?:mts|mjs|map|tsbuildinfo)$|\btest\b|\blab\b/.test(file),
		);
		expect(foreign).toEqual([]);
	});

	it('output previews → where n8n reads them', () => {
		const previews = packed.tarball.files.filter((file) => file.includes('__schema__'));
		expect(previews.toSorted()).toEqual([
			'dist/nodes/GetIncidents/__schema__/v1.0.0/get.json',
			'dist/nodes/GetIncidents/__schema__/v1.0.0/getAll.json',
			'dist/nodes/IncidentTrigger/__schema__/v1.0.0.json',
			'dist/nodes/RunHuntingQuery/__schema__/v1.0.0/library.json',
			'dist/nodes/RunHuntingQuery/__schema__/v1.0.0/query.json',
			'dist/nodes/UpdateIncident/__schema__/v1.0.0/update.json',
		]);
	});

	it('size → at most 320 kB, with at most 55 kB of MSAL (docs/decisions/0011)', () => {
		const msal = readFileSync(path.join(packed.dir, 'dist', 'defender', 'access', 'msalBundle.js'));
		expect(gzipSync(msal, { level: 9 }).length).toBeLessThanOrEqual(55_000);
		expect(packed.tarball.bytes).toBeLessThanOrEqual(320_000);
	});

	it("notices → MSAL's license without changes", () => {
		const require = createRequire(import.meta.url);
		const licence = path.join(path.dirname(require.resolve('@azure/msal-node/package.json')), 'LICENSE');
		const notices = readFileSync(path.join(packed.dir, 'THIRD_PARTY_NOTICES.md'), 'utf8');
		expect(notices).toContain(readFileSync(licence, 'utf8').trim());
	});

	it('package.json → no runtime dependency', () => {
		const manifest: unknown = JSON.parse(readFileSync(path.join(packed.dir, 'package.json'), 'utf8'));
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).toHaveProperty('peerDependencies', { 'n8n-workflow': '*' });
	});

	it('loaded → only n8n-workflow, luxon and crypto from outside', () => {
		const { names, outside } = load('guarded');
		expect(names).toEqual([
			'defenderXdrAppOAuth2Api',
			'defenderXdrUserOAuth2Api',
			'getIncidents',
			'updateIncident',
			'runHuntingQuery',
			'incidentTrigger',
		]);
		expect(
			outside.filter((name) => !['n8n-workflow', 'luxon', 'crypto', 'node:crypto'].includes(name)),
		).toEqual([]);
		expect(outside).toContain('n8n-workflow');
	});

	it('file that requires another package → loading fails', () => {
		const broken = path.join(packed.dir, 'dist', 'nodes', 'GetIncidents', 'getIncidents.js');
		const text = readFileSync(broken, 'utf8');
		writeFileSync(broken, `require('fast-glob');\n${text}`);
		try {
			expect(() => load('guarded')).toThrow(/asks for fast-glob/);
		} finally {
			writeFileSync(broken, text);
		}
	});

	it('loaded → within 60 ms and without MSAL', () => {
		const runs = [1, 2, 3].map(() => load('timed'));
		expect(runs[0]?.modules).toContain('dist/defender/access/appToken.js');
		expect(runs.flatMap(({ modules }) => modules.filter((file) => /msalBundle/.test(file)))).toEqual([]);
		expect(Math.min(...runs.map(({ milliseconds }) => milliseconds))).toBeLessThanOrEqual(60);
	});
});

describe("n8n's package scan", () => {
	it('tarball → no findings', () => {
		const { files, findings } = scan(packed.dir, 'package');
		expect(files).toBeGreaterThan(30);
		expect(findings).toEqual([]);
	}, 60_000);

	it('source → no findings', () => {
		const { files, findings } = scan(ROOT, 'source');
		expect(files).toBeGreaterThan(10);
		expect(findings).toEqual([]);
	}, 60_000);

	it('file with a timer → a finding', () => {
		const copy = mkdtempSync(path.join(ROOT, '.cache', 'scanned-'));
		try {
			cpSync(path.join(packed.dir, 'package.json'), path.join(copy, 'package.json'));
			writeFileSync(path.join(copy, 'late.js'), 'setTimeout(() => undefined, 1);\n');
			const { findings } = scan(copy, 'package');
			expect(findings.map(({ ruleId }) => ruleId)).toContain('@n8n/community-nodes/no-restricted-globals');
		} finally {
			rmSync(copy, { recursive: true, force: true });
		}
	}, 60_000);
});

describe('MSAL bundle', () => {
	it('bundled again → the same bytes', async () => {
		const again = path.join(packed.dir, 'again.js');
		await bundleMsal(again);
		expect(readFileSync(again).equals(readFileSync(MSAL_BUNDLE))).toBe(true);
	}, 30_000);
});
