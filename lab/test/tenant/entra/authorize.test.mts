import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterPassword, openPage, sendForm, signInAndAgree } from '../../../editor/signInPages.mts';
import { CALLBACK, READ, startUserFlow, userFlow, type UserFlow } from '../../support/userFlow.mts';
import { eachRow } from '../../support/eachRow.mts';

let flow: UserFlow;
beforeAll(async () => {
	flow = await startUserFlow();
});
afterAll(() => flow.practice.close());

const answerOf = (location: URL | undefined) => Object.fromEntries(location?.searchParams ?? []);
const open = (changes: Parameters<UserFlow['authorizeUrl']>[0] = {}, of = flow) =>
	openPage(of.authorizeUrl(changes));

describe('Entra sign-in page', () => {
	it('name and password → redirect to the app with code and state', async () => {
		const location = await signInAndAgree(flow.authorizeUrl(), flow.tenant.user);
		expect(`${location.origin}${location.pathname}`).toBe(CALLBACK);
		expect(Object.keys(answerOf(location))).toEqual(['code', 'state', 'session_state']);
		expect(location.searchParams.get('state')).toBe('state of the app');
	});

	it('the form → no script, and a label for each field', async () => {
		const { text, status } = await open();
		expect(status).toBe(200);
		expect(text).toContain('<html lang="en">');
		expect(text).not.toContain('<script');
		const fields = [...text.matchAll(/<input[^>]*\bid="(\w+)"/g)].map(([, id]) => id);
		expect(fields).toEqual(['login', 'password']);
		for (const id of fields) expect(text).toContain(`<label for="${id}">`);
		expect(text).toMatch(/type="password"[^>]*autocomplete="current-password"/s);
	});

	it('the headers → no scripts, frames or caching', async () => {
		const { headers } = await fetch(flow.authorizeUrl());
		expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.get('cache-control')).toContain('no-store');
	});

	eachRow(['"><script>alert(1)</script>', "' onfocus='x", '<b>&amp;', '😀 \u2028'])(
		'markup in app and user names → shown as text',
		async (name) => {
			const app = flow.tenant.addApp({ roles: [], displayName: name, scopes: flow.tenant.app.scopes });
			const page = await open({ login_hint: name }, userFlow(flow.practice, flow.tenant, app));
			const again = await enterPassword(page, { userPrincipalName: name, password: 'x' });
			const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
			const escaped = Object.entries(entities).reduce(
				(text, [sign, entity]) => text.replaceAll(sign, entity),
				name,
			);
			expect(page.text).toContain(`to continue to ${escaped}`);
			expect(page.text).toContain(`value="${escaped}"`);
			expect(again.text).toContain(`The user account ${escaped.trim()} does not exist`);
			for (const { text } of [page, again]) expect(text).not.toMatch(/<script|<b>|' onfocus='/);
		},
	);

	it('a wrong password → the page again with the user name and AADSTS50126', async () => {
		const { user } = flow.tenant;
		const again = await enterPassword(await open(), {
			...user,
			userPrincipalName: user.userPrincipalName,
			password: 'x',
		});
		expect(again.status).toBe(200);
		expect(again.text).toMatch(/role="alert"[^>]*>AADSTS50126: /);
		expect(again.text).toContain(`value="${user.userPrincipalName}"`);
		expect((await enterPassword(again, user)).location?.searchParams.get('code')).toBeTruthy();
	});

	it("another tenant's user or another user's password → refused", async () => {
		const other = flow.practice.addTenant({ empty: true }).user;
		expect((await enterPassword(await open(), other)).text).toContain('AADSTS50034');
		const crossed = { userPrincipalName: flow.tenant.user.userPrincipalName, password: other.password };
		expect((await enterPassword(await open(), crossed)).text).toContain('AADSTS50126');
	});

	it('a skipped, repeated or late step → no second code', async () => {
		const skipped = await sendForm(await open(), { step: 'accept' });
		expect(skipped.title).toBe('Sign in');
		const page = await open();
		expect((await enterPassword(page, flow.tenant.user)).location).toBeDefined();
		expect((await enterPassword(page, flow.tenant.user)).text).toContain('AADSTS90036');
		let now = new Date('2026-11-22T08:00:00Z');
		const late = await startUserFlow({}, () => now);
		const old = await open({}, late);
		now = new Date('2026-11-22T08:15:00Z');
		expect((await enterPassword(old, late.tenant.user)).text).toContain('AADSTS90036');
		await late.practice.close();
	});

	it('the request as a posted form → the same page', async () => {
		const [address = '', query = ''] = flow.authorizeUrl().split('?');
		const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(query) });
		expect(await answer.text()).toContain('name="flow"');
	});

	it('the request ledger → contains no password, code or sign-in ID', async () => {
		const before = flow.tenant.calls.length;
		const page = await open();
		const { location } = await enterPassword(page, flow.tenant.user);
		const calls = flow.tenant.calls.slice(before);
		expect(calls).toMatchObject([
			{
				kind: 'authorize',
				method: 'GET',
				status: 200,
				query: { scope: expect.stringContaining(READ) as unknown },
			},
			{ kind: 'authorize', method: 'POST', status: 302, body: { login: flow.tenant.user.userPrincipalName } },
		]);
		const text = JSON.stringify(calls);
		for (const secret of [flow.tenant.user.password, page.flow, answerOf(location)['code'] ?? '?'])
			expect(text).not.toContain(secret);
	});
});

