import { describe, expect, it } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { explainSignIn } from '../../../defender/access/explainSignIn.ts';
import { signInRefusals, type SignInRefusal } from '../../../defender/access/signInRefusals.ts';
import { clientOf, CLIENT, fields, refusing } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { SIGN_IN_CAUSES } from '../../support/signInCauses.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/** A number that Entra ID may add later. */
const NEW_NUMBER = '999999';
const ROWS = Object.entries(SIGN_IN_CAUSES).flatMap(([cause, { numbers, wrong, remedy }]) =>
	numbers.map((number) => ({ cause, number, wrong, remedy })),
);

const refusal = (number: string | undefined, more: Partial<SignInRefusal> = {}): SignInRefusal => ({
	number,
	code: 'x',
	correlationId: undefined,
	...more,
});
const userText = (given: SignInRefusal) =>
	explainSignIn(given, {
		endpoint: { ...clientOf(fields()).endpoint, context: 'user' },
		clientId: CLIENT,
		secretLooksLikeId: false,
	});
const appText = (given: SignInRefusal) =>
	explainSignIn(given, { ...clientOf(fields()), secretLooksLikeId: false });

describe('sign-in refusal', () => {
	eachRow(ROWS)(
		'known AADSTS number, application through MSAL → cause, remedy, number and correlation ID',
		async ({ number, wrong, remedy }) => {
			const service = refusing(number, 'invalid_grant');
			const given = clientOf(fields());
			const text = await getAppToken(given, '', service.send, () => START).then(
				() => 'no failure',
				(failure: unknown) => (failure instanceof Error ? failure.message : 'no Error'),
			);
			const sent = new URLSearchParams(service.calls[0]?.body).get('client-request-id') ?? 'none sent';
			expect(text).toMatch(wrong);
			expect(text).toMatch(remedy);
			expect(text.endsWith(`(AADSTS${number}, correlation id ${sent})`)).toBe(true);
			expect(text).not.toMatch(/undefined|\n/);
		},
	);

	eachRow(ROWS)(
		'known AADSTS number, signed-in user → cause, remedy and number',
		({ number, wrong, remedy }) => {
			const text = userText(refusal(String(number)));
			expect(text).toMatch(wrong);
			expect(text).toMatch(remedy);
			expect(text.endsWith(`(AADSTS${number})`)).toBe(true);
			expect(text).not.toMatch(/undefined|\n/);
		},
	);

	it('list of numbers → the documented ones, each for one cause except a wrong secret and a late assertion', () => {
		const { secretIdForSecret, lateAssertion, otherClientRefusal, ...byNumber } = signInRefusals;
		const numbers = Object.entries(byNumber).map(([cause, row]) => [cause, row.numbers.map(Number)]);
		const documented = Object.entries(SIGN_IN_CAUSES).map(([cause, row]) => [cause, row.numbers]);
		expect(Object.fromEntries(numbers)).toEqual(Object.fromEntries(documented));
		expect(new Set(ROWS.map(({ number }) => number)).size).toBe(ROWS.length);
		expect(secretIdForSecret?.numbers).toEqual(['7000215']);
		expect(lateAssertion?.numbers).toEqual(['700024']);
		expect(otherClientRefusal?.numbers).toEqual([]);
	});
});

