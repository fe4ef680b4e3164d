import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../../../../defender/hunting/refusal/explainRefusal.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const explained = (said: string, query = 'T') =>
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
		const { message, advice } = explained(said);
		expect(message).toBe(said);
		expect(advice).toMatch(
			new RegExp(`^Did you mean [^?]*\\b${close}\\b[^?]*\\? Check the spelling of "${name}"; `),
		);
	});

	eachRow([
		[
			"Failed to resolve scalar expression named 'frobnicate'",
			`Check the spelling of "frobnicate"${SPELLING}`,
		],
		[
			"Failed to resolve table expression named 'EmailEvents'",
			'"EmailEvents" is a Defender table that this tenant does not have: the product that fills it is not licensed or not set up here. Look for it in the portal under Hunting, Schema.',
		],
		[
			"Failed to resolve scalar expression named 'device'",
			'The query contains "device", which is not the parameter. Write _p_device instead.',
		],
		['', undefined],
		['Bad request', undefined],
		["A recognition error occurred near 'x'", undefined],
		['limits of the tenant', undefined],
	])('unknown name, missing table, bare parameter, no name → the advice for it', (said, advice) => {
		expect(explained(said).advice).toBe(advice);
	});

	it('message with a position → the query line before the advice', () => {
		const said = "Failed to resolve scalar expression named 'frobnicate' (line 2, column 11)";
		expect(explained(said, 'T | where frobnicate')).toEqual({
			message: "Failed to resolve scalar expression named 'frobnicate' (line 1, column 11)",
			advice: `Line 1 of the query, column 11: "T | where ▸frobnicate" (▸ marks the position). Check the spelling of "frobnicate"${SPELLING}`,
		});
	});
});
