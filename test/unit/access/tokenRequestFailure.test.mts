import { describe, expect, it } from 'vitest';
import { signIn } from '../../../defender/access/appSignIn.ts';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { clientOf, entra, fields } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const now = () => START;
const newClient = () => clientOf(fields());

describe('token request without a response of Entra ID', () => {
	const withCode = (code: string, message: string) =>
		entra(() => Object.assign(new Error(message), { code }));
	eachRow([
		[
			'ENOTFOUND',
			'getaddrinfo ENOTFOUND x',
			/^The DNS server has no entry for login\.microsoftonline\.com\./,
		],
		['EAI_AGAIN', 'getaddrinfo EAI_AGAIN x', /^The DNS server did not resolve login\.microsoftonline\.com\./],
		[
			'ECONNREFUSED',
			'connect ECONNREFUSED 10.0.0.1:3128',
			/^The connection to \S+ was refused\. .*10\.0\.0\.1:3128/,
		],
		['ECONNABORTED', 'timeout of 30000ms exceeded', /did not respond in time/],
		[
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'self-signed certificate',
			/^n8n does not trust the certificate .*NODE_EXTRA_CA_CERTS/,
		],
		[
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'no issuer',
			/NODE_EXTRA_CA_CERTS.*UNABLE_TO_GET_ISSUER_CERT_LOCALLY/,
		],
		['CERT_HAS_EXPIRED', 'certificate has expired', /^The certificate at \S+ has expired/],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'no match', /belongs to another host/],
		['', 'tunneling socket could not be established', /could not be reached\..*tunneling socket/],
	])('no response → its cause', async (code, message, expected) => {
		const service = code === '' ? entra(() => new Error(message)) : withCode(code, message);
		await expect(getAppToken(newClient(), '', service.send, now)).rejects.toThrow(expected);
	});

	it('error wrapped by the HTTP client → its cause', async () => {
		const cause = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
		const service = entra(() => new Error('Request failed', { cause }));
		await expect(getAppToken(newClient(), '', service.send, now)).rejects.toThrow(
			/^The DNS server has no entry/,
		);
	});

	eachRow([
		[407, '<html>', /^A proxy between n8n and Microsoft Entra ID requires a sign-in\. .*Status 407/],
		[511, '', /^The n8n server's network requires a sign-in/],
		[
			403,
			'<html><title>Blocked by policy</title>',
			/^A web page arrived instead of .*it shows "Blocked by policy"/,
		],
		[451, '<html><title>Denied', /^A web page arrived instead of .*Status 451/],
		[
			503,
			'<html><h1>Squid</h1>',
			/^A web page arrived instead of .*Try again in a few minutes.*it shows "Squid"/,
		],
		[302, '<html>Moved', /^A web page arrived/],
		[403, '{"message":"blocked"}', /^Another system responded in place of Microsoft Entra ID/],
		[200, '{"status":"signed in"}', /is not from Microsoft Entra ID \(status 200\)/],
	])('response of another system → that system', async (status, body, expected) => {
		const service = entra(() => ({ status, body }));
		await expect(
			getAppToken(newClient(), '', async (call) => ({ ...(await service.send(call)), headers: {} }), now),
		).rejects.toThrow(expected);
	});

	it('web page that repeats the secret → the secret is not shown', async () => {
		const mine = fields();
		const secret = String(mine['clientSecret']);
		const echo = entra(() => ({ status: 403, body: `<title>${secret} blocked</title>` }));
		const failure: unknown = await signIn(mine, echo.send, now).catch((reason: unknown) => reason);
		expect(String(failure)).toMatch(/A web page arrived instead of .*it shows "\[removed\] blocked"/);
		expect(String(failure)).not.toContain(secret);
	});

	it('web page with words that n8n replaces → none of them in the error', async () => {
		const page = entra(() => ({ status: 502, body: '<title>connect ECONNREFUSED 10.0.0.1:443</title>' }));
		const failure: unknown = await getAppToken(newClient(), '', page.send, now).catch(
			(reason: unknown) => reason,
		);
		expect(String(failure)).not.toContain('ECONNREFUSED');
	});
});
