import { describe, expect, it } from 'vitest';
import { asDefenderError, DefenderError, invalidInput } from '../../../defender/core/errors.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('DefenderError', () => {
	it('invalidInput → message, description, reason and effect', () => {
		const error = invalidInput('limit', { message: 'Limit is wrong', description: 'Enter 1.' });
		expect(error).toBeInstanceOf(Error);
		expect([error.message, error.description]).toEqual(['Limit is wrong', 'Enter 1.']);
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'limit' });
		expect(error.effect).toBe('none');
	});

	it('asDefenderError of a DefenderError → the same object', () => {
		const error = invalidInput('limit', { message: 'm', description: 'd' });
		expect(asDefenderError(error)).toBe(error);
	});

	eachRow([[new TypeError('x is not a function')], ['x is not a function']])(
		'asDefenderError of anything else → unexpected, with its text',
		(failure) => {
			const error = asDefenderError(failure);
			expect(error).toBeInstanceOf(DefenderError);
			expect(error.reason).toEqual({ kind: 'unexpected' });
			expect(error.message).toContain('"x is not a function"');
		},
	);
});
