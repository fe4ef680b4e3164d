import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../../../../defender/hunting/refusal/explainRefusal.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const retell = (said: string, query = 'T') =>
	explainRefusal(said, { query, prologueLines: 1, parameterNames: ['device'] });
const SPELLING =
	'; names are case-sensitive. Microsoft returns the same message for a table or column of a product without a license in this tenant.';

describe('a refused query', () => {
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
	])('for %s is told the close name', (said, name, close) => {
		const { message, advice } = retell(said);
		expect(message).toBe(said);
		expect(advice).toMatch(
			new RegExp(`^Did you mean [^?]*\\b${close}\\b[^?]*\\? Check the spelling of "${name}"; `),
		);
	});

	it('for a name like nothing known is told of spelling and licence', () => {
		expect(retell("Failed to resolve scalar expression named 'frobnicate'").advice).toBe(
			`Check the spelling of "frobnicate"${SPELLING}`,
		);
	});

	it('for a table of Defender that the tenant lacks is told of the licence alone', () => {
		expect(retell("Failed to resolve table expression named 'EmailEvents'").advice).toBe(
			'"EmailEvents" is a Defender table that this tenant does not have: the product that fills it is not licensed or not set up here. Look for it in the portal under Hunting, Schema.',
		);
	});

	it('for the bare name of a parameter is told the prefix', () => {
		expect(retell("Failed to resolve scalar expression named 'device'").advice).toBe(
			'The query contains "device", which is not the parameter. Write _p_device instead.',
		);
	});

	it('with a place shows it before the advice', () => {
		const said = "Failed to resolve scalar expression named 'frobnicate' (line 2, column 11)";
		expect(retell(said, 'T | where frobnicate')).toEqual({
			message: "Failed to resolve scalar expression named 'frobnicate' (line 1, column 11)",
			advice: `Line 1 of the query, column 11: "T | where ▸frobnicate" (▸ marks the position). Check the spelling of "frobnicate"${SPELLING}`,
		});
	});

	eachRow(['', 'Bad request', "A recognition error occurred near 'x'", 'limits of the tenant'])(
		'for %j is told nothing that is not known',
		(said) => {
			expect(retell(said).advice).toBeUndefined();
		},
	);
});
