import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../defender/hunting/query/parseQuery.ts';
import { findSplittability } from '../../../../defender/hunting/split/splittable.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const found = (query: string) => findSplittability(parseQuery(query));

describe('splittable query', () => {
	eachRow([
		'DeviceEvents',
		"['DeviceEvents']",
		'DeviceEvents;',
		'DeviceEvents // all of them',
		'EmailEvents | where Subject has "a|b" and (RecipientEmailAddress endswith "x" or isnotempty(Subject))',
		'DeviceEvents | where (ActionType == "x") | filter FileName in~ (_p_names) or FileName in ("a", "b")',
		'DeviceEvents | where FileName has_any (_p_names) and FileName !in~ ("a") and FileName has_all ("a", "b")',
		'DeviceEvents | where FileName in ((_p_names))',
		'DeviceEvents | where FileName in (FolderPath, ActionType)',
		'DeviceEvents | where FileName in (dynamic(["a"]))',
		'DeviceEvents | where Timestamp between (datetime(2026-11-20) .. datetime(2026-11-21))',
		'DeviceEvents | extend Hour = bin(Timestamp, 1h), Path = tolower(FolderPath)',
		'DeviceEvents | extend isempty(FileName), Timestamp',
		'DeviceEvents | extend x = iff(isempty(FileName), todatetime(FileName), Timestamp + 1h)',
		'DeviceEvents | project Timestamp, T2 = Timestamp, ["a b"] = bin(Timestamp, 1h), DeviceName',
		'DeviceEvents | project Timestamp, Kind = AdditionalFields["Kind"], Parts = pack_array(1, 2)',
		'DeviceEvents | project-away FileName | project-keep Time*, DeviceName | project-reorder DeviceName, Timestamp',
		'DeviceEvents | project-rename Device = DeviceName',
		'DeviceEvents | parse FolderPath with * "C:\\\\Timestamp=" rest:string',
		'DeviceEvents | mv-expand key = parse_json(AdditionalFields) to typeof(string) limit 5',
		'DeviceEvents | where AdditionalFields.now == "x" and DeviceName !contains ("a")',
		'DeviceEvents | sort by Timestamp',
		'DeviceEvents | sort by Timestamp desc',
		'DeviceEvents | order by Timestamp nulls last',
		"DeviceEvents | sort by ['Timestamp'], DeviceName asc",
	])('row by row over one event table → newest first', (query) => {
		expect(found(query)).toEqual({ order: 'newestFirst' });
	});

	eachRow([
		'DeviceEvents | sort by Timestamp asc',
		'DeviceEvents | where FileName == "x" | order by Timestamp asc nulls first, DeviceName desc',
	])('sort by ascending Timestamp → oldest first', (query) => {
		expect(found(query)).toEqual({ order: 'oldestFirst' });
	});
});

