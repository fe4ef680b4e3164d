import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { ROOT } from './cruise.mts';
import { findBadTitles, readTitles } from './testTitles.mts';

const FOLDERS = ['test', 'lab/test'];
const files = FOLDERS.flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.test.mts') && !name.includes('node_modules'))
		.map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/'))),
);
const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

describe('titles of all tests', () => {
	it('feature, condition and result → in every title, and no title twice in a file', () => {
		expect(files.length).toBeGreaterThan(200);
		expect(files.flatMap((file) => findBadTitles(file, textOf(file)))).toEqual([]);
	});

	it('test files → each defines a case with `it` or a table', () => {
		expect(files.filter((file) => readTitles(file, textOf(file)).length === 0)).toEqual([]);
	});
});

describe('check of the titles', () => {
	eachRow([
		["it('sum › two numbers → their sum', () => {});"],
		["describe('sum', () => { it('two numbers → their sum', () => {}); });"],
		["describe.skipIf(true)(title, () => { it.each([1])('%s → itself', () => {}); });"],
		["describe('a', () => { it('x → y', f); }); describe('b', () => { it('x → y', f); });"],
		['describe(`a ${n}`, () => { current.eachRow<[number]>([1])(`x ${n} → y`, f); });'],
		["test.message.replaceAll(/a/g, 'b'); bench.test('x', f); readRows(rows)('x', f);"],
	])('good titles, and calls that define no case → no finding', (text) => {
		expect(findBadTitles('x.test.mts', text)).toEqual([]);
	});

	eachRow([
		[
			"it('sum › adds two numbers', () => {});",
			'does not name condition → result: "sum › adds two numbers".',
		],
		["it('two numbers → their sum', () => {});", 'names no feature before " › "'],
		["describe('sum', () => { it('adds', () => {}); });", 'does not name condition → result'],
		["describe('sum', () => { eachRow([1])('adds', f); });", 'does not name condition → result'],
		["describe('sum', () => { current.eachValue([1])('adds', f); });", 'does not name condition → result'],
		["describe('sum', () => { it.skipIf(true)('adds', f); });", 'does not name condition → result'],
		["const eachSeed = eachRow([1]); eachSeed('adds → more', f);", 'names no feature before " › "'],
		["describe('sum', () => { it(name, f); });", 'computes its title'],
		["describe('a', () => { it('x → y', f); it('x → y', f); });", 'has the title of line 1: "a › x → y".'],
		["describe('a', () => { it('x → y', f); test.each([1])('x → y', f); });", 'has the title of line 1'],
	])('bad title → a sentence with the line', (text, expected) => {
		expect(findBadTitles('x.test.mts', text)).toEqual([expect.stringContaining(`x.test.mts:1 ${expected}`)]);
	});
});
