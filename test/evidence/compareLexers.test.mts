import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenize, type Token } from '../../defender/hunting/query/lexer.ts';
import { compareLexers } from './compareLexers.mts';

const FENCE = '```';
const FILES: Readonly<Record<string, string>> = {
	'one.kql': 'T\n| where a !in~ ("x")\n',
	'deep/two.md': `# Title\n\n${FENCE}kusto\nT // why\n| take 5\n${FENCE}\n\n${FENCE}\nU\n${FENCE}\n`,
	'deep/three.yaml': 'name: x\nquery: |\n  T\n  | where b == 7d\nkind: y\n',
	'empty.kql': ' \n',
	'notes.pdf': 'T | "',
	'.git/four.kql': 'T | "',
};
let folder = '';

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'queries-'));
	for (const [name, text] of Object.entries(FILES)) {
		mkdirSync(join(folder, name, '..'), { recursive: true });
		writeFileSync(join(folder, name), text);
	}
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Our lexer with the tokens of one text replaced. */
const cutting = (wrong: string, instead: (token: Token) => readonly Token[]) => (query: string) =>
	tokenize(query).flatMap((token) =>
		query.slice(token.start, token.end) === wrong ? instead(token) : token,
	);

describe('lexer comparison over a folder', () => {
	it('whole files, fenced blocks and YAML blocks → all queries read, no difference from the official lexer', () => {
		expect(compareLexers(folder, tokenize)).toEqual({ files: 3, queries: 4, tokens: 19, differences: [] });
	});

	it('token split in two → file, line and column of the difference', () => {
		const wrong = cutting('!in~', ({ kind, start, end }) => [
			{ kind, start, end: end - 1 },
			{ kind, start: end - 1, end },
		]);
		expect(compareLexers(folder, wrong).differences).toEqual([
			`${folder}/one.kql:2:11: "!in", officially "!in~"`,
		]);
	});

	it('difference inside a block → its position in the file', () => {
		const shorter = cutting('5', ({ kind, start, end }) => [{ kind, start: start - 1, end }]);
		expect(compareLexers(folder, shorter).differences).toEqual([
			`${folder}/deep/two.md:5:8: " 5", officially "5"`,
		]);
		const longer = cutting('7d', ({ kind, start, end }) => [{ kind, start, end: end + 1 }]);
		expect(compareLexers(folder, longer).differences).toEqual([
			`${folder}/deep/three.yaml:4:16: "7d\\n", officially "7d"`,
		]);
	});

	it('missing or extra token at the end → reported', () => {
		const missing = cutting('U', () => []);
		expect(compareLexers(folder, missing).differences).toEqual([
			`${folder}/deep/two.md:9:1: nothing, officially "U"`,
		]);
		const doubled = cutting('U', (token) => [token, { kind: 'unknown', start: 1, end: 2 }]);
		expect(compareLexers(folder, doubled).differences).toEqual([
			`${folder}/deep/two.md:9:2: "\\n", officially nothing`,
		]);
	});
});
