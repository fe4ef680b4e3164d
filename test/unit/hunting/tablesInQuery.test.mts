import { describe, expect, it } from 'vitest';
import { tablesInQuery } from '../../../defender/hunting/tablesInQuery.ts';

describe('the tables of a query', () => {
	it.each([
		['DeviceInfo | take 1', ['DeviceInfo']],
		["['DeviceInfo'] | take 1", ['DeviceInfo']],
		['union DeviceInfo, (EmailEvents | take 1)', ['DeviceInfo', 'EmailEvents']],
		['let x = DeviceInfo | count; x', ['DeviceInfo']],
		['EmailEvents | where a.DeviceInfo == 1 and b == "DeviceInfo" // DeviceInfo', ['EmailEvents']],
		['deviceinfo', []],
	])('of Defender in %s', (query, native) => {
		expect(tablesInQuery(query).native).toEqual(native);
	});

	it.each([
		['SigninLogs | take 1', ['SigninLogs']],
		["['SigninLogs']", ['SigninLogs']],
		['let x = 5; SigninLogs', ['SigninLogs']],
		['let x = AuditLogs | take 1; x', ['AuditLogs']],
		['let f = () { AuditLogs | take 1 }; f()', ['AuditLogs']],
		['DeviceInfo | join (SigninLogs | take 1) on a', ['SigninLogs']],
		['DeviceInfo | join SigninLogs on a', ['SigninLogs']],
		['union SigninLogs, DeviceInfo', ['SigninLogs']],
		['MySavedFunction("x") | take 1', ['MySavedFunction']],
		['print 1', []],
		['range x from 1 to 3 step 1', []],
		['datatable(a:long)[1]', []],
		['search "x"', []],
		['let limit = 5; DeviceInfo | take limit', []],
		['DeviceInfo | where a in (b) and c == (d)', []],
	])('or others in %s', (query, other) => {
		expect(tablesInQuery(query).other).toEqual(other);
	});
});
