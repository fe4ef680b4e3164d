import { describe, expect, it } from 'vitest';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { continueOnFail, jsonOf, our, pairingOf, type Bench } from '../../support/practice.mts';

const start = benchesOnDemand({ skipsWaits: true });

const texts = hostileStrings.map(({ text }) => text).filter((text) => text !== '');
const short = texts.filter((text) => text.length < 1_000);
const long = texts.filter((text) => text.length >= 1_000);

/** A tenant with one incident for each text, which is its owner, its tag and part of its name, and with a plain one. */
async function holding(values: readonly string[]): Promise<{ bench: Bench; ids: readonly string[] }> {
	const bench = await start({ empty: true });
	bench.tenant.incidents.create();
	const ids = values.map(
		(text) =>
			bench.tenant.incidents.create({ assignedTo: text, customTags: [text], displayName: `(${text})` }).id,
	);
	return { bench, ids };
}

/** For each text, the IDs that the filter finds, or the error. */
async function foundBy(bench: Bench, filter: string, value: string, values: readonly string[]) {
	const step = our('getIncidents', { returnAll: true, filters: { [filter]: value } });
	const result = await bench.run({ ...step, ...continueOnFail }, { input: values.map((text) => ({ text })) });
	const found: unknown[][] = values.map(() => []);
	const paired = pairingOf(result, 'getIncidents');
	for (const [place, { id, error }] of jsonOf(result, 'getIncidents').entries())
		found[Number(paired[place])]?.push(id ?? error);
	return found;
}

const LENGTHS = [
	['short', short],
	['long', long],
] as const;

describe('filter by hostile text of any length', () => {
	start.eachRow(LENGTHS)(
		'Assigned To → exactly the incident of that owner',
		async (_, values) => {
			const { bench, ids } = await holding(values);
			const wanted = values.map((text, index) =>
				text.trim() === '' ? 'Assigned To contains only spaces' : ids[index],
			);
			expect(wanted.filter((id) => ids.includes(id ?? '')).length).toBeGreaterThan(3);
			expect(await foundBy(bench, 'assignedTo', '={{ $json.text }}', values)).toEqual(
				wanted.map((one) => [one]),
			);
		},
		120_000,
	);

	start.eachRow(LENGTHS)(
		'Tags and Exclude Tags → exactly the incident with that tag, or all others',
		async (_, values) => {
			const { bench, ids } = await holding(values);
			const newest = [...ids, '1'].sort((a, b) => Number(b) - Number(a));
			expect(await foundBy(bench, 'tags', '={{ [$json.text] }}', values)).toEqual(ids.map((id) => [id]));
			expect(await foundBy(bench, 'excludeTags', '={{ [$json.text] }}', values)).toEqual(
				ids.map((id) => newest.filter((other) => other !== id)),
			);
		},
		120_000,
	);

	start.eachRow(LENGTHS)(
		'Name Contains → exactly the incidents with that text in their name',
		async (_, values) => {
			const { bench, ids } = await holding(values);
			const named = [...ids.map((id, index) => ({ id, name: `(${values[index] ?? ''})` }))].reverse();
			expect(await foundBy(bench, 'nameContains', '={{ $json.text }}', values)).toEqual(
				values.map((text) => [
					...named.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())).map(({ id }) => id),
					...('practice incident 1'.includes(text.toLowerCase()) ? ['1'] : []),
				]),
			);
		},
		120_000,
	);
});

describe('filter by text', () => {
	it('empty text → no filter', async () => {
		const { bench } = await holding(short.slice(0, 3));
		for (const filter of ['assignedTo', 'tags', 'excludeTags', 'nameContains'])
			expect((await foundBy(bench, filter, '={{ $json.text }}', ['']))[0]).toHaveLength(4);
	});

	it('empty tag among others → an error', async () => {
		const { bench } = await holding(short.slice(0, 3));
		expect(await foundBy(bench, 'tags', '={{ ["a", $json.text] }}', [''])).toEqual([
			['Tags contains only spaces'],
		]);
	});
});
