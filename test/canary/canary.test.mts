import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Canary } from './canary.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const secret = () => randomBytes(24).toString('base64url');

function foundIn(value: unknown, ...secrets: readonly string[]): readonly string[] {
	const canary = new Canary();
	for (const one of secrets) canary.learn(one);
	canary.searchValue('here', value);
	return canary.takeFound();
}

describe('Canary', () => {
	eachRow([
		['an item', (text: string) => ({ json: { a: [{ b: text }] } })],
		['a key', (text: string) => ({ [text]: 1 })],
		['the middle of a sentence', (text: string) => `Refused: "Bearer ${text}".`],
		['an address', (text: string) => `https://login.example/?code=${text}&state=1`],
		['an error', (text: string) => new Error(`No: ${text}`)],
		['the cause of an error', (text: string) => ({ cause: Object.assign(new Error('x'), { body: text }) })],
		['data after an undefined', (text: string) => [undefined, null, text, undefined]],
	])('secret in any kind of data → found', (_, dataWith) => {
		const text = secret();
		expect(foundIn(dataWith(text), text)).toEqual(['here']);
		expect(foundIn(dataWith(secret()), text)).toEqual([]);
	});

	it('claims or signature of a token → found; its header, which all tokens share → not', () => {
		const [header, claims, signature] = [`eyJ${secret()}`, secret(), secret()];
		const token = `${header}.${claims}.${signature}`;
		expect(foundIn(header, token)).toEqual([]);
		expect(foundIn(claims, token)).toEqual(['here']);
		expect(foundIn(`x.${signature}`, token)).toEqual(['here']);
	});

	it('data that contains itself → the search ends', () => {
		const data: unknown[] = ['text'];
		data.push(data);
		expect(foundIn(data, secret())).toEqual([]);
	});
});