describe('query that cannot be split', () => {
	const because = (query: string) => {
		const result = found(query);
		return 'because' in result ? result.because : result.order;
	};

	eachRow([
		['DeviceEvents | where FileName == "x', 'part of it is not plain KQL'],
		['DeviceEvents | where FileName == `x`', 'part of it is not plain KQL'],
		['#connect x\nDeviceEvents', 'part of it is not plain KQL'],
		['', 'it is not exactly one statement'],
		['DeviceEvents | where (FileName == "x"', 'it is not exactly one statement'],
		['let x = 1; DeviceEvents | where ProcessId == x', 'it is not exactly one statement'],
		['DeviceEvents; EmailEvents', 'it is not exactly one statement'],
	])('not one readable statement → reason', (query, reason) => {
		expect(because(query)).toBe(reason);
	});

	eachRow([
		'DeviceInfo',
		'DeviceTvmSoftwareInventory',
		'SigninLogs',
		'MyTable_CL | where x == 1',
		'union DeviceEvents, EmailEvents',
		'DeviceEvents()',
		'DeviceEvents, EmailEvents',
		'(DeviceEvents)',
		'"DeviceEvents" | where true',
		'print x = 1',
		'| where true',
	])('other source than one event table → reason', (query) => {
		expect(because(query)).toBe('it does not start with one of Defender’s event tables');
	});

	eachRow([
		'summarize',
		'join',
		'lookup',
		'union',
		'distinct',
		'count',
		'take',
		'limit',
		'top',
		'sample',
		'serialize',
		'evaluate',
		'invoke',
		'as',
		'fork',
		'facet',
		'render',
		'make-series',
		'mv-apply',
		'scan',
		'partition',
		'parse-where',
		'search',
		'getschema',
		'reduce',
		'nonsense',
	])('operator that needs several rows, or that is unknown → reason', (operator) => {
		const reason = `it uses the operator "${operator}"`;
		expect(because(`DeviceEvents | ${operator} DeviceName`)).toBe(reason);
		expect(
			because(`DeviceEvents | where FileName == "x" | ${operator} 5 by DeviceName | project Timestamp`),
		).toBe(reason);
	});

	it('vertical bar without an operator → reason', () => {
		expect(because('DeviceEvents |')).toBe('it uses the operator ""');
	});

	eachRow([
		'now',
		'ago',
		'rand',
		'row_number',
		'prev',
		'next',
		'toscalar',
		'materialize',
		'FileProfile',
		'ingestion_time',
		'MyFunction',
		'new_guid',
	])('function that needs more than its arguments → reason', (name) => {
		const reason = `it uses "${name}", which may depend on other rows, other tables or the time of the request`;
		expect(because(`DeviceEvents | where Timestamp > ${name}(1d)`)).toBe(reason);
		expect(because(`DeviceEvents | extend x = tostring(iff(true, ${name} (1), 2))`)).toBe(reason);
		expect(because(`DeviceEvents | where x in (${name}())`)).toBe(reason);
		expect(because(`DeviceEvents | extend x = ['${name}'](1)`)).toBe(reason);
	});

	eachRow([
		'DeviceEvents | where DeviceId in ((EmailEvents | project DeviceId))',
		'DeviceEvents | where DeviceId in (EmailEvents | project DeviceId)',
		'DeviceEvents | where DeviceId in ((EmailEvents | summarize by DeviceId)) | project Timestamp',
		'DeviceEvents | extend x = tostring(dynamic([1]) | 2)',
	])('vertical bar in brackets → reason', (query) => {
		expect(because(query)).toBe('it contains another query in brackets');
	});

	eachRow(['in', 'in~', '!in', '!in~', 'has_any', 'has_all'])('one name as a list → reason', (operator) => {
		const reason = 'it compares with "EmailEvents", which may be a table';
		expect(because(`DeviceEvents | where DeviceId ${operator} (EmailEvents)`)).toBe(reason);
		expect(because(`DeviceEvents | where DeviceId ${operator} ((['EmailEvents']))`)).toBe(reason);
	});

	eachRow([
		'extend Timestamp = bin(Timestamp, 1h)',
		"project ['Timestamp'] = now",
		'project-rename Old = Timestamp, Timestamp = ReportTime',
		"extend ['Time\\x73tamp'] = 1",
		"extend [@'Timestamp'] = 1",
		'extend [h"Timestamp"] = 1',
		'extend ["Time" "stamp"] = 1',
		'extend (Timestamp, x) = dynamic([1, 2])',
		'project bin(Timestamp, 1h)',
		'project DeviceName, tostring(Timestamp)',
		"extend startofday(['Timestamp'])",
		"extend tostring(['Time\\x73tamp'])",
		'parse FolderPath with * "=" Timestamp:datetime',
		'parse FolderPath with * "=" ["Time" "stamp"]:datetime',
		'mv-expand Timestamp = parse_json(AdditionalFields)',
		'mv-expand with_itemindex=Timestamp parse_json(AdditionalFields)',
	])('Timestamp may be another value → reason', (operator) => {
		expect(because(`DeviceEvents | ${operator}`)).toBe('it may change the column Timestamp');
	});

	eachRow([
		['sort by DeviceName', 'its first sort column is not Timestamp'],
		['sort by DeviceName, Timestamp', 'its first sort column is not Timestamp'],
		['sort by bin(Timestamp, 1h)', 'its first sort column is not Timestamp'],
		['sort by Timestamp + 1h', 'its first sort column is not Timestamp'],
		['sort by "Timestamp"', 'its first sort column is not Timestamp'],
		['sort', 'its first sort column is not Timestamp'],
		['order of Timestamp', 'its first sort column is not Timestamp'],
		['sort by', 'its first sort column is not Timestamp'],
		['sort by Timestamp | where FileName == "x"', 'it sorts before its last operator'],
	])('other sort → reason', (operator, reason) => {
		expect(because(`DeviceEvents | ${operator}`)).toBe(reason);
	});
});
