import { describe, expect, it } from 'vitest';
import { refuseUnsafeRequest, type OutgoingRequest } from '../../../defender/access/outgoingRequest.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const API = 'https://graph.microsoft.com';
const URL_OF_API = `${API}/v1.0/security/incidents`;

/** The error's message; undefined if the token may be sent. */
function refusal(request: object): string | undefined {
	try {
		refuseUnsafeRequest(request, API);
		return undefined;
	} catch (failure) {
		return failure instanceof Error ? failure.message : String(failure);
	}
}

const named = (option: string): unknown =>
	expect.stringContaining(`sends no token with the option "${option}"`);

describe('request that chooses its own connection', () => {
	eachRow([
		['a proxy as text', { proxy: 'http://127.0.0.1:8080' }, 'Proxy'],
		['a proxy as an object', { proxy: { host: '127.0.0.1', port: 8080 } }, 'Proxy'],
		['a proxy without scheme', { proxy: 'evil.example:8080' }, 'Proxy'],
		['a certificate that is not checked', { rejectUnauthorized: false }, 'Ignore SSL Issues'],
		[
			'unchecked certificate in n8n’s own options',
			{ skipSslCertificateValidation: true },
			'Ignore SSL Issues',
		],
		['unchecked certificate as a text', { skipSslCertificateValidation: 'true' }, 'Ignore SSL Issues'],
		['unchecked certificate in the options of older nodes', { strictSSL: false }, 'Ignore SSL Issues'],
		['a certificate authority', { agentOptions: { ca: 'PEM' } }, 'SSL Certificates'],
		['a client certificate', { agentOptions: { cert: 'PEM', key: 'PEM' } }, 'SSL Certificates'],
		['a lookup of its own', { agentOptions: { lookup: () => undefined } }, 'SSL Certificates'],
		['empty certificates', { agentOptions: {} }, 'SSL Certificates'],
		['an agent', { agent: {} }, 'agent'],
		['an agent for https', { httpsAgent: {} }, 'httpsAgent'],
		['a socket', { socketPath: '/tmp/socket' }, 'socketPath'],
		['a local address', { localAddress: '10.0.0.1' }, 'localAddress'],
		['a tunnel', { tunnel: true }, 'tunnel'],
		['an adapter', { adapter: 'http' }, 'adapter'],
		['a transport', { transport: {} }, 'transport'],
		['a redirect hook', { beforeRedirect: () => undefined }, 'beforeRedirect'],
		['another authentication', { auth: { bearer: 'x' } }, 'auth'],
		['an option of a later n8n', { dispatcher: {} }, 'dispatcher'],
		['a host for the gateway', { headers: { hOsT: 'evil.example' } }, 'Host'],
	])('option that changes proxy, certificates or socket → an error that names it', (_, option, name) => {
		for (const address of [{ url: URL_OF_API }, { uri: URL_OF_API }]) {
			expect(refusal({ ...address, ...option })).toEqual(named(name));
		}
	});

	it('proxy → an error that names the setting to use instead', () => {
		expect(refusal({ url: URL_OF_API, proxy: 'http://evil.example' })).toBe(
			'This credential sends no token with the option "Proxy". Remove the option from the request, because it could send the token to another host. For a proxy, set HTTPS_PROXY on the n8n server. For a private certificate authority, set NODE_EXTRA_CA_CERTS there.',
		);
	});

	it('address that is an object → an error, because it could change between check and request', () => {
		const address: OutgoingRequest = { url: URL_OF_API };
		expect(refusal({ ...address, url: new URL(URL_OF_API) })).toContain(`only to ${API}`);
		expect(refusal({ url: '/v1.0/x', baseURL: new URL(API) })).toContain(`only to ${API}`);
	});
});

describe('base URL of a request', () => {
	/** `URL` parses each of these as an absolute address, and Axios puts the base URL in front of it. */
	const ADDRESSES = [
		' https://graph.microsoft.com/x',
		'\thttps://graph.microsoft.com/x',
		'\u0000https://graph.microsoft.com/x',
		'ht\ntps://graph.microsoft.com/x',
		'\\\\graph.microsoft.com/x',
		'/\\graph.microsoft.com/x',
		'//graph.microsoft.com/x',
		URL_OF_API,
	];
	const BASES = ['https://evil.example', 'http://evil.example/', 'https://graph.microsoft.com@evil.example'];

	eachRow(ADDRESSES)('foreign base URL and any address → an error', (address) => {
		for (const baseURL of BASES) {
			expect(refusal({ url: address, baseURL })).toContain(`only to ${API}`);
			expect(refusal({ uri: address, baseURL })).toContain(`only to ${API}`);
		}
	});

	it('empty or the API’s own → the token is sent', () => {
		for (const baseURL of ['', undefined, null, API, `${API}/`, `${API}/v1.0`]) {
			expect(refusal({ url: URL_OF_API, baseURL })).toBeUndefined();
		}
	});
});

describe('ordinary request', () => {
	eachRow([
		[
			'of the HTTP Request node by default',
			{
				uri: URL_OF_API,
				method: 'GET',
				headers: { accept: '*/*' },
				gzip: true,
				rejectUnauthorized: true,
				followRedirect: true,
				followAllRedirects: true,
				maxRedirects: undefined,
				resolveWithFullResponse: true,
				sendCredentialsOnCrossOriginRedirect: false,
				allowedDomains: undefined,
				timeout: 300_000,
				encoding: null,
				json: false,
				useStream: true,
			},
		],
		[
			'of the HTTP Request node with query, body and every response option',
			{
				uri: URL_OF_API,
				method: 'PATCH',
				qs: { a: 1 },
				qsStringifyOptions: { arrayFormat: 'repeat' },
				body: {},
				form: {},
				formData: {},
				simple: false,
				useQuerystring: true,
				json: true,
			},
		],
		[
			'of the nodes of this package',
			{
				url: URL_OF_API,
				method: 'POST',
				headers: { Accept: 'application/json' },
				body: '{}',
				encoding: 'text',
				json: false,
				returnFullResponse: true,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
				timeout: 60_000,
				abortSignal: new AbortController().signal,
			},
		],
		['with options that are not set', { url: URL_OF_API, proxy: '', agentOptions: undefined, agent: null }],
		['with checks that are on', { url: URL_OF_API, strictSSL: true, skipSslCertificateValidation: false }],
		['that names the API’s own host', { url: URL_OF_API, headers: { Host: 'GRAPH.microsoft.com' } }],
	])('requests of n8n’s HTTP Request node and of this package → the token is sent', (_, request) => {
		expect(refusal(request)).toBeUndefined();
	});
});
