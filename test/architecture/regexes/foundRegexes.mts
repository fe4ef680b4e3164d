import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SHIPPED = ['nodes', 'credentials', 'defender'];

/** A regular expression and where it was found. */
export interface FoundRegex {
	readonly place: string;
	readonly source: string;
	readonly flags: string;
}

/** What `constructedRegexes.mts` prints. */
const Found = z.array(
	z.union([
		z.object({ place: z.string(), source: z.string(), flags: z.string() }),
		z.object({ place: z.string(), expression: z.string() }),
	]),
);

/** The literals in a text of TypeScript or JavaScript, those of n8n expressions in its strings included. */
export function literalsIn(place: string, text: string): readonly FoundRegex[] {
	const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
	const found: FoundRegex[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
			found.push({
				place: `${place}:${line}`,
				source: node.text.slice(1, end),
				flags: node.text.slice(end + 1),
			});
		}
		if (ts.isStringLiteralLike(node) && node.text.includes('{{'))
			found.push(...ofExpression(place, node.text));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** How often a text makes a regular expression from a string. */
export function constructionsIn(text: string): number {
	const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
	let count = 0;
	const visit = (node: ts.Node): void => {
		const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
		if (isCall && node.expression.getText() === 'RegExp') count += 1;
		ts.forEachChild(node, visit);
	};
	visit(source);
	return count;
}

/** The code between `{{` and `}}`. */
function ofExpression(place: string, text: string): readonly FoundRegex[] {
	return [...text.matchAll(/\{\{(.*?)\}\}/gs)].flatMap(([, code = '']) => literalsIn(place, `(${code})`));
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const filesIn = (folder: string, end: string) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(end))
		.map((file) => `${folder}/${file}`)
		.sort();

/** Modules that make regular expressions from strings, with how many. */
export const constructing: readonly (readonly [file: string, count: number])[] = SHIPPED.flatMap((folder) =>
	filesIn(folder, '.ts').map((file) => [file, constructionsIn(read(file))] as const),
).filter(([, count]) => count > 0);

/** Those that modules make when they are loaded, and those in texts that nodes and credentials give to n8n. */
function constructed(): readonly FoundRegex[] {
	const script = path.join(import.meta.dirname, 'constructedRegexes.mts');
	const described = [...filesIn('nodes', '.node.ts'), ...filesIn('credentials', '.credentials.ts')];
	const files = [...constructing.map(([file]) => file), ...described];
	const output = execFileSync(process.execPath, ['--import', 'tsx', script, ...files], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	return Found.parse(JSON.parse(output)).flatMap((one) =>
		'expression' in one ? ofExpression(one.place, one.expression) : one,
	);
}

function ofPlaybook(file: string): readonly FoundRegex[] {
	const found: FoundRegex[] = [];
	JSON.parse(read(file), (_key, value: unknown) => {
		if (typeof value === 'string' && value.includes('{{')) found.push(...ofExpression(file, value));
		return value;
	});
	return found;
}

/** Every regular expression of shipped code and of the playbooks, each once. */
export function allRegexes(): readonly FoundRegex[] {
	const all = [
		...SHIPPED.flatMap((folder) => filesIn(folder, '.ts').flatMap((file) => literalsIn(file, read(file)))),
		...constructed(),
		...filesIn('playbooks', '.json').flatMap(ofPlaybook),
	];
	return [...new Map(all.map((one) => [`/${one.source}/${one.flags}`, one])).values()];
}
