import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVerdict } from '../../../defender/incidents/vocabulary.ts';
import { eachRow, eachValue } from '../../../lab/test/support/eachRow.mts';

/** The portal's pairs, written down from Microsoft's page on managing incidents and the members of the model. */
const PAIRS = [
	'truePositive:multiStagedAttack',
	'truePositive:maliciousUserActivity',
	'truePositive:compromisedAccount',
	'truePositive:malware',
	'truePositive:phishing',
	'truePositive:unwantedSoftware',
	'truePositive:other',
	'informationalExpectedActivity:securityTesting',
	'informationalExpectedActivity:lineOfBusinessApplication',
	'informationalExpectedActivity:confirmedActivity',
	'informationalExpectedActivity:other',
	'falsePositive:notMalicious',
	'falsePositive:notEnoughDataToValidate',
	'falsePositive:other',
	'unknown:unknown',
];
const words = [...new Set([...PAIRS.flatMap((pair) => pair.split(':')), 'apt', 'securityPersonnel'])];
const readBack = (given: unknown): string | undefined => {
	const verdict = readVerdict(given);
	return verdict && `${verdict.classification}:${verdict.determination}`;
};

describe('verdict', () => {
	it('pairs of the portal → accepted; all other pairs of these words → refused', () => {
		const all = words.flatMap((classification) =>
			words.map((determination) => `${classification}:${determination}`),
		);
		expect(all.filter((text) => readBack(text) !== undefined).sort()).toEqual([...PAIRS].sort());
	});

	eachRow(PAIRS)('pair with or without spaces → read', (pair) => {
		expect(readBack(pair)).toBe(pair);
		expect(readBack(` ${pair.replace(':', ' : ')} `)).toBe(pair);
	});

	eachRow([
		['TruePositive:Malware', 'truePositive:malware'],
		['TRUEPOSITIVE:compromisedUser', 'truePositive:compromisedAccount'],
		[
			'InformationalExpectedActivity:ConfirmedUserActivity',
			'informationalExpectedActivity:confirmedActivity',
		],
		['FalsePositive:Clean', 'falsePositive:notMalicious'],
		['FalsePositive:NoEnoughDataToValidate', 'falsePositive:notEnoughDataToValidate'],
		['FalsePositive:InsufficientData', 'falsePositive:notEnoughDataToValidate'],
		['Unknown:NotAvailable', 'unknown:unknown'],
	])('spelling of the older API, as text or object → canonical pair', (text, pair) => {
		expect(readBack(text)).toBe(pair);
		const [classification, determination] = text.split(':');
		expect(readBack({ id: '1', classification, determination })).toBe(pair);
	});

	eachValue([
		...['', ':', 'truePositive', 'truePositive:', ':malware', 'malware:truePositive'],
		...['truePositive:malware:other', 'toString:unknown', '__proto__:unknown', 'constructor:name'],
		...['truePositive:length', 'truePositive:0'],
		// Names of the older API with the wrong classification.
		...['truePositive:clean', 'falsePositive:compromisedUser', 'falsePositive:notAvailable', 'unknown:clean'],
		null,
		undefined,
		7,
		[],
		['truePositive', 'malware'],
		{},
		{ classification: 'truePositive' },
		{ classification: 'truePositive', determination: null },
		{ classification: 1, determination: 2 },
	])('other text, object or value → refused', (value) => {
		expect(readVerdict(value)).toBeUndefined();
	});

	it('any text → refused unless it is a pair', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 30 }), (text) => {
				expect(readVerdict(text) === undefined || PAIRS.includes(text.trim())).toBe(true);
			}),
			{ numRuns: 500, seed: 20_261_122 },
		);
	});
});
