import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyText } from '../../support/graphCaller.mts';
import { HUNT, READ, startUserFlow, userFlow, WRITE, type UserFlow } from '../../support/userFlow.mts';
import { eachRow } from '../../support/eachRow.mts';

let now = new Date('2026-11-22T08:00:00Z');
let flow: UserFlow;
beforeAll(async () => {
	flow = await startUserFlow({}, () => now);
});
afterAll(() => flow.practice.close());

const refused = (answer: { status: number; json: Readonly<Record<string, unknown>> }) => [
	answer.status,
	answer.json['error'],
	...(Array.isArray(answer.json['error_codes']) ? (answer.json['error_codes'] as number[]) : []),
];

describe('Entra authorization code', () => {
	it("redeemed → the user's token with the requested scopes, and a refresh token", async () => {
		const body = await flow.connect();
		expect(body).toEqual({
			token_type: 'Bearer',
			expires_in: 3599,
			ext_expires_in: 3599,
			access_token: anyText,
			refresh_token: anyText,
			scope: `${READ} ${HUNT}`,
		});
		const claims = decodeJwt(String(body.access_token));
		expect(claims).toMatchObject({
			aud: 'https://graph.microsoft.com',
			tid: flow.tenant.id,
			appid: flow.app.clientId,
			idtyp: 'user',
			upn: flow.tenant.user.userPrincipalName,
			name: flow.tenant.user.displayName,
			scp: 'SecurityIncident.Read.All ThreatHunting.Read.All',
			amr: ['pwd'],
		});
		expect(claims).not.toHaveProperty('roles');
		expect(flow.tenant.calls.at(-1)).toMatchObject({ kind: 'token', tokenSequence: Number(claims.jti) });
	});

	it('no offline_access → no refresh token', async () => {
		expect(await flow.connect({ scope: READ })).not.toHaveProperty('refresh_token');
	});

	it('redeemed twice → AADSTS54005', async () => {
		const code = await flow.code();
		expect((await flow.redeem(code)).status).toBe(200);
		expect(refused(await flow.redeem(code))).toEqual([400, 'invalid_grant', 54005]);
	});

	it('older than ten minutes → AADSTS70008', async () => {
		const [early, late] = [await flow.code(), await flow.code()];
		const start = now.getTime();
		now = new Date(start + 599_999);
		expect((await flow.redeem(early)).status).toBe(200);
		now = new Date(start + 600_000);
		expect(refused(await flow.redeem(late))).toEqual([400, 'invalid_grant', 70008]);
	});

	const bindings: [string, Record<string, string | undefined>, (number | string)[]][] = [
		['another verifier', { code_verifier: 'a'.repeat(43) }, [400, 'invalid_grant', 501481]],
		['no verifier', { code_verifier: undefined }, [400, 'invalid_grant', 501481]],
		['another redirect URI', { redirect_uri: 'http://127.0.0.1/' }, [400, 'invalid_grant', 500112]],
		['no redirect URI', { redirect_uri: undefined }, [400, 'invalid_request', 900144]],
		['another code', { code: 'guessed' }, [400, 'invalid_grant', 9002313]],
		['no code', { code: undefined }, [400, 'invalid_request', 900144]],
		['a wrong secret', { client_secret: 'wrong' }, [401, 'invalid_client', 7000215]],
		['no secret', { client_secret: undefined }, [401, 'invalid_client', 7000218]],
		[
			'scopes of another API',
			{ scope: 'https://api.security.microsoft.com/Incident.Read' },
			[400, 'invalid_grant', 9002313],
		],
	];
	eachRow(bindings)(
		'a wrong or missing field → refused, and the code remains valid',
		async (_, changes, answer) => {
			const code = await flow.code();
			expect(refused(await flow.redeem(code, changes))).toEqual(answer);
			if (changes['scope'] === undefined) expect((await flow.redeem(code)).status).toBe(200);
		},
	);

	it('another app → AADSTS9002313', async () => {
		const other = flow.tenant.addApp({ roles: [], scopes: flow.app.scopes });
		const code = await flow.code();
		const thief = { client_id: other.clientId, client_secret: other.clientSecret };
		expect(refused(await flow.redeem(code, thief))).toEqual([400, 'invalid_grant', 9002313]);
	});

	it('a public client → verifier required, secret refused', async () => {
		const app = flow.tenant.addApp({ roles: [], scopes: flow.app.scopes, publicClient: true });
		const open = userFlow(flow.practice, flow.tenant, app);
		const code = await open.code();
		expect(refused(await open.redeem(code, { client_secret: app.clientSecret }))).toEqual([
			401,
			'invalid_client',
			700025,
		]);
		expect(refused(await open.redeem(code, { code_verifier: undefined }))).toEqual([
			400,
			'invalid_grant',
			501481,
		]);
		const { json } = await open.redeem(code);
		expect(decodeJwt(String(json.access_token)).appidacr).toBe('0');
		expect((await open.renew(json.refresh_token)).status).toBe(200);
		const alone = await open.redeem('', { grant_type: 'client_credentials', scope: `${READ}/.default` });
		expect(refused(alone)).toEqual([401, 'invalid_client', 7000218]);
	});
});