describe('sign-in refusal that depends on the clock', () => {
	eachRow([0, 1_000, -1_000, 29_000, -59_999])(
		'AADSTS700024, clocks less than a minute apart → a late assertion',
		(clockOffsetMs) => {
			const text = userText(refusal('700024', { clockOffsetMs }));
			expect(text).toMatch(/^The sign-in reached Microsoft Entra ID too late\. .*slow proxy/);
			expect(text).not.toMatch(/Correct the clock|second/);
		},
	);

	eachRow([
		[undefined, 'It is off by at least a few minutes'],
		[60_000, 'It is 1 minute behind'],
		[-7 * 60_000, 'It is 7 minutes ahead'],
		[119 * 60_000, 'It is 119 minutes behind'],
		[120 * 60_000, 'It is 2 hours behind'],
		[-3 * 86_400_000, 'It is 3 days ahead'],
	])('AADSTS700024, clocks further apart → by how much the clock is wrong', (clockOffsetMs, expected) => {
		const more = clockOffsetMs === undefined ? {} : { clockOffsetMs };
		expect(userText(refusal('700024', more))).toContain(expected);
	});

	eachRow([
		[undefined, '. If it is already there, check the clock of the n8n server (AADSTS700027)'],
		[59_999, `app registration ${CLIENT} (AADSTS700027)`],
		[-60_000, 'check the clock of the n8n server: it is 1 minute ahead (AADSTS700027)'],
	])('AADSTS700027 → the clock is named only if it may be wrong', (clockOffsetMs, expected) => {
		const more = clockOffsetMs === undefined ? {} : { clockOffsetMs };
		expect(userText(refusal('700027', more))).toContain(expected);
	});
});

const NO_NUMBER: readonly (readonly [string, RegExp])[] = [
	['interaction_required', /^Microsoft Entra ID requires the user to sign in again.*Connect the account/],
	['login_required', /^Microsoft Entra ID requires the user to sign in again/],
	['invalid_grant', /^The user's sign-in has expired.*Connect the account/],
	['temporarily_unavailable', /^Microsoft Entra ID is temporarily unavailable/],
	['consent_required', /^Nobody has consented.*adminconsent/],
	['invalid_client', /^Microsoft Entra ID rejected the application/],
	['unauthorized_client', /^Microsoft Entra ID rejected the application/],
	['invalid_resource', /^The tenant has no API/],
	['invalid_scope', /^The tenant has no API/],
	['access_denied', /^Consent was declined/],
	['server_error', /^Microsoft Entra ID rejected the sign-in\. Connect the account/],
];

describe('sign-in refusal without a known number', () => {
	eachRow(NO_NUMBER)('signed-in user, OAuth error → the cause of that error', (code, expected) => {
		for (const number of [undefined, NEW_NUMBER]) {
			const text = userText(refusal(number, { code }));
			expect(text).toMatch(expected);
			expect(text.endsWith(`(${number === undefined ? code : `AADSTS${number}`})`)).toBe(true);
		}
	});

	eachRow([
		['interaction_required', /^A Conditional Access policy .*service principal sign-ins/],
		['invalid_grant', /^Microsoft Entra ID rejected the sign-in\. Look up the code/],
		['access_denied', /^Microsoft Entra ID rejected the sign-in\. Look up the code .*sign-in logs/],
		['temporarily_unavailable', /^Microsoft Entra ID is temporarily unavailable/],
		['invalid_client', /^Microsoft Entra ID rejected the application .*secret or certificate/],
	])('application, OAuth error → nothing that only a user can do', (code, expected) => {
		const text = appText(refusal(NEW_NUMBER, { code }));
		expect(text).toMatch(expected);
		expect(text).not.toMatch(/Connect the account/);
	});

	it('OAuth errors of the table → those of this test', () => {
		const codes = Object.values(signInRefusals).flatMap(({ errors = [] }) => [...errors]);
		expect([...new Set([...codes, 'server_error'])].toSorted()).toEqual(
			NO_NUMBER.map(([code]) => code).toSorted(),
		);
	});
});

describe('sign-in refusal with a known number and an OAuth error', () => {
	eachRow([
		['90033', 'invalid_grant', /temporarily unavailable/],
		['50158', 'invalid_grant', /multifactor.*Connect the account/],
		['65001', 'invalid_client', /Nobody has consented/],
	])('they contradict each other → the number decides', (number, code, expected) => {
		expect(userText(refusal(number, { code }))).toMatch(expected);
	});
});

describe('sign-in refusal of a signed-in user', () => {
	eachRow([
		...ROWS.map(({ number }) => refusal(String(number))),
		...NO_NUMBER.map(([code]) => refusal(NEW_NUMBER, { code })),
	])('any cause → no advice to read the logs of service principals', (given) => {
		expect(userText(given)).not.toMatch(/service principal sign-ins/);
	});
});
