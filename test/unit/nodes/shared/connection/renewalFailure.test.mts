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

/** The error of n8n's OAuth2 client, wrapped by n8n. */
const wrapped = (message: string, more: object) =>
	Object.assign(new NodeApiError(node, { message }), { cause: Object.assign(new Error(message), more) });

/** The sentence of a renewal that Entra ID refused. */
function sentenceOf(failure: unknown, credential = CREDENTIAL): string | undefined {
	const explained = explain(failure, Date.now(), credential);
	expect(explained?.refused).toBe(true);
	return explained?.sentence;
}

describe('explainRenewalFailure', () => {
	it('body with an AADSTS number → the cause of the number', () => {
		const body = {
			error: 'invalid_grant',
			error_description: 'AADSTS50173: The grant was revoked. hidden~token',
		};
		const sentence = sentenceOf(wrapped('invalid, expired, revoked', { code: 'EAUTH', body }));
		expect(sentence).toMatch(/^The user's sign-in was revoked\. .*\(AADSTS50173\)$/);
		expect(sentence).not.toContain('hidden');
	});

	it('secret in place of the correlation ID → not shown', () => {
		const clientSecret = '5c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61';
		const fields = { ...FIELDS, clientSecret };
		const body = {
			error: 'invalid_grant',
			error_description: `AADSTS50173: x Correlation ID: ${clientSecret}`,
		};
		const credential = readCredential(fields, 'user');
		expect(sentenceOf(wrapped('no', { code: 'EAUTH', body }), credential)).not.toContain(clientSecret);
	});

	it('body without a reason → the sign-in was not renewed', () => {
		const sentence = sentenceOf(wrapped('no', { code: 'EAUTH', body: { error: 'Strange words' } }));
		expect(sentence).toMatch(/^The sign-in of the connected account could not be renewed\./);
	});

	it('unknown OAuth error → Entra ID rejected the sign-in', () => {
		const sentence = sentenceOf(wrapped('no', { code: 'EAUTH', body: { error: 'strange' } }));
		expect(sentence).toMatch(/^Microsoft Entra ID rejected the sign-in\. Connect the account .*\(strange\)$/);
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
	])('number and OAuth error → the cause that fits best', (body, expected) => {
		const sentence = sentenceOf(wrapped('no', { code: 'EAUTH', body }));
		expect(sentence).toMatch(expected);
		expect(sentence).not.toMatch(/service principal/);
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
	])('no response → its cause', (code, message, expected) => {
		const explained = explain(wrapped(message, { code, config: TOKEN_CALL }), 0);
		expect(explained).toEqual({ sentence: expect.stringMatching(expected) as string, refused: false });
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
	])('response of another system → that system', (more, expected) => {
		const explained = explain(wrapped('no', more), 0);
		expect(explained).toEqual({ sentence: expect.stringMatching(expected) as string, refused: false });
	});

	it('error of n8n 1.x without its cause → the sign-in was not renewed', () => {
		const failure = new NodeApiError(node, { message: 'The grant is invalid', code: 'EAUTH' });
		expect(sentenceOf(failure)).toMatch(/^The sign-in of the connected account could not be renewed\./);
	});

	it('closed connection to the API → undefined', () => {
		const config = { url: 'https://graph.microsoft.com/v1.0/security/incidents' };
		expect(explain(wrapped('reset', { code: 'ECONNRESET', config }), 0)).toBeUndefined();
	});
});

describe('token of a user', () => {
	it('request to another host → an error, and nothing is sent', async () => {
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
