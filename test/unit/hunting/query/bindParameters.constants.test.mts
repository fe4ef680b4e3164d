import { describe, expect } from 'vitest';
import type { HuntParameter } from '../../../../defender/hunting/values/parameter.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { thrown } from '../../../support/defenderErrors.mts';
import { bindText } from '../../../support/huntQueries.mts';

const device: HuntParameter = { name: 'device', type: 'string', value: 'PC-1' };

describe('parameter where KQL requires a constant', () => {
	eachRow([
		'T | parse a with * "x" _p_device',
		'union (T | parse a with * "x" _p_device), U',
		'T | mv-apply b on (parse-where b with "x" _p_device | take 1)',
	])('parameter in the pattern of parse → refused, with what to use instead', (query) => {
		const refusal = thrown(() => bindText(query, [device]));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
		expect(refusal.message).toBe('"_p_device" cannot be used in the pattern of parse');
		expect(refusal.description).toContain('split, extract or parse_json');
	});

	eachRow([
		['T | where a in (dynamic([_p_device]))', 'dynamic()', 'pack_array'],
		['T | extend b = dynamic({"a": (_p_device)})', 'dynamic()', 'bag_pack'],
		['datatable(a:string, b:dynamic)["x", _p_device]', 'datatable', 'print'],
		[
			'externaldata(a:string)[@"https://x.example/", _p_device] with (format="csv")',
			'externaldata',
			'HTTP Request',
		],
		['T | where t > datetime(_p_device)', 'datetime()', 'Write _p_device alone'],
		['T | where t > ago(timespan( _p_device ))', 'timespan()', 'Write _p_device alone'],
	])(
		'parameter where KQL accepts only constants → refused, with what to use instead',
		(query, place, advice) => {
			const refusal = thrown(() => bindText(query, [device]));
			expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
			expect(refusal.message).toBe(`"_p_device" cannot be used inside ${place}`);
			expect(refusal.description).toContain(advice);
		},
	);

	eachRow([
		'T | extend b = dynamic([1]), c = _p_device',
		'datatable(a:string)["x"] | where a == _p_device',
		'T | where a in (datatable(x:string)["x"]) or b[_p_device] == 1',
		'T | extend b = pack_array(_p_device)[0]',
	])('parameter after a constant → accepted', (query) => {
		expect(bindText(query, [device]).notices).toEqual([]);
	});
});
