import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPlaybooks } from '../../lab/editor/playbooks.mts';

const inRoot = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const README = readFileSync(inRoot('README.md'), 'utf8');
/** Targets of links and pictures, addresses of other sites and places on the page left out. */
const targets = [...README.matchAll(/\]\(([^)\s]+)\)/g)]
	.map(([, target = '']) => target.split('#')[0] ?? '')
	.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
const pictures = targets.filter((target) => target.endsWith('.png'));

describe('README', () => {
	it('links to files → existing files, by relative paths', () => {
		expect(targets.length).toBeGreaterThan(10);
		expect(targets.filter((target) => target.startsWith('/') || !existsSync(inRoot(target)))).toEqual([]);
	});

	it('every playbook → a picture and a link', () => {
		for (const { id } of readPlaybooks()) {
			expect(pictures, id).toContain(`docs/pictures/${id}.png`);
			expect(targets, id).toContain(`playbooks/${id}.json`);
		}
	});

	it('pictures → all of the folder, each at most 150 kB and with an alternative text', () => {
		const files = readdirSync(inRoot('docs/pictures')).map((name) => `docs/pictures/${name}`);
		expect(pictures.toSorted()).toEqual(files.toSorted());
		for (const file of files) expect(statSync(inRoot(file)).size, file).toBeLessThanOrEqual(150_000);
		for (const [, words = ''] of README.matchAll(/!\[([^\]]*)\]\(/g)) expect(words).toMatch(/\w+ \w+ \w+/);
	});
});
