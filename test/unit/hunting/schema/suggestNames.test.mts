import { describe, expect } from 'vitest';
import { suggestNames } from '../../../../defender/hunting/schema/suggestNames.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('names that were probably meant', () => {
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
	])('finds for %j %j', (wanted, expected) => {
		expect(suggestNames(wanted, ['device', 'user', 'ip_address'])).toEqual(expected);
	});
});
