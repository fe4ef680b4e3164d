import path from 'node:path';
import ts from 'typescript';

/** A file of the repository: path from the root with `/`, and its text. */
export interface SourceFile {
	readonly file: string;
	readonly text: string;
}

/** Looks at one file; every returned sentence names the file, the line where there is one, and what to do. */
export type WordRule = (source: SourceFile) => readonly string[];

/** The longest file that ships, in lines. */
export const LINE_CEILING = 220;

/** Where the older of the two APIs may be named; everything else asks `Capabilities`. */
const LEGACY_HOMES = [/^defender\/access\//, /^defender\/api\/legacy[^/]*\.ts$/, /^credentials\/[^/]+\.ts$/];

/** The one file that may read the clock and throw dice: there the `Host` is made. */
const HOST = 'nodes/shared/connection/host.ts';

const FORBIDDEN_GLOBALS = new Set([
	...['process', 'global', 'globalThis', '__dirname', '__filename', 'console', 'require'],
	...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
	...['queueMicrotask', 'fetch', 'XMLHttpRequest', 'WebSocket', 'eval', 'performance'],
]);

/** Folders that exist on one machine only. Pieced together so that this file does not match itself. */
const MACHINE_PATH = new RegExp(`(?<![\\w.:/~$*-])/(${['work', 'root', 'home', 'workspace'].join('|')})/\\w`);

/** Fiction is full of paths: command lines of the practice tenant's devices, and what hunts return. */
const FICTION = [/^lab\/tenant\//, /^test\//, /^playbooks\//, /^package-lock\.json$/];

/** Whether n8n loads this file: TypeScript of the three shipped folders. */
export function ships(file: string): boolean {
	return /^(credentials|nodes|defender)\/.*\.ts$/.test(file);
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** The one file that chooses between the APIs must import the legacy one by these names, and may not use the word elsewhere. */
const CHOOSER = 'defender/api/createSecurityApi.ts';
const LEGACY_IMPORT = " from './legacy';\n";
const LEGACY_NAMES = /\b(?:LegacySecurityApi|legacyCapabilities)\b/g;

/** The word `legacy`, in any case and as part of a longer name, stays in its few homes. */
export const legacyStaysHome: WordRule = ({ file, text }) => {
	if (!ships(file) || LEGACY_HOMES.some((home) => home.test(file))) return [];
	const looked = file === CHOOSER ? text.replace(LEGACY_IMPORT, '\n').replace(LEGACY_NAMES, '') : text;
	return [...looked.matchAll(/legacy/gi)].map(
		({ index }) => `${file}:${lineOf(looked, index)} says "legacy": ask Capabilities instead.`,
	);
};

/** Nothing under defender names n8n's package, not even in a dynamic import or a type query. */
export const defenderKnowsNoN8n: WordRule = ({ file, text }) => {
	if (!file.startsWith('defender/')) return [];
	return [...text.matchAll(/['"`]n8n-(workflow|core)\b/g)].map(
		({ index }) => `${file}:${lineOf(text, index)} imports n8n: pass what it needs through Host.`,
	);
};

/** Names that are read as a property (`x.process`) or declared as one are not globals. */
function namesAProperty(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name === node;
	if (ts.isQualifiedName(parent)) return parent.right === node;
	return (
		ts.isPropertySignature(parent) ||
		ts.isPropertyDeclaration(parent) ||
		ts.isMethodSignature(parent) ||
		ts.isMethodDeclaration(parent)
	);
}

/** `Date.now()`, `Math.random()` and `new Date()` without an argument: the host's `now` and `random` by the back door. */
function readsClockOrDice(node: ts.Node): boolean {
	if (ts.isNewExpression(node)) {
		return node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
	}
	return ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText());
}

/** No global that n8n forbids, no socket and no timer of our own; clock and dice only where the Host is made. */
export const onlyTheHostTouchesTheWorld: WordRule = ({ file, text }) => {
	if (!ships(file)) return [];
	const found: string[] = [];
	const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const clockAllowed = file === HOST || file.startsWith('credentials/');
	const report = (node: ts.Node) =>
		found.push(`${file}:${lineOf(text, node.getStart())} uses ${node.getText()}: go through Host.`);
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) && FORBIDDEN_GLOBALS.has(node.text) && !namesAProperty(node)) report(node);
		if (!clockAllowed && readsClockOrDice(node)) report(node);
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
};

/** A shipped file does one thing and stays short. */
export const staysShort: WordRule = ({ file, text }) => {
	const lines = text.replace(/\n$/, '').split('\n').length;
	if (!ships(file) || lines <= LINE_CEILING) return [];
	return [`${file} has ${lines} lines, the ceiling is ${LINE_CEILING}: split it by concept.`];
};

/** No absolute path of one machine, and no relative import or link that climbs out of the repository. */
export const staysInTheRepository: WordRule = ({ file, text }) => {
	const found: string[] = [];
	if (!FICTION.some((place) => place.test(file))) {
		const machine = MACHINE_PATH.exec(text);
		if (machine) found.push(`${file}:${lineOf(text, machine.index)} names a folder of one machine.`);
	}
	for (const link of text.matchAll(/(?:from |import\(|require\(|\]\()['"]?((?:\.\.\/)+[^'")\s]*)/g)) {
		const target = path.posix.join(path.posix.dirname(file), link[1] ?? '');
		if (target.startsWith('..'))
			found.push(`${file}:${lineOf(text, link.index)} links outside the repository.`);
	}
	return found;
};

/** An error's message has fewer words than this; a placeholder counts as one word. */
export const MESSAGE_WORDS = 12;

/** The texts that an expression can produce, with every placeholder as one word. Unknown parts are left out. */
function textsOf(node: ts.Expression): readonly string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isTemplateExpression(node))
		return [node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join('')];
	if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
	return [];
}

/** A message fits a headline: whoever is woken by it reads it once. Its description has room for the rest. */
export const messagesAreShort: WordRule = ({ file, text }) => {
	if (!ships(file)) return [];
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isObjectLiteralExpression(node)) {
			const values = new Map(
				node.properties
					.filter((property) => ts.isPropertyAssignment(property))
					.map(({ name, initializer }) => [name.getText(), initializer]),
			);
			const message = values.get('message');
			if (message !== undefined && values.has('description'))
				for (const one of textsOf(message))
					if (one.trim().split(/\s+/).length >= MESSAGE_WORDS)
						found.push(
							`${file}:${lineOf(text, message.getStart())} has a message of ${MESSAGE_WORDS} words or more: "${one}".`,
						);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
	return found;
};