describe('Entra refresh token', () => {
	it('renewed → new tokens with the same scopes', async () => {
		const first = await flow.connect();
		const { status, json } = await flow.renew(first.refresh_token);
		expect(status).toBe(200);
		expect(json.scope).toBe(first.scope);
		expect(json.access_token).not.toBe(first.access_token);
		expect(json.refresh_token).not.toBe(first.refresh_token);
		expect((await flow.renew(json.refresh_token)).status).toBe(200);
	});

	it('a scope of the other API → accepted', async () => {
		const { refresh_token: token } = await flow.connect();
		const scope = 'https://api.security.microsoft.com/Incident.Read';
		expect((await flow.renew(token, { scope })).json.scope).toBe(scope);
	});

	it('another app, an unknown token or no secret → refused', async () => {
		const { refresh_token: token } = await flow.connect();
		const other = flow.tenant.addApp({ roles: [] });
		const thief = { client_id: other.clientId, client_secret: other.clientSecret };
		expect(refused(await flow.renew(token, thief))).toEqual([400, 'invalid_grant', 9002313]);
		expect(refused(await flow.renew('guessed'))).toEqual([400, 'invalid_grant', 9002313]);
		expect(refused(await flow.renew(token, { client_secret: undefined }))).toEqual([
			401,
			'invalid_client',
			7000218,
		]);
	});

	eachRow([
		['revoked', 50173],
		['inactive', 700082],
	] as const)(
		'revoked or inactive sessions of its user → refused until the next sign-in',
		async (because, code) => {
			const { refresh_token: token } = await flow.connect();
			const pending = await flow.code();
			const other = flow.tenant.addUser();
			const kept = await flow.connect({}, other);
			flow.tenant.user.endSessions(because);
			expect(refused(await flow.renew(token))).toEqual([400, 'invalid_grant', code]);
			expect(refused(await flow.redeem(pending))).toEqual([400, 'invalid_grant', code]);
			expect((await flow.renew(kept.refresh_token)).status).toBe(200);
			expect((await flow.renew((await flow.connect()).refresh_token)).status).toBe(200);
		},
	);

	it('consent withdrawn → AADSTS65001', async () => {
		const app = flow.tenant.addApp({ roles: [], scopes: flow.app.scopes });
		const own = userFlow(flow.practice, flow.tenant, app);
		const { refresh_token: token } = await own.connect({ scope: `${WRITE} offline_access` });
		app.setScopes(['SecurityIncident.Read.All']);
		expect(refused(await own.renew(token))).toEqual([400, 'invalid_grant', 65001]);
		expect((await own.renew(token, { scope: READ })).json.scope).toBe(READ);
	});

	it('the request ledger → contains no code, verifier or token', async () => {
		const code = await flow.code();
		const { json } = await flow.redeem(code);
		await flow.renew(json.refresh_token);
		const text = JSON.stringify(flow.practice.calls);
		for (const secret of [code, flow.verifier, json.refresh_token, json.access_token])
			expect(text).not.toContain(String(secret));
		expect(flow.tenant.calls.at(-1)?.body).toEqual({
			grant_type: 'refresh_token',
			client_id: flow.app.clientId,
		});
	});
});
