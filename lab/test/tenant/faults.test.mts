import { eachRow } from '../support/eachRow.mts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	errorOf,
	HUNT,
	ids,
	INCIDENTS,
	nextPath,
	startGraphCaller,
	type GraphCaller,
} from '../support/graphCaller.mts';
import type { Fault } from '../../tenant/practice.mts';

let caller: GraphCaller;
beforeEach(async () => {
	caller = await startGraphCaller();
	caller.tenant.incidents.create({ id: '1', severity: 'low' });
	caller.tenant.incidents.create({ id: '2', severity: 'low' });
});
afterEach(() => caller.practice.close());

const add = (fault: Omit<Fault, 'match' | 'times'> & Partial<Fault>) =>
	caller.tenant.faults.add({ match: { kind: 'graph' }, times: 1, ...fault });
const severity = (id = '1') => caller.tenant.incidents.get(id)?.severity;

describe('practice tenant faults', () => {
	it('skip 1 and times 2 → the second and third request fail', async () => {
		add({ times: 2, skip: 1, answer: { status: 503 } });
		const statuses = [];
		for (let call = 0; call < 5; call += 1) statuses.push((await caller.list()).status);
		expect(statuses).toEqual([200, 503, 503, 200, 200]);
	});

	it('times "always" → fails until the faults are cleared', async () => {
		add({ times: 'always', answer: { status: 500 } });
		expect([(await caller.list()).status, (await caller.list()).status]).toEqual([500, 500]);
		caller.tenant.faults.clear();
		expect((await caller.list()).status).toBe(200);
	});

	it('an end time → listed and active until then', async () => {
		const { clock, faults } = caller.tenant;
		const until = new Date(Date.parse(clock.now()) + 60_000).toISOString();
		const fault = { match: {}, times: 3, answer: { status: 503 }, until } as const;
		faults.add(fault);
		expect((await caller.list()).status).toBe(503);
		expect(faults.waiting(clock.now())).toEqual([{ fault, left: 2 }]);
		clock.advance(60_000);
		expect((await caller.list()).status).toBe(200);
		expect(faults.waiting(clock.now())).toEqual([]);
	});

	it('a match by method, kind, path or pattern → fails the matching request only', async () => {
		add({ match: { method: 'patch' }, answer: { status: 500 } });
		add({ match: { path: `${INCIDENTS}/2` }, answer: { status: 501 } });
		add({ match: { path: /runHunting/ }, answer: { status: 502 } });
		add({ match: { path: /\$?top=3/ }, answer: { status: 503 } });
		add({ match: { kind: 'token' }, answer: { status: 504 } });
		expect((await caller.get(`${INCIDENTS}/1`)).status).toBe(200);
		expect((await caller.patch('1', {})).status).toBe(500);
		expect((await caller.get(`${INCIDENTS}/2`)).status).toBe(501);
		expect((await caller.send(HUNT, { method: 'POST' })).status).toBe(502);
		expect((await caller.list({ $top: '3' })).status).toBe(503);
		const signIn = await fetch(`${caller.practice.origin}/${caller.tenant.id}/oauth2/v2.0/token`, {
			method: 'POST',
		});
		expect(signIn.status).toBe(504);
	});

	it("no body of its own → the service's error body", async () => {
		add({ answer: { status: 500 } });
		expect(errorOf(await caller.list())).toEqual({ code: 'UnknownError', message: '' });
		add({ answer: { status: 418, headers: { 'x-tea': 'yes' }, body: 'short and stout' } });
		const own = await caller.list();
		expect([own.status, own.headers.get('x-tea'), own.text]).toEqual([418, 'yes', 'short and stout']);
	});

	eachRow(['cut', 'reset'] as const)(
		'"cut" and "reset" → the connection ends, the write does not happen',
		async (answer) => {
			add({ answer, times: 2 });
			await expect(caller.patch('1', { severity: 'high' })).rejects.toThrow();
			await expect(caller.list()).rejects.toThrow();
			expect(severity()).toBe('low');
		},
	);

	it('after "applied" → the write takes effect although its response is lost', async () => {
		add({ answer: 'cut', after: 'applied' });
		await expect(caller.patch('1', { severity: 'high' })).rejects.toThrow();
		expect(severity()).toBe('high');
		add({ answer: { status: 504 }, after: 'applied' });
		expect((await caller.comment('1', 'Twice?')).status).toBe(504);
		expect(caller.tenant.incidents.get('1')?.comments).toHaveLength(1);
	});

	it('an error status → the write does not happen', async () => {
		add({ answer: { status: 503 } });
		expect((await caller.patch('1', { severity: 'high' })).status).toBe(503);
		expect(severity()).toBe('low');
	});

	it(`"html" or a redirect → a proxy's page or a 302`, async () => {
		add({ answer: 'html' });
		const page = await caller.list();
		expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
		expect(page.text).toContain('<html>');
		add({ answer: { redirect: 'http://elsewhere.example/' } });
		const away = await caller.list();
		expect([away.status, away.headers.get('location')]).toEqual([302, 'http://elsewhere.example/']);
	});

	it('throttling → the headers of a used-up limit, if the switch says so', async () => {
		const announced = async (limitHeaders: 'none' | 'announced') => {
			caller.tenant.setBehaviours({ limitHeaders });
			add({ answer: { throttle: 'seconds', retryAfterSeconds: 90 } });
			const { headers } = await caller.list();
			return [...headers].filter(([name]) => /^(?:ratelimit|x-ms-throttle)-/.test(name));
		};
		expect(await announced('none')).toEqual([]);
		expect(await announced('announced')).toEqual([
			['ratelimit-limit', '150'],
			['ratelimit-remaining', '0'],
			['ratelimit-reset', '90'],
			['x-ms-throttle-information', 'ResourceUnitLimitExceeded'],
			['x-ms-throttle-limit-percentage', '1.1'],
			['x-ms-throttle-scope', 'Tenant_Application/ReadWrite'],
		]);
	});

	it('throttling → 429 with Retry-After in seconds, as a date, or absent', async () => {
		const header = async (throttle: 'seconds' | 'date' | 'none') => {
			add({ answer: { throttle, retryAfterSeconds: 90 } });
			const answer = await caller.list();
			expect([answer.status, errorOf(answer).code]).toEqual([429, 'TooManyRequests']);
			return answer.headers.get('retry-after');
		};
		expect(await header('seconds')).toBe('90');
		const wait = Date.parse((await header('date')) ?? '') - Date.now();
		expect(wait).toBeGreaterThan(60_000);
		expect(wait).toBeLessThan(91_000);
		expect(await header('none')).toBeNull();
	});

	it('nextLinkOrigin → the next link points to another origin', async () => {
		add({ answer: { nextLinkOrigin: 'http://elsewhere.example' } });
		const page = await caller.list({ $top: '1' });
		expect(String(page.json['@odata.nextLink'])).toMatch(
			/^http:\/\/elsewhere\.example\/v1\.0\/security\/incidents\?/,
		);
		const second = await caller.get(nextPath(page) ?? '');
		expect(ids(second)).toHaveLength(1);
	});

	it('"hang" → no response until the caller aborts', async () => {
		add({ answer: 'hang' });
		const call = caller.send(INCIDENTS, { signal: AbortSignal.timeout(50) });
		await expect(call).rejects.toThrow();
		expect(caller.tenant.calls.at(-1)?.status).toBe(0);
	});

	it('a change by a person → applied right before or after the request', async () => {
		const meanwhile = { by: 'ann.ito@contoso.com', incidentId: '1' };
		add({
			match: { method: 'GET' },
			answer: 'pass',
			meanwhile: { ...meanwhile, when: 'after', patch: { severity: 'high' } },
		});
		expect((await caller.get(`${INCIDENTS}/1`)).json.severity).toBe('low');
		expect(severity()).toBe('high');
		add({
			match: { method: 'GET' },
			answer: 'pass',
			meanwhile: { ...meanwhile, when: 'before', comment: 'Mine.' },
		});
		expect((await caller.get(`${INCIDENTS}/1`)).json.comments).toMatchObject([{ comment: 'Mine.' }]);
		expect(caller.tenant.journal.slice(-2)).toMatchObject([
			{ field: 'severity', from: 'low', to: 'high', via: 'person', by: 'ann.ito@contoso.com' },
			{ field: 'comments', to: 'Mine.', via: 'person' },
		]);
	});

	it('a merge by Defender → applied right after the request', async () => {
		const [source, target] = [caller.tenant.incidents.create(), caller.tenant.incidents.create()];
		add({
			match: { method: 'GET' },
			answer: 'pass',
			meanwhile: { when: 'after', by: 'Defender', incidentId: source.id, mergeInto: target.id },
		});
		expect((await caller.get(`${INCIDENTS}/${source.id}`)).json.status).toBe('active');
		expect((await caller.get(`${INCIDENTS}/${source.id}`)).json).toMatchObject({
			status: 'redirected',
			redirectIncidentId: target.id,
		});
	});
});
