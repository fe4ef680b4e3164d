import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { npmCommand } from '../../scripts/lib/npm.mjs';
import { runGroup } from '../../scripts/lib/processGroup.mjs';
import { publishRefusal, withoutPrivate, type ReleaseState } from '../../scripts/lib/publishGuard.mjs';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKFLOWS = `${ROOT}.github/workflows`;
const read = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8');

describe('GitHub workflows', () => {
	eachRow(readdirSync(WORKFLOWS))(
		'each action → pinned by its commit, with its version in a comment',
		(file) => {
			const lines = readFileSync(`${WORKFLOWS}/${file}`, 'utf8').split('\n');
			const uses = lines.filter((line) => /\buses:/.test(line)).map((line) => line.trim().replace(/^- /, ''));
			expect(uses.length).toBeGreaterThan(0);
			for (const line of uses) expect(line).toMatch(/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		},
	);
});

describe('workflow that publishes', () => {
	const text = read('.github/workflows/publish.yml');
	const [head = '', publish = ''] = text.split('\n  publish:\n');

	it('job that may publish → the only one; it is protected, restores no cache and runs the guard', () => {
		expect(head).not.toContain('id-token');
		expect(text).not.toMatch(/^\s*cache:/m);
		expect(publish).toMatch(/^ {4}environment: npm$/m);
		expect(publish).toMatch(/^ {4}needs: test$/m);
		expect(publish).toMatch(/^ {10}fetch-depth: 0$/m);
		const commands = [...publish.matchAll(/^ {6}- run: (.*)$/gm)].map(([, command]) => command);
		expect(commands).toEqual(['npm ci --ignore-scripts', 'node scripts/publish.mjs']);
	});
});

const state = (more: Partial<ReleaseState> = {}): ReleaseState => ({
	environment: { GITHUB_ACTIONS: 'true', GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: '1.2.3' },
	version: '1.2.3',
	isOnMain: true,
	isClean: true,
	...more,
});

describe('publishRefusal', () => {
	it('tag of the version on main → no refusal', () => {
		expect(publishRefusal(state())).toBeUndefined();
	});

	const onActions = (more: Readonly<Record<string, string>>) => ({
		environment: { ...state().environment, ...more },
	});
	eachRow([
		['on a workstation', { environment: {} }, 'from GitHub Actions only'],
		['for a branch', onActions({ GITHUB_REF_TYPE: 'branch' }), 'Only a tag is published, not the branch'],
		['for the tag of another version', onActions({ GITHUB_REF_NAME: '1.2.4' }), 'The tag 1.2.4 is not'],
		['for a commit of another branch', { isOnMain: false }, 'The tagged commit is not on main'],
		['with changed files', { isClean: false }, 'uncommitted changes'],
	])('any other state → a refusal that explains how to publish', (_, more, why) => {
		expect(publishRefusal(state(more))).toContain(why);
		expect(publishRefusal(state(more))).toContain('Push a tag with the version of package.json');
	});

	it('withoutPrivate → nothing else changes in package.json', () => {
		const before = JSON.parse(read('package.json')) as Record<string, unknown>;
		const { private: mark, ...rest } = before;
		expect(mark).toBe(true);
		expect(JSON.parse(withoutPrivate(read('package.json')))).toEqual(rest);
	});
});

/** A registry on loopback that accepts every package and records its path. */
async function startRegistry() {
	const published: string[] = [];
	const server = createServer((request, response) => {
		if (request.method === 'PUT') published.push(request.url ?? '');
		request.resume().on('end', () => response.writeHead(request.method === 'PUT' ? 201 : 404).end('{}'));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		published,
		options: [`--registry=http://${host}/`, `--//${host}/:_authToken=practice`],
		close: () => new Promise((resolve) => server.close(resolve)),
	};
}

/** A folder with a package of this manifest and nothing else. */
function folderWith(manifest: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'publish-'));
	writeFileSync(join(folder, 'package.json'), manifest);
	return folder;
}

async function publish(cwd: string, options: readonly string[]) {
	const { file, first } = npmCommand();
	return await runGroup(file, [...first, 'publish', ...options], {
		cwd,
		env: process.env,
		timeoutMs: 60_000,
	});
}

describe('npm publish on a workstation', () => {
	eachRow([
		['without hooks', []],
		['with force', ['--force']],
		['for another tag', ['--tag=next', '--access=public']],
	])(
		'any options → npm refuses, and nothing reaches the registry',
		async (_, more) => {
			const registry = await startRegistry();
			const folder = folderWith(read('package.json'));
			const options = ['--ignore-scripts', '--loglevel=error', ...registry.options, ...more];
			const { code, output } = await publish(folder, options);
			await registry.close();
			rmSync(folder, { recursive: true });
			expect(output).toContain('EPRIVATE');
			expect({ failed: code !== 0, published: registry.published }).toEqual({ failed: true, published: [] });
		},
		60_000,
	);

	it('without the mark private → the package reaches the registry', async () => {
		const registry = await startRegistry();
		const folder = folderWith(withoutPrivate(read('package.json')));
		const { code } = await publish(folder, ['--ignore-scripts', ...registry.options]);
		await registry.close();
		rmSync(folder, { recursive: true });
		expect({ code, published: registry.published }).toEqual({
			code: 0,
			published: ['/n8n-nodes-microsoft-defender-xdr'],
		});
	}, 60_000);
});
