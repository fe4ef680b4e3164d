import { describe, expect } from 'vitest';
import { readPemBlocks } from '../../../defender/access/pem.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const block = (label: string, body: string) => `-----BEGIN ${label}-----${body}-----END ${label}-----`;
const read = (text: string) => readPemBlocks(text).map(({ label, pem }) => [label, pem.split('\n')[1]]);

describe('readPemBlocks', () => {
	eachRow<[string, string, readonly string[][]]>([
		[
			'two blocks',
			block('A', 'aaaa') + block('B', 'bbbb'),
			[
				['A', 'aaaa'],
				['B', 'bbbb'],
			],
		],
		['a BEGIN without END before a block', `-----BEGIN A-----${block('B', 'bbbb')}`, [['B', 'bbbb']]],
		['an END without BEGIN before a block', `-----END A-----${block('A', 'aaaa')}`, [['A', 'aaaa']]],
		['two END after one BEGIN', `${block('A', 'aaaa')}xxxx-----END A-----`, [['A', 'aaaa']]],
		[
			'a block inside another one',
			block('A', `aa${block('B', 'bb')}aa`),
			[['A', 'aa-----BEGINB-----bb-----ENDB-----aa']],
		],
		['END of another label', '-----BEGIN A-----aaaa-----END B-----', []],
		['END before BEGIN', '-----END A-----aaaa-----BEGIN A-----', []],
	])('whole, nested and broken blocks → the complete blocks', (_, text, blocks) => {
		expect(read(text)).toEqual(blocks);
	});
});
