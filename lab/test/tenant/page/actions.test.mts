import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { READY_FAULTS } from '../../../tenant/page/readyFaults.mts';
import { startPractice, type Practice } from '../../../tenant/practice.mts';
import { eachRow } from '../../support/eachRow.mts';
import { addReader, startReader, type Reader } from '../../support/pageReader.mts';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

let reader: Reader;
beforeEach(() => {
	reader = addReader(practice);
});

const waiting = () => reader.tenant.faults.waiting(reader.tenant.clock.now());

describe('practice page form', () => {
	it('faults added and ended → through the control API', async () => {
		const made = await reader.post('trouble/add', { fault: 'throttled', times: '3', lasts: 'PT5M' });
		expect([made.status, made.headers['location']]).toEqual([
			303,
			`/practice/${reader.tenant.id}/trouble?done=1`,
		]);
		expect(waiting()).toMatchObject([{ left: 3, fault: { answer: { throttle: 'seconds' } } }]);
		const page = await reader.get('trouble?done=1');
		expect(page.text).toMatch(/<p role="status">Done\.<\/p>[^]*Throttled[^]*>3</);
		await reader.post('trouble/end');
		expect(waiting()).toEqual([]);
		expect(reader.tenant.calls.map(({ kind, method, status }) => [kind, method, status])).toEqual([
			['control', 'POST', 204],
			['control', 'DELETE', 204],
		]);
	});

	eachRow(Object.keys(READY_FAULTS))('each ready-made fault → can be added', async (fault) => {
		reader = addReader(practice);
		expect((await reader.post('trouble/add', { fault, times: 'always', lasts: '' })).status).toBe(303);
		expect(waiting()).toMatchObject([{ left: Number.POSITIVE_INFINITY }]);
	});

	it('clock, switches and scenarios → changed in the tenant', async () => {
		const before = Date.parse(reader.tenant.clock.now().slice(0, 23) + 'Z');
		await reader.post('switches/clock', { advance: '3600000' });
		expect(Date.parse(reader.tenant.clock.now().slice(0, 23) + 'Z') - before).toBe(3_600_000);
		await reader.post('switches/behaviours', { tags: 'merge', staleReads: '2' });
		expect(reader.tenant.behaviours).toMatchObject({ tags: 'merge', staleReads: 2, orderby: 'honored' });
		await reader.post('scenarios/start', { scenario: 'outage', speed: 'instant' });
		await reader.post('scenarios/start', { scenario: 'ransomware', speed: '1' });
		await reader.post('scenarios/stop');
		await expect
			.poll(async () => (await reader.get('scenarios')).text)
			.toMatch(/ransomware-2[^]*stopped[^]*outage-1[^]*done/);
	});

	eachRow([
		['trouble/add', { fault: 'toString' }],
		['trouble/add', { fault: 'throttled', times: '-1' }],
		['trouble/add', { fault: 'throttled', lasts: '<b>' }],
		['trouble/constructor', {}],
		['switches/clock', { advance: 'much' }],
		['switches/behaviours', { tags: '<b>' }],
		['switches/behaviours', {}],
		['scenarios/start', { scenario: '<b>', speed: 'instant' }],
		['scenarios/start', { scenario: 'outage', speed: '1e9' }],
	])('an invalid field → 400 with an alert, no markup from the field', async (path, fields) => {
		const page = await reader.post(path, fields);
		expect(page.status).toBe(400);
		expect(page.text).toContain('<p role="alert">');
		expect(page.text).not.toContain('<b>');
	});

	it('a JSON body → 415', async () => {
		const json = { origin: reader.practice.origin, 'content-type': 'application/json' };
		expect((await reader.post('trouble/end', {}, json)).status).toBe(415);
	});
});

describe('practice page request', () => {
	it('/ from a program → a Graph request', async () => {
		for (const headers of [{ accept: 'application/json' }, { authorization: 'Bearer x' }])
			expect((await reader.get('/', headers)).headers['content-type']).toContain('application/json');
		const graph = practice.calls.filter(({ kind }) => kind !== 'control');
		expect(graph.map(({ kind, path }) => [kind, path])).toEqual(Array(2).fill(['graph', '/']));
	});

	it("/ in a browser → the only tenant's incidents, or a choice of tenants", async () => {
		const alone = await startReader();
		const address = `/practice/${alone.tenant.id}/incidents"`;
		expect((await alone.get('/')).text).toContain('<h1>Incidents</h1>');
		alone.practice.addTenant({ empty: true });
		expect((await alone.get('/')).text).toMatch(new RegExp(`<h1>Tenants</h1>[^]*${address}`));
		await alone.practice.close();
	});
});
