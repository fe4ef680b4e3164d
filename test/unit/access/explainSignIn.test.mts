import { describe, expect, it } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { explainSignIn, findHomeCloud, readRefusal } from '../../../defender/access/explainSignIn.ts';
import type { SendRequest } from '../../../defender/access/sendRequest.ts';
import { clientOf, CLIENT, entra, fields, refusing, TENANT } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

async function signInText(send: SendRequest, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
	return await getAppToken(clientOf(fields(more)), '', send, () => START).then(
		() => 'no failure',
		(failure: unknown) => (failure instanceof Error ? failure.message : 'no Error'),
	);
}

const refusal = (number: string) => ({ number, code: 'x', correlationId: undefined });

describe('explainSignIn', () => {
	it('response without a number → the OAuth error', async () => {
		const more = { error_codes: undefined, error_description: 'x' };
		expect(await signInText(refusing(7000215, 'invalid_client', more).send)).toMatch(
			/^Microsoft Entra ID rejected the application .*\(invalid_client/,
		);
	});

	it('text in place of a code or an ID → not shown', async () => {
		const more = { error_codes: ['<b>\n'], correlation_id: `x\n${'y'.repeat(5_000)}` };
		const text = await signInText(refusing(7000215, 'bad code\nwith lines', more).send);
		expect(text).toMatch(/\(no code, correlation id [0-9a-f-]{36}\)$/);
		expect(text.length).toBeLessThan(400);
	});

	it('response that repeats the secret → the secret is not shown', async () => {
		const clientSecret = 'repeated~secret~value';
		const body = {
			error: `bad ${clientSecret}`,
			error_description: clientSecret,
			suberror: clientSecret,
			correlation_id: `id ${clientSecret}`,
		};
		const text = await signInText(entra(() => ({ status: 401, body })).send, { clientSecret });
		expect(text).toContain('rejected the sign-in');
		expect(text).not.toContain(clientSecret);
	});

	it('no correlation ID → only the code', () => {
		const given = { number: undefined, code: 'x', correlationId: undefined };
		expect(explainSignIn(given, { ...clientOf(fields()), secretLooksLikeId: false })).toMatch(/\(x\)$/);
	});

	it('consent link → tenant and client ID are encoded', () => {
		const endpoint = { ...clientOf(fields()).endpoint, tenantId: 'a/b?c#d' };
		const text = explainSignIn(refusal('65001'), { endpoint, clientId: 'x&y=z "', secretLooksLikeId: false });
		expect(text).toContain('/a%2Fb%3Fc%23d/adminconsent?client_id=x%26y%3Dz%20%22 ');
	});

	eachRow(['65001', '90094', '90095', '65004', '7000229'])(
		'missing consent → the consent link of the tenant and the application',
		(number) => {
			const text = explainSignIn(refusal(number), { ...clientOf(fields()), secretLooksLikeId: false });
			expect(text).toContain(
				`https://login.microsoftonline.com/${TENANT}/adminconsent?client_id=${CLIENT} and accept`,
			);
		},
	);

	it('secret with the form of an ID → named only if the secret was rejected', async () => {
		const clientSecret = '0b5f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f';
		expect(await signInText(refusing(7000215).send, { clientSecret })).toMatch(
			/contains an ID instead of a secret/,
		);
		const other = clientSecret.replace('0b', '0c');
		expect(await signInText(refusing(7000222).send, { clientSecret: other })).toMatch(/has expired/);
	});

	eachRow([
		[{ 'retry-after': '90' }, 'Try again after 2026-11-22T03:01:30Z.'],
		[{ 'retry-after': 'Sun, 22 Nov 2026 03:00:05 GMT' }, 'Try again after 2026-11-22T03:00:05Z.'],
		[{ 'retry-after': 'soon' }, 'Try again in a few minutes.'],
		[{}, 'Try again in a few minutes.'],
	])('status 429 → when to try again', async (headers, expected) => {
		const text = await signInText(async () => ({ status: 429, headers, text: '{}' }));
		expect(text).toMatch(/^https:\/\/login\.microsoftonline\.com limits sign-ins/);
		expect(text).toContain(expected);
	});
});

describe('findHomeCloud', () => {
	eachRow([
		["belongs to the National Cloud 'microsoftonline.us'.", 'usGovernment', 'US GCC High (or US DoD)'],
		["belongs to the National Cloud 'login.microsoftonline.com'.", 'worldwide', 'Global (or US GCC)'],
		["belongs to the National Cloud 'partner.microsoftonline.cn'.", 'china', '21Vianet'],
		['Confidential Client is not supported in Cross Cloud request.', undefined, "portal's address shows"],
		["belongs to the National Cloud 'elsewhere.example'.", undefined, "portal's address shows"],
		['is at microsoftonline.us', undefined, "portal's address shows"],
	])('description of a refusal → the cloud to choose', async (description, cloud, choice) => {
		expect(findHomeCloud(description)).toBe(cloud);
		const body = {
			error: 'invalid_request',
			error_description: `AADSTS90038: ${description}`,
			error_codes: [90038],
		};
		const text = await signInText(entra(() => ({ status: 400, body })).send);
		expect(text).toContain('belongs to a different Microsoft cloud');
		expect(text).toContain(choice);
	});
});

describe('readRefusal', () => {
	it('body of a token response → number, OAuth error and correlation ID', () => {
		const id = 'f0e0d0c0-0000-4000-8000-000000000002';
		const body = { error: 'invalid_grant', error_description: `AADSTS50173: x Correlation ID: ${id}` };
		expect(readRefusal(body)).toEqual({ number: '50173', code: 'invalid_grant', correlationId: id });
	});

	eachRow<[Readonly<Record<string, unknown>>]>([
		[{}],
		[{ error: 'Blocked by policy' }],
		[{ error: { code: 'x' } }],
		[{ error_description: 'AADSTS12' }],
	])('body without number and OAuth error → undefined', (body) => {
		expect(readRefusal(body)).toBeUndefined();
	});
});
