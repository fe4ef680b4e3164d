import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tokenize } from '../../defender/hunting/lexer.ts';
import { officialTokens } from './officialKusto.mts';

/**
 * Compares the tokens of every query below a folder with those of the official lexer: `npm run prove:lexer -- <folder>`, for
 * instance a clone of a public collection. Markdown gives its fenced blocks, YAML its `query: |` blocks, other files are
 * queries as a whole.
 */
const WHOLE = /\.(?:kql|csl|kusto|txt)$/i;
const FENCED = /^[ \t]*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^[ \t]*\1[ \t]*$/gm;
const YAML_QUERY = /^([ \t]*)(?:- )?query:[ \t]*[|>][^\n]*\n((?:(?:\1[ \t]+[^\n]*|[ \t]*)(?:\n|$))+)/gm;

function queriesOf(path: string): readonly string[] {
	const isMarkdown = /\.md$/i.test(path);
	if (!isMarkdown && !/\.ya?ml$/i.test(path) && !WHOLE.test(path)) return [];
	const text = readFileSync(path, 'utf8');
	const found = WHOLE.test(path)
		? [text]
		: [...text.matchAll(isMarkdown ? FENCED : YAML_QUERY)].map(([, , block = '']) => block);
	return found.filter((query) => query.trim() !== '');
}

function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === '.git' ? [] : filesBelow(path);
		return entry.isFile() ? [path] : [];
	});
}

const placesOf = (tokens: ReadonlyArray<{ start: number; end: number }>): readonly string[] =>
	tokens.map(({ start, end }) => `${start}-${end}`);

const tell = (line: string) => process.stdout.write(`${line}\n`);

function main(folder: string | undefined): number {
	if (folder === undefined) {
		tell('Name a folder with queries: npm run prove:lexer -- <folder>');
		return 2;
	}
	let [files, queries, tokens, different] = [0, 0, 0, 0];
	for (const path of filesBelow(folder)) {
		const found = queriesOf(path);
		files += found.length > 0 ? 1 : 0;
		for (const query of found) {
			const ours = placesOf(tokenize(query).filter(({ kind }) => kind !== 'comment'));
			const theirs = placesOf(officialTokens(query));
			queries += 1;
			tokens += theirs.length;
			const at = theirs.findIndex((place, index) => place !== ours[index]);
			if (at < 0 && ours.length === theirs.length) continue;
			different += 1;
			tell(`${path}: token ${at + 1} is ${String(ours[at])}, officially ${String(theirs[at])}`);
		}
	}
	tell(`${files} files, ${queries} queries, ${tokens} tokens, ${different} queries cut differently`);
	return different === 0 && queries > 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
