import { afterEach, describe, expect, it } from 'vitest';
import { exactJson } from '../../../tenant/graph/cells.mts';

const original = Object.getOwnPropertyDescriptor(BigInt.prototype, 'toJSON');

describe('exact JSON of long values', () => {
	afterEach(() => {
		if (original === undefined) Reflect.deleteProperty(BigInt.prototype, 'toJSON');
		else Object.defineProperty(BigInt.prototype, 'toJSON', original);
	});

	it("BigInt with n8n-workflow's toJSON → unquoted digits", () => {
		Object.defineProperty(BigInt.prototype, 'toJSON', {
			configurable: true,
			value(this: bigint) {
				return this.toString();
			},
		});
		expect(exactJson({ a: 9007199254740993n, b: ['9007199254740993', -9007199254740993n], c: 1 })).toBe(
			'{"a":9007199254740993,"b":["9007199254740993",-9007199254740993],"c":1}',
		);
	});

	it('BigInt without toJSON → unquoted digits', () => {
		Reflect.deleteProperty(BigInt.prototype, 'toJSON');
		expect(exactJson([1n])).toBe('[1]');
	});
});
