import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVerdict } from '../../../defender/incidents/vocabulary.ts';

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
const readBack = (text: string): string | undefined => {
	const verdict = parseVerdict(text);
	return verdict && `${verdict.classification}:${verdict.determination}`;
};

describe('parseVerdict', () => {
	it('takes each pair of the portal and no other of the same words', () => {
		const all = words.flatMap((classification) =>
			words.map((determination) => `${classification}:${determination}`),
		);
		expect(all.filter((text) => readBack(text) !== undefined).sort()).toEqual([...PAIRS].sort());
	});

	it.each(PAIRS)('reads %s as it is written, blanks aside', (pair) => {
		expect(readBack(pair)).toBe(pair);
		expect(readBack(` ${pair.replace(':', ' : ')} `)).toBe(pair);
	});

	it.each([
		'',
		':',
		'truePositive',
		'truePositive:',
		':malware',
		'malware:truePositive',
		'truePositive:malware:other',
		'TruePositive:malware',
		'truePositive:Malware',
		'toString:unknown',
		'__proto__:unknown',
		'constructor:name',
		'truePositive:length',
		'truePositive:0',
	])('refuses %j', (text) => {
		expect(parseVerdict(text)).toBeUndefined();
	});

	it('refuses any other text', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 30 }), (text) => {
				expect(PAIRS.includes(text.trim()) || parseVerdict(text) === undefined).toBe(true);
			}),
			{ numRuns: 500, seed: 20_261_122 },
		);
	});
});
