import { describe, expect } from 'vitest';
import { refusalOf } from '../../support/huntResults.mts';
import { eachRow } from '../../support/eachRow.mts';

describe('KQL errors', () => {
	eachRow([
		['DeviceInfo\n| where Nmae == "x"', /'Nmae'.*line 2, column 9.*Fix semantic errors in your query\.$/],
		['DeviceInf | take 1', /'DeviceInf'.*line 1, column 1.*Fix semantic errors/],
		['DeviceInfo | wher x', /line 1, column 14.*Fix syntax errors/],
		['print "abc', /Fix syntax errors/],
		['print 1 + now', /Fix semantic errors/],
		['.show tables', /Control commands/],
		['DeviceInfo | take 1; DeviceInfo | take 2', /exactly one tabular statement; this one has 2/],
		['let a = 1;', /exactly one tabular statement; this one has 0/],
		['', /exactly one tabular statement/],
		['DeviceInfo | where Nmae == 1\n\nDeviceInfo | take 1', /line 1, column 29.*Fix syntax errors/],
		['print 9223372036854775808', /long literal/],
	])('a query that the service rejects → its message and position', (query, message) => {
		expect(refusalOf(query)).toMatch(message);
		expect(refusalOf(query)).not.toContain('practice tenant');
	});

	eachRow([
		['set notruncation; DeviceInfo', /set notruncation/],
		['cluster("x").database("y").DeviceInfo', /cluster\(\)/],
		['table("DeviceInfo")', /table\(\)/],
		['workspace("x").DeviceInfo', /workspace\(\)/],
		['arg("").Resources', /arg\(\)/],
		['DeviceInfo | evaluate autocluster()', /evaluate autocluster/],
		['DeviceInfo | reduce by DeviceName', /operator 'reduce'/],
		['print series_stats(dynamic([1]))', /series_stats\(\)/],
		['union kind=inner DeviceInfo, EmailEvents', /union kind=inner/],
	])('an operator or function that the practice tenant lacks → the message names it', (query, message) => {
		expect(refusalOf(query)).toMatch(message);
		expect(refusalOf(query)).toContain('The practice tenant does not support');
	});
});
