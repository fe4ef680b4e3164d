import { describe, expect, it } from 'vitest';
import { readEnteredValues, type EnteredFields } from '../../../../defender/hunting/library/enteredValues.ts';
import { libraryHunts } from '../../../../defender/hunting/library/huntLibrary.ts';
import { isEntityField } from '../../../../defender/hunting/library/libraryHunt.ts';
import {
	missingNeeds,
	NO_VALUES,
	requireValues,
	valuesFor,
} from '../../../../defender/hunting/library/huntValues.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { thrown } from '../../../support/defenderErrors.mts';
import { someValues } from '../../../support/libraryFixture.mts';

const read = (fields: Partial<EnteredFields>) => readEnteredValues({ ...NO_VALUES, ...fields });

describe('fields of a hunt › as n8n returns them', () => {
	eachRow([
		['a, b\nc', ['a', 'b', 'c']],
		[
			['a', ' b ', '', null],
			['a', 'b'],
		],
		['["a,b","c"]', ['a,b', 'c']],
		['', []],
		[undefined, []],
		[4711, ['4711']],
	] as const)('text, list, JSON, number or nothing → a list', (devices, values) => {
		expect(read({ devices }).devices).toEqual(values);
	});

	it('URLs with commas → separated before the next scheme only', () => {
		const urls = 'https://a.example/?x=1,2, hxxps://b.example/,3\nhttp://c.example/';
		expect(read({ urls }).urls).toEqual([
			'https://a.example/?x=1,2',
			'hxxps://b.example/,3',
			'http://c.example/',
		]);
	});

	it('object → refused by the label of the field', () => {
		expect(thrown(() => read({ hashes: { a: 1 } })).message).toContain('"File Hashes"');
	});
});

describe('fields of a hunt › what it needs', () => {
	eachRow(libraryHunts.map((hunt) => [hunt.id, hunt] as const))(
		'each needed field alone → enough for its set; none → refused with the labels',
		(_, hunt) => {
			expect(missingNeeds(hunt, NO_VALUES)).toEqual(hunt.needs);
			const refusal = thrown(() => requireValues(hunt, NO_VALUES));
			expect(refusal.reason).toMatchObject({ kind: 'invalidInput' });
			for (const fields of hunt.needs) {
				for (const field of fields) {
					const others = hunt.needs.filter((set) => set !== fields);
					const values = { ...NO_VALUES, [field]: someValues[isEntityField(field) ? field : 'processId'] };
					const given = field === 'subject' ? { ...NO_VALUES, subject: 'x' } : values;
					expect([hunt.id, field, missingNeeds(hunt, given)]).toEqual([hunt.id, field, others]);
				}
			}
			expect(() => requireValues(hunt, valuesFor(hunt, someValues))).not.toThrow();
		},
	);

	eachRow([
		['hash-spread', { hashes: ['abc'] }, 'hashes', '"abc" is not a file hash'],
		['hash-spread', { hashes: ['z'.repeat(64)] }, 'hashes', `"${'z'.repeat(64)}" is not a file hash`],
		['process-tree', { devices: ['d'], processId: ['0x1f'] }, 'processId', '"0x1f" is not a process ID'],
	] as const)('value that can match nothing → refused before any request', (id, values, field, message) => {
		const hunt = libraryHunts.find((one) => one.id === id);
		const refusal = thrown(() => hunt && requireValues(hunt, { ...NO_VALUES, ...values }));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field });
		expect(refusal.message).toBe(message);
	});

	it('values of other fields → not passed to the hunt', () => {
		const hunt = libraryHunts.find(({ id }) => id === 'script-abuse');
		if (hunt === undefined) throw new Error('no such hunt');
		expect(valuesFor(hunt, someValues)).toMatchObject({
			devices: someValues.devices,
			users: [],
			subject: '',
		});
	});
});
