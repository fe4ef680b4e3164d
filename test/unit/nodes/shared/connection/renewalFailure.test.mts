import { NodeApiError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../../../defender/access/credential.ts';
import { createHost } from '../../../../../nodes/shared/connection/host.ts';
import { redactionFor } from '../../../../../defender/core/redaction.ts';
import { explainRenewalFailure } from '../../../../../nodes/shared/connection/renewalFailure.ts';
import { n8nContext, node } from '../../../../support/n8nContext.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const FIELDS = { tenantId: 'contoso.com', clientSecret: 'hidden~secret' };
const CREDENTIAL = readCredential(FIELDS, 'user');
const explain = (failure: unknown, now: number, credential = CREDENTIAL) =>
	explainRenewalFailure(failure, credential, redactionFor(credential.secrets), now);

/** As n8n wraps what its OAuth2 client throws. */
const wrapped = (message: string, more: object) =>
	Object.assign(new NodeApiError(node, { message }), { cause: Object.assign(new Error(message), more) });

/** The sentence of a renewal that Entra ID refused. */
function sentenceOf(failure: unknown, credential = CREDENTIAL): string | undefined {
	const told = explain(failure, Date.now(), credential);
	expect(told?.refused).toBe(true);
	return told?.sentence;
}

describe('what n8n throws when it renews a user’s sign-in', () => {
	it('is told by Entra ID’s number where an older n8n passes its body on', () => {
		const body = {
			error: 'invalid_grant',
			error_description: 'AADSTS50173: The grant was revoked. hidden~token',
		};
		const told = sentenceOf(wrapped('invalid, expired, revoked', { code: 'EAUTH', body }));
		expect(told).toMatch(/^The user's sign-in was revoked\. .*\(AADSTS50173\)$/);
		expect(told).not.toContain('hidden');
	});

	it('with a secret in place of the correlation id → shows no secret', () => {
		const clientSecret = '5c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61';
		const fields = { ...FIELDS, clientSecret };
		const body = {
			error: 'invalid_grant',
			error_description: `AADSTS50173: x Correlation ID: ${clientSecret}`,
		};
		const credential = readCredential(fields, 'user');
		expect(sentenceOf(wrapped('no', { code: 'EAUTH', body }), credential)).not.toContain(clientSecret);
	});

	it('is told in general where there is no reason in it', () => {
		const told = sentenceOf(wrapped('no', { code: 'EAUTH', body: { error: 'Strange words' } }));
		expect(told).toMatch(/^The sign-in of the connected account could not be renewed\./);
	});

	it('is told with an OAuth error that no row knows', () => {
		const told = sentenceOf(wrapped('no', { code: 'EAUTH', body: { error: 'strange' } }));
		expect(told).toMatch(/^Microsoft Entra ID rejected the sign-in\. Connect the account .*\(strange\)$/);
	});

	eachRow([
		[
			{ error: 'interaction_required', error_description: 'AADSTS50158: x' },
			/multifactor.*Connect the account/,
		],
		[
			{ error: 'interaction_required', error_description: 'AADSTS999999: x' },
			/requires the user to sign in again/,
		],
		[{ error: 'temporarily_unavailable', error_description: 'AADSTS90033: x' }, /temporarily unavailable/],
		[{ error: 'temporarily_unavailable', error_description: 'x' }, /temporarily unavailable/],
		[{ error: 'invalid_client', error_description: 'AADSTS999999: x' }, /rejected the application/],
		[{ error: 'login_required' }, /requires the user to sign in again/],
	])('is told by number or OAuth error: %j', (body, says) => {
		const told = sentenceOf(wrapped('no', { code: 'EAUTH', body }));
		expect(told).toMatch(says);
		expect(told).not.toMatch(/service principal/);
	});

	const TOKEN_CALL = { url: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token' };
	eachRow([
		[
			'ENOTFOUND',
			'getaddrinfo ENOTFOUND x',
			/^The DNS server has no entry for login\.microsoftonline\.com\./,
		],
		[
			'ECONNREFUSED',
			'connect ECONNREFUSED 10.0.0.1:3128',
			/^The connection to \S+ was refused\..*10\.0\.0\.1:3128/,
		],
		[
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'self-signed certificate',
			/^n8n does not trust the certificate .*NODE_EXTRA_CA_CERTS/,
		],
		['ECONNABORTED', 'timeout of 300000ms exceeded', /did not respond in time/],
	])('without a response is told by its cause %s', (code, message, says) => {
		const told = explain(wrapped(message, { code, config: TOKEN_CALL }), 0);
		expect(told).toEqual({ sentence: expect.stringMatching(says) as string, refused: false });
	});

	eachRow([
		[{ code: 'ESTATUS', status: 403, body: '<html><title>Blocked</title>' }, /^A web page arrived/],
		[
			{ code: 'ESTATUS', status: 407, body: '' },
			/^A proxy between n8n and Microsoft Entra ID requires a sign-in/,
		],
		[{ config: TOKEN_CALL, response: { status: 502, data: '<html>Bad gateway' } }, /^A web page arrived/],
		[
			{ config: TOKEN_CALL, response: { status: 503, data: '{"error":"temporarily_unavailable"}' } },
			/\(status 503\)/,
		],
	])('that something else answered says so: %j', (more, says) => {
		const told = explain(wrapped('no', more), 0);
		expect(told).toEqual({ sentence: expect.stringMatching(says) as string, refused: false });
	});

	it('without its cause, as n8n 1.x passes it on → the sign-in was not renewed', () => {
		const failure = new NodeApiError(node, { message: 'The grant is invalid', code: 'EAUTH' });
		expect(sentenceOf(failure)).toMatch(/^The sign-in of the connected account could not be renewed\./);
	});

	it('is not made of a call to the API that broke off', () => {
		const config = { url: 'https://graph.microsoft.com/v1.0/security/incidents' };
		expect(explain(wrapped('reset', { code: 'ECONNRESET', config }), 0)).toBeUndefined();
	});
});

describe('the token of a user', () => {
	it('goes to the API of the credential alone', async () => {
		let sent = 0;
		const context = n8nContext({ request: () => (sent += 1) });
		const call = { method: 'GET', headers: {}, timeoutMs: 1 } as const;
		for (const url of ['https://graph.microsoft.com.evil.example/x', 'http://graph.microsoft.com/x']) {
			const host = createHost(context, 'defenderXdrUserOAuth2Api', CREDENTIAL);
			expect(await host.request({ ...call, url })).toMatchObject({
				ok: false,
				failure: {
					kind: 'signIn',
					sentence: expect.stringMatching(/only to https:\/\/graph\.microsoft\.com,/) as string,
				},
			});
		}
		expect(sent).toBe(0);
	});
});
