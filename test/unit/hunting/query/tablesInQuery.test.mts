import { describe, expect } from 'vitest';
import { tablesInQuery } from '../../../../defender/hunting/query/tablesInQuery.ts';
import { parseQuery } from '../../../../defender/hunting/query/parseQuery.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('Defender tables in a query', () => {
	eachRow([
		['DeviceInfo | take 1', ['DeviceInfo']],
		["['DeviceInfo'] | take 1", ['DeviceInfo']],
		['union DeviceInfo, (EmailEvents | take 1)', ['DeviceInfo', 'EmailEvents']],
		['union isfuzzy=true SigninLogs, DeviceInfo', ['DeviceInfo']],
		['let x = DeviceInfo | count; x', ['DeviceInfo']],
		['EmailEvents | where a.DeviceInfo == 1 and b == "DeviceInfo" // DeviceInfo', ['EmailEvents']],
		['find in (DeviceInfo, SigninLogs) where a == 1', ['DeviceInfo']],
		['DeviceInfo | join kind=inner DeviceInfo on a', ['DeviceInfo']],
		['SigninLogs | take 1', []],
		['deviceinfo', []],
	])('tables read in any way → each once; other names → none', (query, tables) => {
		expect(tablesInQuery(parseQuery(query))).toEqual(tables);
	});
});
