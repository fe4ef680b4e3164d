import { describe, expect, it } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { findHomeCloud, readRefusal, explainSignIn } from '../../../defender/access/explainSignIn.ts';
import { signInRefusals, type SignInRefusal } from '../../../defender/access/signInRefusals.ts';
import { clientOf, CLIENT, entra, fields, refusing, TENANT } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const NUMBERS = Object.entries(signInRefusals).flatMap(([cause, { numbers }]) =>
	numbers.map((number): [string, string] => [cause, number]),
);
const CONSENT = `https://login.microsoftonline.com/${TENANT}/adminconsent?client_id=${CLIENT}`;
const refusal = (number: string | undefined, more: Partial<SignInRefusal> = {}): SignInRefusal => ({
	number,
	code: 'x',
	correlationId: undefined,
	...more,
});
const userSays = (given: SignInRefusal) =>
	explainSignIn(given, {
		endpoint: { ...clientOf(fields()).endpoint, context: 'user' },
		clientId: CLIENT,
		secretLooksLikeId: false,
	});

async function appIsTold(send: ReturnType<typeof entra>['send'], more = {}): Promise<string> {
	return await getAppToken(clientOf(fields(more)), '', send, () => START).then(
		() => 'no failure',
		(failure: unknown) => (failure instanceof Error ? failure.message : 'no Error'),
	);
}

describe('each cause of a refused sign-in', () => {
	eachRow(NUMBERS.filter(([cause]) => !/secretId|lateAssertion/.test(cause)))(
		'%s is recognised from AADSTS%s through MSAL',
		async (_, number) => {
			const text = await appIsTold(refusing(Number(number), 'invalid_grant').send);
			expect(text).toContain(`(AADSTS${number}, correlation id `);
			expect(text).not.toContain('rejected the sign-in');
			expect(text).not.toMatch(/undefined|\n/);
		},
	);

	eachRow(NUMBERS)('%s with AADSTS%s is told to a user', (_, number) => {
		expect(userSays(refusal(number))).not.toMatch(/rejected the sign-in|undefined/);
	});

	it('has numbers that no other row has, except the two rows of a wrong secret and of a late assertion', () => {
		const all = NUMBERS.map(([, number]) => number);
		expect(all.length - new Set(all).size).toBe(2);
	});

	eachRow([
		['invalid_grant', /sign-in has expired/],
		['consent_required', /Nobody has consented/],
		['interaction_required', /multifactor/],
		['access_denied', /Consent was declined/],
		['temporarily_unavailable', /temporarily unavailable/],
		['invalid_resource', /no API/],
		['server_error', /rejected the sign-in/],
	])('is told by the OAuth error %s where no number came', (code, says) => {
		expect(userSays(refusal(undefined, { code }))).toMatch(says);
	});
});

describe('a refusal with more in it', () => {
	eachRow([['65001'], ['90094'], ['65004']])(
		'AADSTS%s links to the consent of an administrator',
		(number) => {
			expect(userSays(refusal(number))).toContain(CONSENT);
		},
	);

	it('encodes what it puts into the link', () => {
		const endpoint = { ...clientOf(fields()).endpoint, tenantId: 'a/b?c#d' };
		const text = explainSignIn(refusal('65001'), { endpoint, clientId: 'x&y=z "', secretLooksLikeId: false });
		expect(text).toContain('/a%2Fb%3Fc%23d/adminconsent?client_id=x%26y%3Dz%20%22 ');
	});

	eachRow([
		["belongs to the National Cloud 'microsoftonline.us'.", 'usGovernment', 'US GCC High (or US DoD)'],
		["belongs to the National Cloud 'login.microsoftonline.com'.", 'worldwide', 'Global (or US GCC)'],
		["belongs to the National Cloud 'partner.microsoftonline.cn'.", 'china', '21Vianet'],
		['Confidential Client is not supported in Cross Cloud request.', undefined, "portal's address shows"],
		["belongs to the National Cloud 'elsewhere.example'.", undefined, "portal's address shows"],
		['is at microsoftonline.us', undefined, "portal's address shows"],
	])('%j names the cloud to choose', async (said, cloud, choose) => {
		expect(findHomeCloud(said)).toBe(cloud);
		const body = {
			error: 'invalid_request',
			error_description: `AADSTS90038: ${said}`,
			error_codes: [90038],
		};
		const text = await appIsTold(entra(() => ({ status: 400, body })).send);
		expect(text).toContain('belongs to a different Microsoft cloud');
		expect(text).toContain(choose);
	});

	eachRow([0, 1_000, -1_000, 29_000, -59_999])(
		'AADSTS700024 with clocks %d ms apart is a late assertion, not a wrong clock',
		(clockOffsetMs) => {
			const text = userSays(refusal('700024', { clockOffsetMs }));
			expect(text).toMatch(/^The sign-in reached Microsoft Entra ID too late\. .*slow proxy/);
			expect(text).not.toMatch(/Correct the clock|second/);
		},
	);

	eachRow([
		[undefined, '. If it is already there, check the clock of the n8n server (AADSTS700027)'],
		[59_999, 'app registration 0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f (AADSTS700027)'],
		[-60_000, 'check the clock of the n8n server: it is 1 minute ahead (AADSTS700027)'],
	])(
		'AADSTS700027 blames a clock that differs by %s ms only where it may be wrong',
		(clockOffsetMs, says) => {
			const more = clockOffsetMs === undefined ? {} : { clockOffsetMs };
			expect(userSays(refusal('700027', more))).toContain(says);
		},
	);

	eachRow([
		[undefined, 'It is off by at least a few minutes'],
		[60_000, 'It is 1 minute behind'],
		[-7 * 60_000, 'It is 7 minutes ahead'],
		[119 * 60_000, 'It is 119 minutes behind'],
		[120 * 60_000, 'It is 2 hours behind'],
		[-3 * 86_400_000, 'It is 3 days ahead'],
	])('AADSTS700024 tells a clock that differs by %s ms', (clockOffsetMs, says) => {
		const more = clockOffsetMs === undefined ? {} : { clockOffsetMs };
		expect(userSays(refusal('700024', more))).toContain(says);
	});

	it('a GUID in place of the secret is told as what it is, after the refusal only', async () => {
		const clientSecret = '0b5f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f';
		expect(await appIsTold(refusing(7000215).send, { clientSecret })).toMatch(
			/contains an ID instead of a secret/,
		);
		const other = clientSecret.replace('0b', '0c');
		expect(await appIsTold(refusing(7000222).send, { clientSecret: other })).toMatch(/has expired/);
	});

	eachRow([
		[{ 'retry-after': '90' }, 'Try again after 2026-11-22T03:01:30Z.'],
		[{ 'retry-after': 'Sun, 22 Nov 2026 03:00:05 GMT' }, 'Try again after 2026-11-22T03:00:05Z.'],
		[{ 'retry-after': 'soon' }, 'Try again in a few minutes.'],
		[{}, 'Try again in a few minutes.'],
	])('a 429 with %j tells when to try again', async (headers, says) => {
		const text = await appIsTold(async () => ({ status: 429, headers, text: '{}' }));
		expect(text).toMatch(/^https:\/\/login\.microsoftonline\.com limits sign-ins/);
		expect(text).toContain(says);
	});
});

