import { describe, expect, it } from 'vitest';
import { closeNames } from '../../../defender/hunting/closeNames.ts';

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
		expect(closeNames(wanted, ['device', 'user', 'ip_address'])).toEqual(expected);
	});
});
