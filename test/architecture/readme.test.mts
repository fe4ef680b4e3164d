import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { protectedApis, permissionLevels } from '../../defender/access/permissions.ts';
import { withReport } from '../../lab/bench/report.mts';
import { readPlaybooks } from '../../lab/editor/playbooks.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { ROOT } from './cruise.mts';
import {
	anchorsOf,
	brokenTargets,
	npmScriptsIn,
	readPages,
	readTarget,
	targetsOf,
} from './markdownPages.mts';

/** The README is in the tarball, and people read it before they install anything. */
const README_BYTES = 12_000;
const PICTURE_BYTES = 150_000;

const inRoot = (file: string) => path.join(ROOT, file);
const read = (file: string) => readFileSync(inRoot(file), 'utf8');
const README = read('README.md');
const PLAYBOOKS = read('docs/playbooks.md');
const pages = readPages();
const { homepage, scripts } = z
	.object({ homepage: z.string(), scripts: z.record(z.string()) })
	.parse(JSON.parse(read('package.json')));

/** Shipped files that may contain addresses of this repository. */
const shipped = ['credentials', 'nodes', 'defender'].flatMap((folder) =>
	readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.(?:ts|json)$/.test(file))
		.map((file) => path.join(folder, file)),
);

/** An address of this repository that leads nowhere: it names a missing file or heading. */
function isBroken(address: string): boolean {
	const rest = address.slice(homepage.length);
	if (rest === '' || rest === '/issues') return false;
	const [name = '', anchor] = rest.replace(/^\/blob\/main\//, '').split('#');
	const page = readTarget(name === '' ? 'README.md' : name);
	return page === undefined || (anchor !== undefined && !anchorsOf(page).has(anchor));
}

const addressesIn = (text: string): readonly string[] =>
	[...text.matchAll(/https:\/\/github\.com\/[^/\s]+\/n8n-nodes-microsoft-defender-xdr[^\s'"`)>]*/g)].map(
		([address]) => address,
	);

describe('README', () => {
	it(`size → at most ${README_BYTES} bytes`, () => {
		expect(Buffer.byteLength(README)).toBeLessThanOrEqual(README_BYTES);
	});

	it('permission table → the permissions that the nodes use', () => {
		for (const level of permissionLevels) {
			const { name } = protectedApis.graph.permissions.application[level];
			for (const page of [README, read('docs/access.md')])
				expect(page).toMatch(new RegExp(`^\\|.*\`${name}\` *\\|$`, 'm'));
		}
	});

	it('every page of docs → a link from README or from a page that README links to', () => {
		const linkedFrom = (file: string) =>
			targetsOf(read(file))
				.map((target) => path.posix.join(path.posix.dirname(file), target.split('#')[0] ?? ''))
				.filter((target) => target.startsWith('docs/') && target.endsWith('.md'));
		const direct = linkedFrom('README.md');
		const reached = new Set([...direct, ...direct.flatMap(linkedFrom)]);
		const files = readdirSync(inRoot('docs')).filter((name) => name.endsWith('.md'));
		expect(files.map((name) => `docs/${name}`).filter((file) => !reached.has(file))).toEqual([]);
	});
});

describe('README, docs and lab/README', () => {
	eachRow(pages.map((page) => [page] as const))(
		'links → existing files and headings, by relative paths',
		(page) => {
			expect(brokenTargets(page, readTarget), page.file).toEqual([]);
		},
	);

	eachRow(pages.map((page) => [page] as const))(
		'npm commands → scripts of package.json',
		({ file, text }) => {
			const unknown = npmScriptsIn(text).filter((script) => scripts[script] === undefined);
			expect(unknown, file).toEqual([]);
		},
	);

	it('README and docs → enough links and commands to make these checks count', () => {
		const text = pages.map((page) => page.text).join('\n');
		expect(targetsOf(text).length).toBeGreaterThan(100);
		expect(npmScriptsIn(text).length).toBeGreaterThan(40);
	});

	it('link to a missing file or heading → reported', () => {
		const text =
			'# A b\n[x](missing.md) [x](#a-c) [x](#a-b) [x](c.md#d) [x](c.md#e) [x](/c.md)\n```\n[x](y)\n```\n';
		const target = (file: string) => (file === 'docs/c.md' ? '## `d`\n' : undefined);
		expect(brokenTargets({ file: 'docs/a.md', text }, target)).toEqual([
			'missing.md',
			'#a-c',
			'c.md#e',
			'/c.md',
		]);
	});

	it('headings → anchors as GitHub makes them', () => {
		const text = "# It's (a) _test_: `x_y` → [z](q.md)\n## Same\n## Same\n```\n# none\n```\n";
		expect([...anchorsOf(text)]).toEqual(['its-a-test-x_y--z', 'same', 'same-1']);
	});
});

describe('addresses of this repository', () => {
	it('pages and shipped files → existing files and headings of the homepage in package.json', () => {
		const found = [...pages.map(({ file }) => file), ...shipped].flatMap((file) =>
			addressesIn(read(file)).map((address) => ({ file, address })),
		);
		expect(found.length).toBeGreaterThan(10);
		expect(found.filter(({ address }) => !address.startsWith(homepage) || isBroken(address))).toEqual([]);
	});

	it('documents named by shipped texts → existing files', () => {
		const named = shipped.flatMap((file) =>
			[...read(file).matchAll(/\bdocs\/[\w/-]+\.md\b/g)].map(([name]) => name),
		);
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((name) => readTarget(name) === undefined)).toEqual([]);
	});
});

describe('docs/performance.md', () => {
	it('figures of the bench → written between its two markers', () => {
		const page = read('docs/performance.md');
		const written = withReport(page, '| figures |');
		expect(written).toContain('<!-- bench:start -->\n\n| figures |\n\n<!-- bench:end -->');
		expect(written.split('<!-- bench:end -->')[1]).toBe(page.split('<!-- bench:end -->')[1]);
	});
});

describe('playbooks and pictures', () => {
	it('every playbook → a link in README, and a link and a picture in docs/playbooks.md', () => {
		for (const { id } of readPlaybooks()) {
			expect(targetsOf(README), id).toContain(`playbooks/${id}.json`);
			expect(targetsOf(PLAYBOOKS), id).toContain(`../playbooks/${id}.json`);
			expect(targetsOf(PLAYBOOKS), id).toContain(`pictures/${id}.png`);
		}
	});

	it('pictures → all of the folder, each at most 150 kB and with an alternative text', () => {
		const shown = pages.flatMap(({ file, text }) =>
			targetsOf(text)
				.filter((target) => target.endsWith('.png'))
				.map((target) => path.posix.join(path.posix.dirname(file), target)),
		);
		const files = readdirSync(inRoot('docs/pictures')).map((name) => `docs/pictures/${name}`);
		expect([...new Set(shown)].toSorted()).toEqual(files.toSorted());
		for (const file of files) expect(statSync(inRoot(file)).size, file).toBeLessThanOrEqual(PICTURE_BYTES);
		for (const { text } of pages)
			for (const [, words = ''] of text.matchAll(/!\[([^\]]*)\]\(/g)) expect(words).toMatch(/\w+ \w+ \w+/);
	});
});
