import { RegExpParser, type AST } from '@eslint-community/regexpp';

/** Characters from which samples are taken, in the order of preference. */
const POOL = [
	...[
		'a',
		'0',
		' ',
		'\n',
		'-',
		'.',
		'/',
		'"',
		"'",
		'\\',
		':',
		',',
		';',
		'=',
		'(',
		')',
		'{',
		'[',
		'<',
		'_',
		'+',
	],
	...[
		'A',
		'f',
		'\t',
		'\r',
		'%',
		'@',
		'&',
		'|',
		'*',
		'#',
		'~',
		'^',
		'$',
		'!',
		'?',
		'`',
		'}',
		']',
		'>',
		'\u00e9',
	],
	...['\u200b', '\u202e', '\u2028', '\u0001', '\ud800', '\ufeff', '\uff1d'],
];
/** A repetition that may take so many counts as unbounded. */
const MANY = 200;
const MOST_SAMPLES = 4;
/** Ends at which a match may fail. */
const TAILS = ['', '\0'];

type Flags = string;

/** A few texts that a part of a pattern matches, short and different. */
function samplesOf(node: AST.Node, flags: Flags): readonly string[] {
	switch (node.type) {
		case 'Character':
			return [String.fromCodePoint(node.value)];
		case 'CharacterSet':
		case 'CharacterClass':
		case 'ExpressionCharacterClass':
			return charactersOf(node.raw, flags);
		case 'Pattern':
		case 'Group':
		case 'CapturingGroup':
			return few(node.alternatives.flatMap((alternative) => samplesOf(alternative, flags)));
		case 'Alternative':
			return sequences(node.elements, flags);
		case 'Quantifier':
			return quantified(node, flags);
		default:
			return [''];
	}
}

const few = (texts: readonly string[]) => [...new Set(texts)].slice(0, MOST_SAMPLES);

function charactersOf(raw: string, flags: Flags): readonly string[] {
	const one = new RegExp(`^(?:${raw})$`, flags.replace(/[gy]/g, ''));
	return few(POOL.filter((character) => one.test(character)));
}

/** One text with the first sample of each element, and one for each other sample. */
function sequences(elements: readonly AST.Element[], flags: Flags): readonly string[] {
	const all = elements.map((element) => samplesOf(element, flags));
	const first = all.map(([sample = '']) => sample);
	const others = all.flatMap((samples, place) =>
		samples.slice(1).map((sample) => [...first.slice(0, place), sample, ...first.slice(place + 1)].join('')),
	);
	return few([first.join(''), ...others]);
}

function quantified({ min, element }: AST.Quantifier, flags: Flags): readonly string[] {
	const samples = samplesOf(element, flags);
	return min === 0 ? few(['', ...samples]) : few(samples.map((sample) => sample.repeat(min)));
}

/** What must stand before a node for a match to come to it. */
function before(node: AST.Node, flags: Flags): string {
	const { parent } = node;
	if (parent === null || parent === undefined) return '';
	if (parent.type !== 'Alternative') return before(parent, flags);
	const place = parent.elements.findIndex((element) => element === node);
	const [own = ''] = sequences(parent.elements.slice(0, place), flags);
	const filled = sequences(parent.elements.slice(0, place), flags).find((text) => text !== '') ?? own;
	return before(parent, flags) + (own === '' ? filled : own);
}

function repetitions(node: AST.Node, found: AST.Quantifier[] = []): readonly AST.Quantifier[] {
	if (node.type === 'Quantifier') {
		if (node.max >= MANY) found.push(node);
		repetitions(node.element, found);
	}
	if ('alternatives' in node) node.alternatives.forEach((one) => repetitions(one, found));
	if (node.type === 'Alternative') node.elements.forEach((one) => repetitions(one, found));
	return found;
}

/** Makes a text of a given length. */
export type Attack = (length: number) => string;

const filled = (unit: string, length: number) => unit.repeat(Math.max(1, Math.ceil(length / unit.length)));

/**
 * Texts on which a pattern may be slow: what its repetitions take, many times, behind what leads to them, alone, and with it
 * again and again, each ended so that the match succeeds or fails.
 */
export function attacksOn(source: string, flags: Flags): readonly Attack[] {
	const unicode = flags.includes('u') || flags.includes('v');
	const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
		unicode,
		unicodeSets: flags.includes('v'),
	});
	const units = repetitions(pattern).flatMap((quantifier) => {
		const lead = before(quantifier, flags);
		return samplesOf(quantifier.element, flags)
			.filter((unit) => unit !== '')
			.map((unit) => ({ lead, unit }));
	});
	const pairs = units.flatMap(({ lead, unit }, place) =>
		units.slice(place + 1, place + 4).map((other) => ({ lead, unit: unit + other.unit })),
	);
	const wholes = samplesOf(pattern, flags).filter((text) => text !== '');
	const shapes: Attack[] = [
		...[...units, ...pairs].flatMap(({ lead, unit }): Attack[] => [
			(length) => lead + filled(unit, length),
			(length) => filled(lead + unit, length),
			(length) => filled(lead === '' ? unit : lead, length / 2) + filled(unit, length / 2),
			(length) => filled(unit, length / 2) + filled(lead + unit, length / 2),
		]),
		...wholes.flatMap((text): Attack[] => [
			(length) => filled(text, length),
			(length) => filled(text.slice(0, -1) || text, length),
		]),
		...['a', '0', ' ', '\n'].map(
			(unit): Attack =>
				(length) =>
					filled(unit, length),
		),
	];
	return shapes.flatMap((shape) =>
		TAILS.map(
			(tail): Attack =>
				(length) =>
					shape(length) + tail,
		),
	);
}
