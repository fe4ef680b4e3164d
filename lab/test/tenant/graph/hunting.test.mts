import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	containing,
	errorOf,
	HUNT,
	listedObjects,
	startGraphCaller,
	type GraphCaller,
} from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: GraphCaller;
beforeAll(async () => {
	caller = await startGraphCaller({});
});
afterAll(() => caller.practice.close());

const ONE_OF_EACH =
	'print S="x", D=datetime(2026-11-18T07:38:51.0021177Z), B=true, I=int(5), L=9007199254740993, R=0.75, Y=dynamic(["a","b"]), N=long(null)';

describe('Graph hunting', () => {
	it('one column of each type → .NET type names, sidecar keys and exact long values', async () => {
		const answer = await caller.hunt({ Query: ONE_OF_EACH });
		expect(answer.status, answer.text).toBe(200);
		expect(
			listedObjects(answer, 'schema').map(({ name, type }) => `${String(name)}:${String(type)}`),
		).toEqual(['S:String', 'D:DateTime', 'B:SByte', 'I:Int32', 'L:Int64', 'R:Double', 'Y:Object', 'N:Int64']);
		expect(answer.text).toContain('"L@odata.type":"#Int64","L":9007199254740993,');
		expect(listedObjects(answer, 'results')[0]).toMatchObject({
			S: 'x',
			D: '2026-11-18T07:38:51.0021177Z',
			'B@odata.type': '#SByte',
			B: 1,
			I: 5,
			R: 0.75,
			'Y@odata.type': '#Collection(String)',
			Y: ['a', 'b'],
			N: {},
		});
		expect(listedObjects(answer, 'results')[0]).not.toHaveProperty(['N@odata.type']);
	});

	it('a decimal → SqlDecimal and a number', async () => {
		const answer = await caller.hunt({ Query: 'print d=decimal(1.5), n=decimal(null)' });
		expect(answer.status, answer.text).toBe(200);
		expect(listedObjects(answer, 'schema').map(({ type }) => type)).toEqual(['SqlDecimal', 'SqlDecimal']);
		expect(listedObjects(answer, 'results')[0]).toEqual({ d: 1.5, n: {} });
	});

	it('a table and an unknown table → rows, and 400 with its name', async () => {
		const good = await caller.hunt({ Query: 'DeviceProcessEvents | take 3', Timespan: 'P30D' });
		expect(listedObjects(good, 'results')).toHaveLength(3);
		const bad = await caller.hunt({ Query: 'NoSuchTable | take 3' });
		expect(bad.status).toBe(400);
		expect(errorOf(bad)).toMatchObject({
			code: 'BadRequest',
			message: containing('NoSuchTable'),
		});
	});

	it('a shorter Timespan → fewer rows', async () => {
		const count = async (Timespan: string) =>
			Number(
				listedObjects(await caller.hunt({ Query: 'DeviceProcessEvents | count', Timespan }), 'results')[0]
					?.Count,
			);
		const [week, hour] = [await count('P7D'), await count('PT1H')];
		expect(week).toBeGreaterThan(hour);
	});

	eachRow([
		['no query', {}],
		['an empty query', { Query: ' ' }],
		['a query that is no text', { Query: 5 }],
		['the parameter in lower case', { query: 'DeviceInfo' }],
		['another parameter', { Query: 'DeviceInfo', timeout: 5 }],
		['a span that is no text', { Query: 'DeviceInfo', Timespan: 7 }],
		['a span that cannot be read', { Query: 'DeviceInfo', Timespan: '7d' }],
	])('an invalid body → 400', async (_, body) => {
		expect((await caller.hunt(body)).status).toBe(400);
	});

	it('GET → 405', async () => {
		expect((await caller.get(HUNT)).status).toBe(405);
	});
});
