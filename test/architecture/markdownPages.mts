import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './cruise.mts';

/** A page of the repository: path from the root with `/`, and its text. */
export interface Page {
	readonly file: string;
	readonly text: string;
}

/** Looks up a file of the repository; undefined if there is none. Folders have an empty text. */
export type ReadTarget = (file: string) => string | undefined;

const inRoot = (file: string) => path.join(ROOT, file);

export function readTarget(file: string): string | undefined {
	if (!existsSync(inRoot(file))) return undefined;
	return file.endsWith('.md') ? readFileSync(inRoot(file), 'utf8') : '';
}

/** Every page that users and contributors read. */
export function readPages(): readonly Page[] {
	const markdownIn = (folder: string) =>
		readdirSync(inRoot(folder), { withFileTypes: true })
			.filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
			.map(({ name }) => path.posix.join(folder, name));
	return [...markdownIn(''), ...markdownIn('docs'), ...markdownIn('docs/decisions'), 'lab/README.md'].map(
		(file) => ({ file, text: readFileSync(inRoot(file), 'utf8') }),
	);
}

const withoutCode = (text: string): string => text.replace(/^(`{3,}|~{3,})[\s\S]*?^\1$/gm, '');

/** Targets of a page's links and pictures, as they are written. */
export const targetsOf = (text: string): readonly string[] =>
	[
		...withoutCode(text)
			.replace(/`[^`\n]*`/g, '`x`')
			.matchAll(/\]\(<?([^)\s>]+)>?(?:\s"[^"]*")?\)/g),
	].map(([, target = '']) => target);

/**
 * The anchors of a page's headings, as GitHub and npm make them.
 * @see https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
 */
export function anchorsOf(text: string): ReadonlySet<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of withoutCode(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
		const slug = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.replace(/(?<!\w)_([^_]+)_(?!\w)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-');
		let anchor = slug;
		for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
		anchors.add(anchor);
	}
	return anchors;
}

/** Targets of a page that lead nowhere. Addresses of other sites are left out. */
export function brokenTargets({ file, text }: Page, read: ReadTarget): readonly string[] {
	return targetsOf(text).filter((target) => {
		if (/^[a-z]+:/.test(target)) return false;
		const [name = '', anchor] = target.split('#');
		const linked = name === '' ? text : read(path.posix.join(path.posix.dirname(file), name));
		if (name.startsWith('/') || linked === undefined) return true;
		return anchor !== undefined && !anchorsOf(linked).has(anchor);
	});
}

/** Names of npm scripts in the commands of a page. `npm pack`, `npm install` and the like are npm's own. */
export const npmScriptsIn = (text: string): readonly string[] =>
	[...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, script, own]) => script ?? own ?? '');