describe('Entra authorization request without a valid redirect URI', () => {
	eachRow([
		['a redirect URI that is not registered', { redirect_uri: `${CALLBACK}/` }, 50011],
		['no redirect URI', { redirect_uri: undefined }, 900144],
		['an unknown app', { client_id: '00000000-0000-4000-a000-000000000000' }, 700016],
		['no app', { client_id: undefined }, 900144],
	])(
		'an unknown or missing redirect URI or app → an error page with status 400',
		async (_, changes, code) => {
			const page = await open(changes);
			expect(page.location).toBeUndefined();
			expect(page.status).toBe(400);
			expect(page.text).toMatch(new RegExp(`role="alert">AADSTS${code}: .*Correlation ID: `));
		},
	);

	it('an app without redirect URIs → an error page with AADSTS500113', async () => {
		const app = flow.tenant.addApp({ roles: [] });
		expect((await open({ client_id: app.clientId })).text).toContain('AADSTS500113');
	});
});

describe('Entra authorization request', () => {
	const refusals: [string, Record<string, string | undefined>, string, number][] = [
		['another response type', { response_type: 'token' }, 'unsupported_response_type', 700054],
		['an answer that is not in the query', { response_mode: 'form_post' }, 'invalid_request', 70007],
		['silence', { prompt: 'none' }, 'login_required', 50058],
		['no scope', { scope: undefined }, 'invalid_request', 900144],
		['an unknown API', { scope: 'https://graph.microsoft.us/x' }, 'invalid_resource', 500011],
		[
			'an unknown permission',
			{ scope: 'https://graph.microsoft.com/Incident.Read' },
			'invalid_client',
			650053,
		],
		[
			'permissions of two APIs',
			{ scope: `${READ} https://api.security.microsoft.com/Incident.Read` },
			'invalid_scope',
			700022,
		],
		['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request', 50149],
		['a challenge without method', { code_challenge_method: undefined }, 'invalid_request', 50149],
		['a method without challenge', { code_challenge: undefined }, 'invalid_request', 501491],
		['a challenge that is no SHA-256', { code_challenge: 'abc' }, 'invalid_request', 501491],
	];
	eachRow(refusals)(
		'an invalid parameter → redirect with error, AADSTS number and state',
		async (_, changes, error, code) => {
			const { status, location } = await open(changes);
			expect(status).toBe(302);
			expect(answerOf(location)).toEqual({
				error,
				error_description: expect.stringMatching(new RegExp(`^AADSTS${code}: `)) as unknown,
				error_uri: `https://login.microsoftonline.com/error?code=${code}`,
				state: 'state of the app',
			});
		},
	);

	it('no code challenge → refused for a public client, accepted for a confidential one', async () => {
		const none = { code_challenge: undefined, code_challenge_method: undefined };
		const app = flow.tenant.addApp({ roles: [], publicClient: true });
		const { location } = await open(none, userFlow(flow.practice, flow.tenant, app));
		expect(location?.searchParams.get('error_description')).toMatch(/^AADSTS9002325: /);
		expect((await open(none)).title).toBe('Sign in');
	});
});
