import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { jsonOf, our, expectNoSecrets } from '../../support/practice.mts';
import { activeTrigger } from '../../support/triggerFixture.mts';
import { ID, updateStep, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held, itemOf, writes } = updateFixture(current);

const ERROR = {
	code: 'PartialFailure',
	message: 'Only some shards responded.',
	innerError: { 'request-id': 'r-1', 'client-request-id': 'c-1' },
};
const TRACE = `(Status 200; code "PartialFailure"; Microsoft's message: Only some shards responded.; request id r-1; client request id c-1)`;
const COLUMNS = [{ name: 'n', type: 'Int32' }];

const hunt = (parameters: object = {}) => our('runHuntingQuery', { query: 'print n = 1', ...parameters });
const huntAnswer = (body: object) => {
	current.bench.fault({ status: 200, body }, { times: 'always' });
};

describe('hunt with an error in a 2xx response', () => {
	it('rows next to it → a hint with code, message and IDs, never complete', async () => {
		huntAnswer({ schema: COLUMNS, results: [{ n: 1 }], error: ERROR });
		const result = await current.bench.run(hunt());
		expect(jsonOf(result, 'runHuntingQuery')).toEqual([{ n: 1 }]);
		expect(result.hints('runHuntingQuery').map(({ message }) => message)).toContain(
			`Microsoft Defender returned 1 row and an error, so rows may be missing. Run the query again or narrow its time range. ${TRACE}`,
		);
	});

	it('rows next to it, as a table → truncatedBecause serviceError', async () => {
		huntAnswer({ schema: COLUMNS, results: [{ n: 1 }], error: ERROR });
		const [table] = jsonOf(await current.bench.run(hunt({ output: 'table' })), 'runHuntingQuery');
		expect(table).toMatchObject({ rowCount: 1, truncated: true, truncatedBecause: 'serviceError' });
	});

	it('rows next to it, On Truncation = fail → fails with the error', async () => {
		huntAnswer({ schema: COLUMNS, results: [{ n: 1 }, { n: 2 }], error: ERROR });
		const { error } = await current.bench.run(hunt({ options: { onTruncation: 'fail' } }));
		expect(error?.message).toBe('Incomplete result: Microsoft Defender returned 2 rows and an error');
		expect(error?.description).toContain(TRACE);
	});

	current.eachRow([
		['in place of rows', { error: ERROR }],
		['next to no rows', { schema: COLUMNS, results: [], error: ERROR }],
	])('error in a response without rows → fails, also if On Truncation is hint', async (_, body) => {
		huntAnswer(body);
		const { error } = await current.bench.run(hunt());
		expect(error?.message).toBe(
			'Microsoft Defender did not complete running the hunting query: Only some shards responded.',
		);
		expect(error?.description).toContain(TRACE);
	});

	current.eachRow([
		['an empty object', { error: {} }],
		['a text', { error: 'backend down' }],
		['a list', { error: [{ code: 'x', message: 'backend down' }] }],
		['an OData error', { 'odata.error': { code: 'x', message: { lang: 'en', value: 'backend down' } } }],
		['an error in capitals', { Error: { Code: 'x', message: 'backend down' } }],
		['an error in capitals alone', { ERROR: { code: 'x', message: 'backend down' } }],
		['a list of errors', { errors: [{ code: 'x', message: 'backend down' }] }],
		['a list of errors of ASP.NET', { Errors: [{ Message: 'backend down' }] }],
	])('error next to rows → the rows are incomplete', async (_, more) => {
		huntAnswer({ schema: COLUMNS, results: [{ n: 1 }], ...more });
		const [table] = jsonOf(await current.bench.run(hunt({ output: 'table' })), 'runHuntingQuery');
		expect(table).toMatchObject({ truncatedBecause: 'serviceError' });
	});

	current.eachRow([
		['null', { error: null }],
		['an empty list', { error: [] }],
		['an empty text', { error: '' }],
	])('empty error → the rows are complete', async (_, more) => {
		huntAnswer({ schema: COLUMNS, results: [{ n: 1 }], ...more });
		const result = await current.bench.run(hunt({ output: 'table' }));
		expect(jsonOf(result, 'runHuntingQuery')).toMatchObject([{ truncated: false }]);
	});

	it('a column named error → data', async () => {
		const schema = [{ name: 'error', type: 'String' }];
		huntAnswer({ schema, results: [{ error: 'disk full' }] });
		const result = await current.bench.run(hunt({ output: 'table' }));
		expect(jsonOf(result, 'runHuntingQuery')).toMatchObject([
			{ truncated: false, rows: [{ error: 'disk full' }] },
		]);
	});
});

describe('read with an error in a 2xx response', () => {
	const wire = () => {
		const { alerts: _, ...incident } = held();
		return incident;
	};

	current.eachRow([
		['list next to rows', { returnAll: true }, () => ({ value: [wire()], error: ERROR })],
		['list in place of rows', { limit: 5 }, () => ({ error: ERROR })],
		['get next to a valid incident', { operation: 'get' }, () => ({ ...wire(), error: ERROR })],
	])('error next to incidents or in place of them → fails after one request', async (_, parameters, body) => {
		current.bench.fault({ status: 200, body: body() }, { times: 'always' });
		const incidentId = { __rl: true, mode: 'id', value: ID };
		const result = await current.bench.run(our('getIncidents', { incidentId, ...parameters }));
		expect(result.items('getIncidents')).toEqual([]);
		expect(result.error?.message).toBe(
			'Microsoft Defender did not complete reading incidents: Only some shards responded.',
		);
		expect(result.error?.description).toContain(TRACE);
		expect(current.bench.apiCalls()).toHaveLength(1);
		expectNoSecrets(current.bench, result);
	});

	it('poll → throws, keeps its state, and delivers at the next poll', async () => {
		const trigger = await activeTrigger(current.bench);
		const { id } = current.bench.tenant.incidents.create({});
		current.bench.fault({ status: 200, body: { value: [], error: ERROR } });
		await expect(trigger.after()).rejects.toThrow('did not complete reading incidents');
		expect((await trigger.after()).map((item) => item['id'])).toEqual([id]);
	});
});

