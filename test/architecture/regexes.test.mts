import { describe, expect, it } from 'vitest';
import { allRegexes, constructing, constructionsIn, literalsIn } from './regexes/foundRegexes.mts';
import { LENGTH, MOST_MS, worstTime } from './regexes/regexTimes.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const found = allRegexes();
const shown = ({ source, flags }: { readonly source: string; readonly flags: string }) =>
	`/${source}/${flags}`;
/** Parts with a repetition that is tried from many places, as they were found in code. */
const KNOWN_SLOW: readonly RegExp[] = [
	/application (?:roles|scopes):([^:]*?)\.?\s*$/i,
	/\b(line(?::position=|\s*[:=]?\s*\[?))(\d{1,7})/gi,
	/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/,
	/\/+$/,
	/-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs,
	/(?:\w|\d)*!/,
	/"[^"]*"?\s*:/,
];

describe('regular expressions', () => {
	it('shipped code, its n8n expressions and playbooks → all are found', () => {
		const places = found.map(({ place }) => place.replace(/[:/].*$/, ''));
		for (const folder of ['nodes', 'credentials', 'defender', 'playbooks']) expect(places).toContain(folder);
		expect(found.length).toBeGreaterThan(200);
		for (const [file, count] of constructing)
			expect(found.filter(({ place }) => place === file).length, file).toBe(count);
	});

	it(`each on the worst text of ${LENGTH} characters → at most ${MOST_MS} ms`, { timeout: 60_000 }, () => {
		const slow = found.map(worstTime).filter(({ isLinear }) => !isLinear);
		expect(
			slow.map((one) => `${one.place} ${shown(one)}: ${one.worst.toFixed(0)} ms on ${one.text}`),
		).toEqual([]);
	});
});

describe('search for slow regular expressions', () => {
	eachRow(KNOWN_SLOW.map((regex) => ({ regex })))(
		'known slow ones → found to be slow',
		({ regex: { source, flags } }) => {
			expect(worstTime({ place: '', source, flags }).isLinear).toBe(false);
		},
	);

	eachRow([
		["const a = /x+/g, b = '/y/'; // /z/", ['/x+/g']],
		['const a = \'={{ $json.a.replace(/\\\\s+$/, "") }}\';', ['/\\s+$/']],
		['const a = b / c / d;', []],
	])('code → its regular expressions', (text, literals) => {
		expect(literalsIn('', text).map(shown)).toEqual(literals);
	});

	it('regular expressions created from strings → counted', () => {
		expect(constructionsIn("new RegExp('a'); RegExp('b'); other(/c/);")).toBe(2);
	});
});