describe('a refusal in the body of a token response', () => {
	it('is found with number, error and correlation id', () => {
		const id = 'f0e0d0c0-0000-4000-8000-000000000002';
		const body = { error: 'invalid_grant', error_description: `AADSTS50173: x Correlation ID: ${id}` };
		expect(readRefusal(body)).toEqual({ number: '50173', code: 'invalid_grant', correlationId: id });
	});

	eachRow([
		[{}],
		[{ error: 'Blocked by policy' }],
		[{ error: { code: 'x' } }],
		[{ error_description: 'AADSTS12' }],
	])('is not seen in %j', (body) => {
		expect(readRefusal(body)).toBeUndefined();
	});
});

/** Numbers that Entra ID may add later. */
const NEW_NUMBER = '999999';
const appSays = (given: SignInRefusal) =>
	explainSignIn(given, { ...clientOf(fields()), secretLooksLikeId: false });

describe('a number that no row knows', () => {
	eachRow([
		['interaction_required', /^Microsoft Entra ID requires the user to sign in again.*Connect the account/],
		['login_required', /^Microsoft Entra ID requires the user to sign in again/],
		['invalid_grant', /^The user's sign-in has expired.*Connect the account/],
		['temporarily_unavailable', /^Microsoft Entra ID is temporarily unavailable/],
		['consent_required', /^Nobody has consented.*adminconsent/],
		['invalid_client', /^Microsoft Entra ID rejected the application/],
		['unauthorized_client', /^Microsoft Entra ID rejected the application/],
		['invalid_resource', /^The tenant has no API/],
		['access_denied', /^Consent was declined/],
		['server_error', /^Microsoft Entra ID rejected the sign-in\. Connect the account/],
	])('with %s → the row of that error, for a user', (code, says) => {
		const text = userSays(refusal(NEW_NUMBER, { code }));
		expect(text).toMatch(says);
		expect(text).toMatch(/\(AADSTS999999\)$/);
	});

	eachRow([
		['interaction_required', /^A Conditional Access policy .*service principal sign-ins/],
		['invalid_grant', /^Microsoft Entra ID rejected the sign-in\. Look up the code/],
		['access_denied', /^Microsoft Entra ID rejected the sign-in\. Look up the code/],
		['temporarily_unavailable', /^Microsoft Entra ID is temporarily unavailable/],
		['invalid_client', /^Microsoft Entra ID rejected the application .*secret or certificate/],
	])('with %s → nothing that only a user can do, for an application', (code, says) => {
		const text = appSays(refusal(NEW_NUMBER, { code }));
		expect(text).toMatch(says);
		expect(text).not.toMatch(/Connect the account/);
	});

	it('that a row knows decides against the row of its OAuth error', () => {
		expect(userSays(refusal('90033', { code: 'invalid_grant' }))).toMatch(/temporarily unavailable/);
		expect(userSays(refusal('50158', { code: 'invalid_grant' }))).toMatch(/multifactor.*Connect the account/);
		expect(userSays(refusal('65001', { code: 'invalid_client' }))).toMatch(/Nobody has consented/);
	});
});

describe('a sentence for a user', () => {
	const codes = Object.values(signInRefusals).flatMap(({ errors = [] }) => [...errors]);
	eachRow([
		...NUMBERS.map(([, number]) => refusal(number)),
		...[...codes, 'server_error'].map((code) => refusal(NEW_NUMBER, { code })),
	])('$number $code → never the logs of service principals', (given) => {
		expect(userSays(given)).not.toMatch(/service principal sign-ins/);
	});
});
