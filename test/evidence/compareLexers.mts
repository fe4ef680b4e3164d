import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Token } from '../../defender/hunting/query/lexer.ts';
import { officialTokens } from './officialKusto.mts';

const WHOLE = /\.(?:kql|csl|kusto|txt)$/i;
const FENCED = /^[ \t]*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^[ \t]*\1[ \t]*$/dgm;
const YAML_QUERY = /^([ \t]*)(?:- )?query:[ \t]*[|>][^\n]*\n((?:(?:\1[ \t]+[^\n]*|[ \t]*)(?:\n|$))+)/dgm;

/** A query of a file, and where in the file it begins. */
interface Found {
	readonly query: string;
	readonly offset: number;
}

/** What the comparison of a folder found. */
export interface Comparison {
	readonly files: number;
	readonly queries: number;
	readonly tokens: number;
	/** `path:line:column: …` of the first token that differs, one sentence for each query that is tokenized differently. */
	readonly differences: readonly string[];
}

/**
 * Compares the tokens of every query below a folder with those of the official lexer. In Markdown these are the fenced blocks, in YAML
 * its `query: |` blocks, other files are queries as a whole.
 */
export function compareLexers(folder: string, cut: (query: string) => readonly Token[]): Comparison {
	let [files, queries, tokens] = [0, 0, 0];
	const differences: string[] = [];
	for (const path of filesBelow(folder)) {
		const text = textOf(path);
		const found = text === undefined ? [] : queriesOf(path, text);
		files += found.length > 0 ? 1 : 0;
		queries += found.length;
		for (const { query, offset } of found) {
			const ours = cut(query).filter(({ kind }) => kind !== 'comment');
			const theirs = officialTokens(query);
			tokens += theirs.length;
			const at = firstDifference(ours, theirs);
			if (at === undefined) continue;
			const start = offset + (theirs[at] ?? ours[at] ?? { start: query.length }).start;
			const said = (token: { start: number; end: number } | undefined) =>
				token === undefined ? 'nothing' : JSON.stringify(query.slice(token.start, token.end));
			differences.push(
				`${path}:${placeOf(text ?? '', start)}: ${said(ours[at])}, officially ${said(theirs[at])}`,
			);
		}
	}
	return { files, queries, tokens, differences };
}

type Span = { readonly start: number; readonly end: number };

function firstDifference(ours: readonly Span[], theirs: readonly Span[]): number | undefined {
	const length = Math.max(ours.length, theirs.length);
	for (let at = 0; at < length; at += 1) {
		if (ours[at]?.start !== theirs[at]?.start || ours[at]?.end !== theirs[at]?.end) return at;
	}
	return undefined;
}

function placeOf(text: string, offset: number): string {
	const lines = text.slice(0, offset).split('\n');
	return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

const isMarkdown = (path: string): boolean => /\.md$/i.test(path);

function textOf(path: string): string | undefined {
	const holdsQueries = isMarkdown(path) || /\.ya?ml$/i.test(path) || WHOLE.test(path);
	return holdsQueries ? readFileSync(path, 'utf8') : undefined;
}

function queriesOf(path: string, text: string): readonly Found[] {
	const found = WHOLE.test(path)
		? [{ query: text, offset: 0 }]
		: [...text.matchAll(isMarkdown(path) ? FENCED : YAML_QUERY)].map(({ 2: query = '', indices }) => ({
				query,
				offset: indices?.[2]?.[0] ?? 0,
			}));
	return found.filter(({ query }) => query.trim() !== '');
}

function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === '.git' ? [] : filesBelow(path);
		return entry.isFile() ? [path] : [];
	});
}
