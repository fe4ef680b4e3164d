import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeUser } from '../../../tenant/practice.mts';
import { enterPassword, openPage, sendForm, type Shown } from '../../../editor/signInPages.mts';
import { READ, startUserFlow, userFlow, type UserFlow } from '../../support/userFlow.mts';

let flow: UserFlow;
beforeEach(async () => {
	flow = await startUserFlow();
});
afterEach(() => flow.practice.close());

const enter = async (changes = {}, user: PracticeUser = flow.tenant.user, of = flow): Promise<Shown> =>
	await enterPassword(await openPage(of.authorizeUrl(changes)), user);
const refusalIn = ({ location }: Shown) => [
	location?.searchParams.get('error'),
	/^AADSTS\d+/.exec(location?.searchParams.get('error_description') ?? '')?.[0],
];
/** The user flow of an app to which nobody has consented yet. */
const unknownApp = () => userFlow(flow.practice, flow.tenant, flow.tenant.addApp({ roles: [] }));

describe('Entra second factor', () => {
	it('required by policy → a separate page, and "mfa" in the token', async () => {
		flow.tenant.policies.secondFactor = true;
		const page = await enter();
		expect(page.title).toBe('Approve sign in request');
		const { location } = await sendForm(page, { step: 'approve' });
		const { json } = await flow.redeem(location?.searchParams.get('code') ?? '');
		expect(decodeJwt(String(json.access_token)).amr).toEqual(['pwd', 'mfa']);
		expect((await flow.renew(json.refresh_token)).status).toBe(200);
	});

	it('required after sign-in → renewal is refused until the next sign-in', async () => {
		const { refresh_token: token } = await flow.connect();
		flow.tenant.policies.secondFactor = true;
		expect((await flow.renew(token)).json).toMatchObject({
			error: 'invalid_grant',
			suberror: 'basic_action',
			error_codes: [50076],
		});
		const { refresh_token: next } = await flow.connect();
		expect((await flow.renew(next)).status).toBe(200);
	});

	it('approved before the password → the sign-in page', async () => {
		flow.tenant.policies.secondFactor = true;
		const skipped = await sendForm(await openPage(flow.authorizeUrl()), { step: 'approve' });
		expect(skipped.title).toBe('Sign in');
		expect((await enterPassword(skipped, flow.tenant.user)).title).toBe('Approve sign in request');
	});
});

describe('Entra Conditional Access', () => {
	it('a blocking policy → sign-in ends on an error page, renewal is refused', async () => {
		const { refresh_token: token } = await flow.connect();
		flow.tenant.policies.blocked = true;
		const page = await enter();
		expect(page.location).toBeUndefined();
		expect(page.text).toContain('AADSTS53003: Access has been blocked by Conditional Access policies.');
		expect((await flow.renew(token)).json).toMatchObject({
			error: 'invalid_grant',
			suberror: 'message_only',
			error_codes: [53003],
		});
		flow.tenant.policies.blocked = false;
		expect((await flow.renew(token)).status).toBe(200);
	});
});

describe('Entra consent', () => {
	it('a user without the right to consent → admin approval page, then access_denied', async () => {
		const page = await enter({}, flow.tenant.user, unknownApp());
		expect(page.title).toBe('Need admin approval');
		expect(page.text).toContain('AADSTS90094: ');
		expect(refusalIn(await sendForm(page, { step: 'cancel' }))).toEqual(['access_denied', 'AADSTS90094']);
		const insisting = await enter({}, flow.tenant.user, unknownApp());
		expect((await sendForm(insisting, { step: 'accept' })).title).toBe('Need admin approval');
	});

	it('an administrator accepts → valid for every user', async () => {
		const admin = flow.tenant.addUser({ role: 'Global Administrator', alias: 'admin' });
		const own = unknownApp();
		const page = await enter({ scope: READ }, admin, own);
		expect(page.title).toBe('Permissions requested');
		expect(page.text).toContain('<li>SecurityIncident.Read.All</li>');
		expect((await sendForm(page, { step: 'accept' })).location?.searchParams.get('code')).toBeTruthy();
		expect(own.app.scopes).toEqual(['SecurityIncident.Read.All']);
		expect((await own.connect({ scope: READ })).scope).toBe(READ);
	});

	it('an administrator declines → access_denied, no consent stored', async () => {
		const admin = flow.tenant.addUser({ role: 'Global Administrator' });
		const own = unknownApp();
		const declined = await sendForm(await enter({}, admin, own), { step: 'cancel' });
		expect(refusalIn(declined)).toEqual(['access_denied', 'AADSTS65004']);
		expect(declined.location?.searchParams.get('state')).toBe('state of the app');
		expect(own.app.scopes).toEqual([]);
	});

	it('prompt=consent → requested again', async () => {
		const page = await enter({ prompt: 'consent' });
		expect(page.title).toBe('Permissions requested');
		expect(refusalIn(await sendForm(page, { step: 'cancel' }))).toEqual(['access_denied', 'AADSTS65004']);
	});
});
