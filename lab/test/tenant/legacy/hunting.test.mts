import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containing, errorOf, JSON_BODY } from '../../support/graphCaller.mts';
import { HUNT, legacyCaller, startLegacyCaller, type LegacyCaller } from '../../support/legacyCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

// A hunt in a process of its own loads Microsoft's query parser first, which takes seconds.
const LOADING = 60_000;
let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startLegacyCaller({});
	await caller.hunt({ Query: 'print 1' });
}, LOADING);
afterAll(() => caller.practice.close());

describe('legacy hunting', () => {
	it('one column of each type → statistics, columns in order, rows without sidecar keys', async () => {
		const Query =
			'print B=true, L=long(9007199254740993), T="x", N=long(null), Y=dynamic({"a":1}), At=datetime(2026-11-20)';
		const answer = await caller.hunt({ Query });
		expect(answer.status, answer.text).toBe(200);
		expect(answer.json.Schema).toEqual([
			{ Name: 'B', Type: 'SByte' },
			{ Name: 'L', Type: 'Int64' },
			{ Name: 'T', Type: 'String' },
			{ Name: 'N', Type: 'Int64' },
			{ Name: 'Y', Type: 'Object' },
			{ Name: 'At', Type: 'DateTime' },
		]);
		expect(answer.text).toContain('"L":9007199254740993');
		expect(answer.json.Results).toMatchObject([{ B: 1, T: 'x', N: null, Y: { a: 1 } }]);
		expect(answer.text).not.toContain('@odata');
		expect(answer.json.Stats).toMatchObject({ dataset_statistics: [{ table_row_count: 1 }] });
	});

	it('dynamicCell "text" → dynamic cells as text', async () => {
		const tenant = caller.practice.addTenant({ empty: true, seed: 2, behaviours: { dynamicCell: 'text' } });
		const older = await legacyCaller(caller.practice, tenant);
		const { Results } = (await older.hunt({ Query: 'print Y=dynamic({"a":1}), N=dynamic(null)' })).json;
		expect(Results).toEqual([{ Y: '{"a":1}', N: null }]);
	});

	eachRow([
		['the name in another case', { query: 'print 1' }, "'query'"],
		['a time span', { Query: 'print 1', Timespan: 'P1D' }, "'Timespan'"],
		['a workspace', { Query: 'print 1', workspaceId: 'a' }, "'workspaceId'"],
		['an empty query', { Query: ' ' }, "'Query'"],
		['a query that is no text', { Query: 5 }, "'Query'"],
		['no query', {}, "'Query'"],
	])('an invalid body → 400 that names the property', async (_, body, reason) => {
		const answer = await caller.hunt(body);
		expect(answer.status).toBe(400);
		expect(errorOf(answer)).toEqual({ code: 'InvalidRequestBody', message: containing(reason) });
	});

	it('no JSON or invalid KQL → 400 with the position', async () => {
		const send = (body: string) => caller.send(HUNT, { method: 'POST', headers: JSON_BODY, body });
		expect((await send('Query=print')).status).toBe(400);
		const mistake = errorOf(await caller.hunt({ Query: 'DeviceInfo | where Nonsense == 1' }));
		expect(mistake.code).toBe('BadRequest');
		expect(mistake.message).toMatch(/Nonsense.*Fix semantic errors in your query\.$/);
	});

	it('the time range → 30 days', async () => {
		const oldest = async () => {
			const { Results } = (
				await caller.hunt({ Query: 'DeviceProcessEvents | summarize At=min(Timestamp), N=count()' })
			).json;
			return JSON.stringify(Results);
		};
		const before = await oldest();
		caller.tenant.clock.advance(31 * 86_400_000);
		expect(before).not.toContain('"N":0');
		expect(await oldest()).toContain('"N":0');
	});
});
