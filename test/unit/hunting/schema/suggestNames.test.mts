import { describe, expect } from 'vitest';
import { suggestNames } from '../../../../defender/hunting/schema/suggestNames.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('similar names', () => {
	eachRow([
		['devcie', ['device']],
		['Device', ['device']],
		['devices', ['device']],
		['device_x', ['device']],
		['device_xy', []],
		['usr', ['user']],
		['us', []],
		['hash', []],
		['', []],
	])('misspelled name → the known name within reach, if any', (wanted, expected) => {
		expect(suggestNames(wanted, ['device', 'user', 'ip_address'])).toEqual(expected);
	});
});
