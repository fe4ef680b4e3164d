import ts from 'typescript';
import { ships, type WordRule } from './wordRules.mts';

/** Words that readers stumble over, and the plain words for them. */
interface Banned {
	readonly pattern: RegExp;
	readonly instead: string;
}

const spelling = (...parts: readonly string[]): Banned => ({
	pattern: new RegExp(`\\b\\w*(?:${parts.join('|')})\\w*`, 'gi'),
	instead: 'the American spelling',
});

/** Banned in shipped code, pages and playbooks, also as part of a name: `tellAgain` contains "tell". */
const PHRASES: readonly Banned[] = [
	{ pattern: /\btold\b/gi, instead: 'reported, notified or explained' },
	{ pattern: /\b(?:tells?|telling)\b/gi, instead: 'report, show, return or explain' },
	{ pattern: /\banew\b/gi, instead: 'again' },
	{ pattern: /\bblanks\b/gi, instead: 'spaces' },
	{ pattern: /\bletter case aside\b/gi, instead: 'case-insensitive' },
	{ pattern: /\b(?:stands|stood)\b|\bstand for\b/gi, instead: 'is, appears or means' },
	{ pattern: /\b(?:comes?|came) (?:again|to rest)\b/gi, instead: 'is emitted again, or stops' },
	{ pattern: /\bby hand\b/gi, instead: 'manually' },
	{ pattern: /\bputs? right\b/gi, instead: 'fix' },
	{ pattern: /\bfor want of\b/gi, instead: 'without' },
	{ pattern: /\bin vain\b/gi, instead: 'without success' },
	{ pattern: /\bthe whole of\b/gi, instead: 'all' },
	{ pattern: /\bat the (?:most|least)\b/gi, instead: 'at most or at least' },
	{ pattern: /\bnews\b/gi, instead: 'change or delivery' },
	{ pattern: /\boccasions?\b/gi, instead: 'settings' },
	{ pattern: /\bknots?\b/gi, instead: 'cycle' },
	spelling('behaviour', 'licence', 'honour', 'colour', 'favour', 'neighbour', 'catalogue', 'artefact'),
	spelling('cancell(?:ed|ing)', 'labell', 'misspelt', 'analyse', 'analysing', 'judgement'),
	spelling(
		'(?:recogn|normal|serial|initial|summar|author|organ|token|optim|minim|synchron)is(?:e|ing|ation)',
	),
];

/** Banned in names of shipped code: a limit is a maximum or a minimum. */
const LIMIT_NAME =
	/^(?:most|least)$|^(?:most|least)[A-Z]|(?<!\bat)(?<=[a-z])(?:Most|Least)$|(?:^|_)(?:MOST|LEAST)(?:_|$)/;

/** Banned everywhere: marks whose source is not in the repository. */
const MARKS: readonly Banned[] = [
	{ pattern: /hard-parts/gi, instead: 'the reason or a link' },
	{ pattern: /^\s*(?:\/\/|\/?\*).*?\(reference:/gim, instead: 'the reason or a link' },
	{
		pattern: /^\s*(?:\/\/|\/?\*).*?\[(?:read|seen|ran)(?:\]| (?:in|and)\b)/gim,
		instead: 'the reason or a link',
	},
];

/** Names and quotations that keep their words. */
const FOREIGN: ReadonlyArray<readonly [text: string, reason: string]> = [
	['leastRecentlyUsed', 'the usual name of this kind of cache'],
	['LeastRecentlyUsed', 'the usual name of this kind of cache'],
];

const READ_BY_USERS = /^(?:README|CHANGELOG|SECURITY)\.md$|^docs\/.*\.md$|^playbooks\/.*\.json$/;
/** The lists of these words. */
const LISTS = ['test/architecture/plainWords.mts', 'test/architecture/words.test.mts'];

/** Line numbers stay the same. */
const splitNames = (text: string): string => text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

const withoutForeign = (text: string): string =>
	FOREIGN.reduce((rest, [foreign]) => rest.replaceAll(foreign, 'x'), text);

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

function limitNames(file: string, text: string): readonly string[] {
	const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) && LIMIT_NAME.test(node.text))
			found.push(`${file}:${lineOf(text, node.getStart())} names a limit "${node.text}": write max or min.`);
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

/** Shipped code, pages and playbooks use plain American English; no comment cites a source that readers do not have. */
export const plainWords: WordRule = ({ file, text }) => {
	if (LISTS.includes(file)) return [];
	const find = (searched: string, { pattern, instead }: Banned): readonly string[] =>
		[...searched.matchAll(pattern)].map(
			({ 0: words, index }) => `${file}:${lineOf(searched, index)} says "${words.trim()}": write ${instead}.`,
		);
	const marks = MARKS.flatMap((mark) => find(text, mark));
	if (!ships(file) && !READ_BY_USERS.test(file)) return marks;
	const own = withoutForeign(text);
	const limits = ships(file) ? limitNames(file, own) : [];
	return [...marks, ...limits, ...PHRASES.flatMap((phrase) => find(splitNames(own), phrase))];
};
