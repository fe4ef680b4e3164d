import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { continueOnFail, jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();

const node = 'runHuntingQuery';
const input = [
	{
		name: 'x" or 1==1 | union DeviceInfo //',
		query: 'print V = 1',
		rules: [{ kql: 'print V = 1' }],
		none: null,
	},
];
const run = async (query: string, options: INodeParameters = {}) =>
	await current.bench.run(our(node, { query, timeRange: 'apiDefault', options }), { input });
const HINT =
	'An expression inserts values into the query text, where they become code: a quote in a file name breaks the query. Add the values under Parameters and write _p_<name> instead.';

const SPLICED = [
	'=print V = "{{ $json.name }}"',
	'=print V = {{ 1 + 1 }}',
	'={{ "print V = \\"" + $json.name + "\\"" }}',
	'={{ `print V = "${$json.name}"` }}',
	'={{ "print V = ".concat($json.name) }}',
	'={{ $json.query.replace("1", $json.name) }}',
	'={{ $json.query }} | where V != "{{ $json.name }}"',
	'={{ $json.query }}{{ $json.name }}',
	'={{ ["print V =", $json.name].join(" ") }}',
	'={{ $if($json.name, $json.query, "print 1") }}',
	`={{ "${'x'.repeat(20_000)}" }}`,
];

describe('expression inside the query', () => {
	current.eachRow(SPLICED)(
		'any way to insert a value → error before any request that points to Parameters',
		async (query) => {
			const before = current.bench.practice.calls.length;
			const { error } = await run(query);
			expect(error?.message).toBe('An expression inserts values into the query text');
			expect(error?.description).toContain('write _p_<name> in its place');
			expect(error?.description).toContain('Expressions in Query to Warn');
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);

	it('Warn → runs with a hint', async () => {
		const result = await run('=print V = {{ 1 + 1 }}', { expressions: 'warn' });
		expect(jsonOf(result, node)).toEqual([{ V: 2 }]);
		expect(result.hints(node).map(({ message }) => message)).toEqual([HINT]);
	});

	it('Continue On Fail → item with the message', async () => {
		const step = { ...our(node, { query: '=print "{{ $json.name }}"' }), ...continueOnFail };
		const result = await current.bench.run(step, { input });
		expect(jsonOf(result, node)[0]?.['error']).toBe('An expression inserts values into the query text');
	});

	it('unknown choice → error that names it', async () => {
		const { error } = await run('print V = 1', { expressions: '={{ "never" }}' });
		expect(error?.message).toBe('"never" is not a value of Expressions in Query');
	});
});

describe('query that consists of one expression', () => {
	current.eachRow([
		'print V = 1',
		'=print V = 1',
		'={{ "print V = 1" }}',
		"={{ 'print V = 1' }}",
		'={{ `print V = 1` }}',
		'={{ $json.query }}',
		'= {{$json["query"]}} ',
		'={{ $json.rules[0].kql }}',
		'={{ $input.first().json.query.trim() }}',
		"={{ $('Start').item.json.query }}",
		'={{ $json.none ?? $json.query }}',
		'={{ $json?.none || "print V = 1" }}',
	])('each form → runs without a hint', async (query) => {
		const result = await run(query);
		expect(result.error).toBeUndefined();
		expect(jsonOf(result, node)).toEqual([{ V: 1 }]);
		expect(result.hints(node)).toEqual([]);
	});
});
