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

describe('the canary', () => {
	eachRow([
		['an item', (text: string) => ({ json: { a: [{ b: text }] } })],
		['a key', (text: string) => ({ [text]: 1 })],
		['the middle of a sentence', (text: string) => `Refused: "Bearer ${text}".`],
		['an address', (text: string) => `https://login.example/?code=${text}&state=1`],
		['an error', (text: string) => new Error(`No: ${text}`)],
		['what caused an error', (text: string) => ({ cause: Object.assign(new Error('x'), { body: text }) })],
		['data after an undefined', (text: string) => [undefined, null, text, undefined]],
	])('finds a secret in %s', (_, tell) => {
		const text = secret();
		expect(foundIn(tell(text), text)).toEqual(['here']);
		expect(foundIn(tell(secret()), text)).toEqual([]);
	});

	it('finds a token by its claims or its signature, not by the header that all share', () => {
		const [header, claims, signature] = [`eyJ${secret()}`, secret(), secret()];
		const token = `${header}.${claims}.${signature}`;
		expect(foundIn(header, token)).toEqual([]);
		expect(foundIn(claims, token)).toEqual(['here']);
		expect(foundIn(`x.${signature}`, token)).toEqual(['here']);
	});

	it('ends in data that contains itself', () => {
		const data: unknown[] = ['text'];
		data.push(data);
		expect(foundIn(data, secret())).toEqual([]);
	});
});
