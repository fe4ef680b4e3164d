import { describe, expect, it } from 'vitest';
import {
	collectionOf,
	readCollection,
	readOptions,
	itemParameters,
} from '../../../../../nodes/shared/parameters/parameterSource.ts';
import {
	readChoice,
	readChoiceIfSet,
	readMultiChoice,
	readSome,
} from '../../../../../nodes/shared/parameters/readChoice.ts';
import {
	isGiven,
	isOn,
	readFlag,
	readLimit,
	readNumber,
	readText,
	readWholeNumber,
} from '../../../../../nodes/shared/parameters/readParameter.ts';
import { thrown } from '../../../../support/defenderErrors.mts';
import { n8nContext } from '../../../../support/n8nContext.mts';
import { eachRow, eachValue } from '../../../../../lab/test/support/eachRow.mts';

const options = (values: unknown) => collectionOf(values, 'options', 'UTC');
const size = { displayName: 'Size', name: 'size', default: 5, typeOptions: { minValue: 1, maxValue: 2000 } };
const flag = { displayName: 'Flag', name: 'flag', default: true };
const text = { displayName: 'Text', name: 'text', default: 'usual' };
const color = {
	displayName: 'Color',
	name: 'color',
	default: 'red',
	options: [{ value: 'red' }, { value: 'blue' }],
} as const;

describe('number parameter', () => {
	it('not set → the default of its literal', () => {
		expect(readNumber(options({}), size)).toBe(5);
		expect(readNumber(options('an expression returned text'), size)).toBe(5);
	});

	it('text of a number → the number', () => {
		expect(readNumber(options({ size: ' 2.5 ' }), size)).toBe(2.5);
	});

	eachValue([null, 0, 2_001, '', ' ', 'many', true, [], Number.NaN])(
		'no number or outside the range → an error that names label and range',
		(value) => {
			const error = thrown(() => readNumber(options({ size: value }), size));
			expect(error.reason).toEqual({ kind: 'invalidInput', field: 'options.size' });
			expect(error.message).toContain('is not a valid Size');
			expect(error.description).toBe('Enter a number from 1 to 2,000.');
		},
	);

	it('fraction for a whole number → an error that names an open range', () => {
		const open = { ...size, typeOptions: { minValue: 1 } };
		const error = thrown(() => readWholeNumber(options({ size: 2.5 }), open));
		expect(error.message).toBe('"2.5" is not a valid Size');
		expect(error.description).toBe('Enter a whole number of at least 1.');
	});
});

describe('choice parameter', () => {
	it('not set → the default of its literal', () => {
		expect(readChoice(options({ color: undefined }), color)).toBe('red');
	});

	it('not set, where its default must not be used → undefined', () => {
		expect(readChoiceIfSet(options({}), color)).toBeUndefined();
		expect(readChoiceIfSet(options({ color: 'blue' }), color)).toBe('blue');
	});

	eachRow([undefined, null])(
		'expression that returns nothing, where the default must not be used → an error',
		(value) => {
			const error = thrown(() => readChoiceIfSet(options({ color: value }), color));
			expect(error.message).toBe(`"${value}" is not a value of Color`);
		},
	);

	it('other value → an error that lists the members', () => {
		const error = thrown(() => readChoice(options({ color: 'green' }), color));
		expect(error.message).toBe('"green" is not a value of Color');
		expect(error.description).toBe('Use one of: red, blue.');
	});

	it('comma-separated text for a multi-select → each member once', () => {
		expect(readMultiChoice(options({ color: 'blue, red,blue' }), color)).toEqual(['blue', 'red']);
	});

	it('multi-select not set → nothing, whatever its default', () => {
		expect(readMultiChoice(options({}), color)).toEqual([]);
	});

	it('empty list where one entry is required → an error', () => {
		expect(thrown(() => readSome(options({ color: [] }), color)).message).toBe('Color is empty');
	});
});

describe('switch', () => {
	eachRow([
		[undefined, true, false],
		[true, true, true],
		[false, false, false],
		['true', true, false],
	])(
		'each value → readFlag uses the default only if it is not set, and isOn needs true',
		(value, isTrue, on) => {
			expect(readFlag(options({ flag: value }), flag)).toBe(isTrue);
			expect(isOn(options({ flag: value }), flag)).toBe(on);
		},
	);

	it('default off → on only for true', () => {
		expect(readFlag(options({ flag: 'true' }), { ...flag, default: false })).toBe(false);
	});
});

describe('text parameter', () => {
	eachRow([
		[undefined, 'usual', false],
		['', undefined, false],
		['  ', undefined, true],
		[' a ', 'a', true],
		[7, '7', true],
		[{}, undefined, true],
	])(
		'each value → trimmed text, the default only if it is not set, and whether it is given',
		(value, expected, given) => {
			expect(readText(options({ text: value }), text)).toBe(expected);
			expect(isGiven(options({ text: value }), text)).toBe(given);
		},
	);
});

describe('parameters of an item', () => {
	const parameters: Readonly<Record<string, unknown>> = { returnAll: false, limit: '7', more: { size: 3 } };
	const source = itemParameters(
		Object.assign(n8nContext(), {
			getTimezone: () => 'UTC',
			getNodeParameter: (name: string, _: number, absent: unknown) => parameters[name] ?? absent,
		}),
		0,
	);

	it('Return All off → the limit', () => {
		expect(readLimit(source)).toBe(7);
	});

	it('option whose expression returns null → its default', () => {
		const nulls = itemParameters(
			Object.assign(n8nContext(), {
				getTimezone: () => 'UTC',
				getNodeParameter: () => ({ size: null, color: null, flag: null, text: 'set' }),
			}),
			0,
		);
		const read = readOptions(nulls, { name: 'options' });
		expect([
			readNumber(read, size),
			readChoice(read, color),
			readFlag(read, flag),
			readText(read, text),
		]).toEqual([5, 'red', true, 'set']);
		expect(read.path).toBe('options.');
	});

	it('collection → the source of its own parameters', () => {
		const more = readCollection(source, { name: 'more' });
		expect([more.path, readNumber(more, size)]).toEqual(['more.', 3]);
	});
});