describe('write with an error in a 2xx response', () => {
	const ask = { updateFields: { status: 'inProgress', assignedTo: 'ann@contoso.com' } };
	const answer = () => ({ status: 200, body: { ...held(), alerts: undefined, error: ERROR } });
	const reads = () => current.bench.apiCalls().filter((call) => call.startsWith('GET'));

	it('PATCH that was stored → updated, read back once, never sent again', async () => {
		current.bench.fault(answer(), { match: { method: 'PATCH' }, after: 'applied' });
		const item = await itemOf(ask);
		expect(item).toMatchObject({ outcome: 'updated', status: 'inProgress', notApplied: [] });
		expect(item['reason']).toContain(TRACE);
		expect([writes().length, reads().length]).toEqual([1, 2]);
	});

	it('PATCH that was not stored → notApplied with the error, never sent again', async () => {
		current.bench.fault(answer(), { match: { method: 'PATCH' }, times: 'always' });
		const item = await itemOf(ask);
		expect(item).toMatchObject({ outcome: 'notApplied', status: 'active', changes: {} });
		expect(item['notApplied']).toEqual(['status', 'assignedTo']);
		expect(item['reason']).toContain(TRACE);
		expect([writes().length, reads().length]).toEqual([1, 2]);
	});

	current.eachRow([
		[
			'an error within an error',
			{ error: { error: ERROR } },
			"Microsoft's message: Only some shards responded.",
		],
		['a list of errors', { errors: [ERROR] }, "Microsoft's message: Only some shards responded."],
		['an error of ASP.NET', { Message: 'backend down' }, "Microsoft's message: backend down"],
		['an error of API Management', { statusCode: 500, message: 'down' }, "Microsoft's message: down"],
		[
			'problem details',
			{ type: 'about:blank', title: 'Forbidden', status: 403 },
			"Microsoft's message: Forbidden",
		],
		['responses of a batch', { responses: [{ status: 403, body: { error: ERROR } }] }, 'read again'],
		['an incident in OData 2', { d: { error: ERROR } }, 'read again'],
		['an empty object', {}, 'read again'],
	])('PATCH that was not stored, with %s → notApplied, never sent again', async (_, body, reason) => {
		for (const status of [200, 201, 206, 207]) {
			current.bench.fault({ status, body }, { match: { method: 'PATCH' } });
			const before = writes().length;
			const item = await itemOf(ask);
			expect(item).toMatchObject({ outcome: 'notApplied', status: 'active', changes: {} });
			expect(item['reason']).toContain(reason);
			expect(writes().length - before).toBe(1);
		}
	});

	it('PATCH that was stored, with other JSON in place of the incident → updated, sent once', async () => {
		const body = { responses: [{ status: 200 }] };
		current.bench.fault({ status: 207, body }, { match: { method: 'PATCH' }, after: 'applied' });
		expect(await itemOf(ask)).toMatchObject({ outcome: 'updated', status: 'inProgress', notApplied: [] });
		expect(writes()).toHaveLength(1);
	});

	it('PATCH that was stored in part → partial', async () => {
		const meanwhile = { when: 'after', by: 'n8n', incidentId: ID, patch: { status: 'inProgress' } } as const;
		current.bench.fault(answer(), { match: { method: 'PATCH' }, meanwhile });
		expect(await itemOf(ask)).toMatchObject({ outcome: 'partial', notApplied: ['assignedTo'] });
		expect(writes()).toHaveLength(1);
	});

	it('PATCH whose state cannot be read → fails, and says that it may be stored', async () => {
		current.bench.fault(answer(), { match: { method: 'PATCH' }, after: 'applied' });
		current.bench.fault({ status: 403 }, { match: { method: 'GET' }, skip: 1, times: 'always' });
		const { error } = await current.bench.run(updateStep(ask));
		expect(error?.message).toMatch(/^Microsoft Defender did not complete updating the incident/);
		expect(error?.description).toContain('The change may have been saved');
		expect(writes()).toHaveLength(1);
	});

	it('PATCH that was not stored, with a comment → no comment about it', async () => {
		current.bench.fault(answer(), { match: { method: 'PATCH' } });
		expect(await itemOf({ ...ask, comment: 'Resolved it' })).toMatchObject({ pending: 'comment' });
		expect(held().comments.map(({ comment }) => comment)).not.toContain('Resolved it');
	});

	current.eachRow([
		['stored', 'updated'],
		['not stored', 'partial'],
	])('comment, stored or not → reported correctly and sent once', async (stored, outcome) => {
		const after = stored === 'stored' ? { after: 'applied' as const } : {};
		current.bench.fault(
			{ status: 200, body: { value: [], error: ERROR } },
			{ match: { path: /\/comments$/ }, times: 'always', ...after },
		);
		expect(await itemOf({ comment: 'Isolated' })).toMatchObject({ outcome });
		expect(writes()).toHaveLength(1);
	});
});
