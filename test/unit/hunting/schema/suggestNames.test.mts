import { describe, expect, it } from 'vitest';
import { suggestNames } from '../../../../defender/hunting/schema/suggestNames.ts';

describe('names that were probably meant', () => {
	it.each([
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
