import { describe, expect } from 'vitest';
import { isSavedText, packText, readSavedText } from '../../../defender/trigger/savedText.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const saved = (text: string | null, isCompact = false) => {
	const read = readSavedText(JSON.parse(JSON.stringify(packText(text, isCompact))));
	if (read === undefined) throw new Error('It cannot be read again.');
	return read;
};
const LONG = 'x'.repeat(99);

describe('saved text', () => {
	eachRow([null, 'a', 'x'.repeat(98), '"'.repeat(49)])('short text → read back', (text) => {
		expect(saved(text)).toBe(text);
	});

	eachRow([LONG, '"'.repeat(50)])('JSON longer than 100 → hash that only this text matches', (text) => {
		expect(saved(text)).toEqual({ hash: expect.any(String) as unknown });
		expect(isSavedText(saved(text), text)).toBe(true);
		expect(isSavedText(saved(text), `${text}.`)).toBe(false);
		expect(isSavedText(saved(text), null)).toBe(false);
	});

	eachRow(['a', LONG])('compact → hash, also of a hash', (text) => {
		expect(isSavedText(saved(text, true), text)).toBe(true);
		expect(packText(saved(text, true), false)).toEqual(packText(text, true));
	});

	eachRow([undefined, null, 5, {}, [], [5]])('anything else → unknown', (packed) => {
		expect(readSavedText(packed)).toBeUndefined();
	});
});
