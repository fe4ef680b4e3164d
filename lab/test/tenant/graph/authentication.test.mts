import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice } from '../../../tenant/practice.mts';
import {
	containing,
	tokenResponse,
	errorOf,
	INCIDENTS,
	signIn,
	startGraphCaller,
	tokenForm,
	type GraphCaller,
} from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let bench: GraphCaller;
beforeAll(async () => {
	bench = await startGraphCaller();
});
afterAll(() => bench.practice.close());

const withToken = (authorization: string | undefined) =>
	bench.send(INCIDENTS, { headers: authorization === undefined ? {} : { authorization } });
const refusal = async (authorization: string) => {
	const answer = await withToken(authorization);
	return { status: answer.status, ...errorOf(answer) };
};

describe('Graph bearer token', () => {
	it('missing → 401 with a challenge', async () => {
		const answer = await bench.send(INCIDENTS, { headers: { authorization: '' } });
		expect(answer.status).toBe(401);
		expect(errorOf(answer)).toMatchObject({
			code: 'InvalidAuthenticationToken',
			message: 'Access token is empty.',
		});
		expect(answer.headers.get('www-authenticate')).toContain('Bearer');
	});

	it('malformed → 401', async () => {
		expect(await refusal('Bearer nonsense')).toMatchObject({
			status: 401,
			code: 'InvalidAuthenticationToken',
		});
	});

	it('signed with another key → 401', async () => {
		const { privateKey } = await generateKeyPair('RS256');
		const forged = await new SignJWT({ tid: bench.tenant.id, appid: bench.tenant.app.clientId, jti: '1' })
			.setProtectedHeader({ alg: 'RS256' })
			.setAudience('https://graph.microsoft.com')
			.setExpirationTime('1h')
			.sign(privateKey);
		expect(await refusal(`Bearer ${forged}`)).toMatchObject({
			status: 401,
			message: containing('signature'),
		});
	});

	it('for another API → 401 for its audience', async () => {
		const form = tokenForm(bench.tenant.app, { scope: 'https://api.security.microsoft.com/.default' });
		const { json } = await tokenResponse(bench.practice, bench.tenant.id, form);
		expect(await refusal(`Bearer ${String(json.access_token)}`)).toEqual({
			status: 401,
			code: 'InvalidAuthenticationToken',
			message: 'Access token validation failure. Invalid audience.',
		});
	});

	eachRow(['jwt', 'opaque'] as const)('expired by the real clock → 401', async (rolesToken) => {
		let now = new Date('2026-11-22T08:00:00Z');
		const practice: Practice = await startPractice({ realTime: () => now });
		const tenant = practice.addTenant({
			empty: true,
			tokenLifetimeSeconds: 60,
			behaviours: { rolesToken },
		});
		const headers = { authorization: `Bearer ${await signIn(practice, tenant)}` };
		const status = async () => (await fetch(`${practice.origin}/v1.0/`, { headers })).status;
		now = new Date('2026-11-22T08:00:59Z');
		expect(await status()).toBe(200);
		now = new Date('2026-11-22T08:01:00Z');
		expect(await status()).toBe(401);
		await practice.close();
	});

	it('the request ledger → contains tenant and number, never the token', async () => {
		await bench.get(INCIDENTS);
		const call = bench.tenant.calls.at(-1);
		expect(call?.headers.authorization).toBe(`Bearer ${bench.tenant.id}/1`);
		expect(call?.tokenSequence).toBe(1);
		await withToken('Bearer nonsense');
		expect(bench.tenant.calls.at(-1)?.headers.authorization).toBe('Bearer unknown');
	});
});
