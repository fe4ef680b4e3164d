import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();
const ID = '74be27de-1e4e-49d9-b579-fe0b331d3642';

/** What the tenant makes of a bound value: its KQL type and the value as text. */
async function bound(type: string, value: unknown, timezone?: string) {
	const parameters: INodeParameters = {
		values: [{ name: 'v', type, value: typeof value === 'string' ? value : '={{ $json.v }}' }],
	};
	const query = 'print Type = gettype(_p_v), Text = tostring(_p_v)';
	const result = await current.bench.run(our('runHuntingQuery', { query, parameters }), {
		input: [{ v: value }],
		...(timezone === undefined ? {} : { timezone }),
	});
	expect(result.error).toBeUndefined();
	const [row] = jsonOf(result, 'runHuntingQuery');
	return [row?.['Type'], row?.['Text']];
}

describe('typed parameter', () => {
	current.eachRow<[string, unknown, string, string]>([
		['long', '-9223372036854775808', 'long', '-9223372036854775808'],
		['long', 4624, 'long', '4624'],
		['real', 0.25, 'real', '0.25'],
		['bool', true, 'bool', 'true'],
		['bool', '={{ 1 > 2 }}', 'bool', 'false'],
		['datetime', '2026-11-22T03:04:05.1234567Z', 'datetime', '2026-11-22T03:04:05.1234567Z'],
		[
			'datetime',
			'={{ DateTime.fromISO("2026-11-22T03:00:00+01:00") }}',
			'datetime',
			'2026-11-22T02:00:00.0000000Z',
		],
		['datetime', '={{ new Date(0) }}', 'datetime', '1970-01-01T00:00:00.0000000Z'],
		['timespan', '90m', 'timespan', '01:30:00'],
		['timespan', 'P1DT0.5S', 'timespan', '1.00:00:00.5000000'],
		['timespan', '={{ Duration.fromObject({ hours: 2 }) }}', 'timespan', '02:00:00'],
		['guid', ID.toUpperCase(), 'guid', ID],
		['dynamic', ['a"b', 1, null], 'array', '["a\\"b",1,null]'],
		['dynamic', '{"k\\n":{"x":[true,0.5]}}', 'dictionary', '{"k\\n":{"x":[true,0.5]}}'],
		['stringList', ['a', 'b'], 'array', '["a","b"]'],
	])('value of each type → the service receives that value and type', async (type, value, kind, spelt) => {
		expect(await bound(type, value)).toEqual([kind, spelt]);
	});

	it('date without an offset → read in the workflow’s time zone', async () => {
		expect(await bound('datetime', '2026-11-22T03:00:00', 'Asia/Tokyo')).toEqual([
			'datetime',
			'2026-11-21T18:00:00.0000000Z',
		]);
	});
});
