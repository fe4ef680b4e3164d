import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../../../../defender/hunting/refusal/explainRefusal.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const retell = (said: string, query = 'T') =>
	explainRefusal(said, { query, prologueLines: 1, parameterNames: ['device'] });
const SPELLING =
	'; names are case-sensitive. Microsoft returns the same message for a table or column of a product without a license in this tenant.';

describe('advice for a refused query', () => {
	eachRow([
		[
			"'where' operator: Failed to resolve column or scalar expression named 'DeviceNam'",
			'DeviceNam',
			'DeviceName',
		],
		[
			"The name 'DeviceInf' does not refer to any known column, table, variable or function.",
			'DeviceInf',
			'DeviceInfo',
		],
		["Failed to resolve table or column expression named 'emailevents'", 'emailevents', 'EmailEvents'],
		["Failed to resolve entity 'SHA257'", 'SHA257', 'SHA256'],
		["'Timestmp' could not be resolved", 'Timestmp', 'Timestamp'],
	])('misspelled name → similar names and spelling', (said, name, close) => {
		const { message, advice } = retell(said);
		expect(message).toBe(said);
		expect(advice).toMatch(
			new RegExp(`^Did you mean [^?]*\\b${close}\\b[^?]*\\? Check the spelling of "${name}"; `),
		);
	});

	it('unknown name → spelling and license', () => {
		expect(retell("Failed to resolve scalar expression named 'frobnicate'").advice).toBe(
			`Check the spelling of "frobnicate"${SPELLING}`,
		);
	});

	it('Defender table that the tenant lacks → license only', () => {
		expect(retell("Failed to resolve table expression named 'EmailEvents'").advice).toBe(
			'"EmailEvents" is a Defender table that this tenant does not have: the product that fills it is not licensed or not set up here. Look for it in the portal under Hunting, Schema.',
		);
	});

	it('bare parameter name → prefixed name', () => {
		expect(retell("Failed to resolve scalar expression named 'device'").advice).toBe(
			'The query contains "device", which is not the parameter. Write _p_device instead.',
		);
	});

	it('message with a position → the query line before the advice', () => {
		const said = "Failed to resolve scalar expression named 'frobnicate' (line 2, column 11)";
		expect(retell(said, 'T | where frobnicate')).toEqual({
			message: "Failed to resolve scalar expression named 'frobnicate' (line 1, column 11)",
			advice: `Line 1 of the query, column 11: "T | where ▸frobnicate" (▸ marks the position). Check the spelling of "frobnicate"${SPELLING}`,
		});
	});

	eachRow(['', 'Bad request', "A recognition error occurred near 'x'", 'limits of the tenant'])(
		'message without a name → no advice',
		(said) => {
			expect(retell(said).advice).toBeUndefined();
		},
	);
});
