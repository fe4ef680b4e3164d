import { NodeApiError, type IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../../../defender/access/credential.ts';
import { markErrors } from '../../../../../defender/access/credentialError.ts';
import { createHost } from '../../../../../nodes/shared/connection/host.ts';
import type { HttpRequest } from '../../../../../defender/core/host.ts';
import { n8nContext, node } from '../../../../support/n8nContext.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const TYPE = 'defenderXdrAppOAuth2Api';
const CREDENTIAL = readCredential({ tenantId: 'contoso.com' }, 'application');
const call: HttpRequest = {
	method: 'POST',
	url: 'https://graph.microsoft.com/v1.0/security/runHuntingQuery',
	headers: { Accept: 'application/json' },
	body: '{"Query":"T"}',
	timeoutMs: 200_000,
};
const n8nResponse = (statusCode: number, body: unknown = '{}', headers: object = {}) => ({
	statusCode,
	body,
	headers,
});

async function requestThroughN8n(request: (options: IHttpRequestOptions, count: number) => unknown) {
	const calls: IHttpRequestOptions[] = [];
	const context = n8nContext({
		request: (_, options) => {
			calls.push(options);
			return request(options, calls.length);
		},
	});
	return { result: await createHost(context, TYPE, CREDENTIAL).request(call), calls };
}
const n8nError = (httpCode: string | null, message = 'wrapped') => {
	const error = new NodeApiError(node, { message }, { message });
	error.httpCode = httpCode;
	return error;
};

describe('createHost › request', () => {
	it('any request → text, every status returned, no redirect followed', async () => {
		const { calls } = await requestThroughN8n(() => n8nResponse(200));
		expect(calls).toEqual([
			{
				method: 'POST',
				url: call.url,
				headers: { Accept: 'application/json' },
				body: '{"Query":"T"}',
				encoding: 'text',
				json: false,
				returnFullResponse: true,
				disableFollowRedirect: true,
				timeout: 200_000,
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
			},
		]);
	});

	it('response → status, text and headers in lower case', async () => {
		const { result } = await requestThroughN8n(() =>
			n8nResponse(429, 'text', { 'Retry-After': 7, 'request-id': 'r' }),
		);
		expect(result).toEqual({
			ok: true,
			response: { status: 429, headers: { 'retry-after': '7', 'request-id': 'r' }, text: 'text' },
		});
	});

	it('401 that an older n8n returns → sent again so that n8n renews the token', async () => {
		const { result, calls } = await requestThroughN8n((_, count) =>
			n8nResponse(count === 1 ? 401 : 200, 'x'),
		);
		expect(calls.map(({ ignoreHttpStatusErrors }) => ignoreHttpStatusErrors)).toEqual([
			{ ignore: true, except: [401] },
			undefined,
		]);
		expect(result).toMatchObject({ ok: true, response: { status: 200 } });
	});

	eachRow([
		['401', { kind: 'unauthorized' }],
		['ECONNREFUSED', { kind: 'notSent', cause: 'refused', detail: '' }],
		['ENOTFOUND', { kind: 'notSent', cause: 'unknownHost', detail: '' }],
		[
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			{ kind: 'notSent', cause: 'untrustedCertificate', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
		],
		['ECONNRESET', { kind: 'noResponse', cause: 'closed', detail: '' }],
		['ECONNABORTED', { kind: 'noResponse', cause: 'timedOut', detail: '' }],
		['ETIMEDOUT', { kind: 'noResponse', cause: 'timedOut', detail: '' }],
		['200', { kind: 'noResponse', cause: 'truncated', detail: 'wrapped' }],
		[null, { kind: 'noResponse', cause: 'unknown', detail: 'wrapped' }],
	])('error of n8n with a code → returned with its cause', async (code, failure) => {
		const { result } = await requestThroughN8n(() => {
			throw n8nError(code);
		});
		expect(result).toEqual({ ok: false, failure });
	});
});

/** The error that the credential throws. */
async function credentialError(sentence: string): Promise<Error> {
	const thrown = await markErrors((): unknown => {
		throw new Error(sentence);
	}).catch((failure: unknown) => failure);
	return thrown instanceof Error ? thrown : new Error('nothing thrown');
}

/** As n8n wraps what the HTTP client or the credential threw. */
const wrapped = (cause: Error) =>
	Object.assign(new NodeApiError(node, { message: cause.message }), { cause });

describe('createHost › error of n8n without a usable code', () => {
	eachRow([
		['stream has been aborted', {}, 'truncated'],
		['stream has been aborted', { code: 'ERR_BAD_RESPONSE', response: { status: 200 } }, 'truncated'],
		['aborted', { code: 'ECONNRESET', response: { status: 200 } }, 'truncated'],
		['socket hang up', {}, 'closed'],
		['maxContentLength size of 2000 exceeded', { code: 'ERR_BAD_RESPONSE' }, 'tooLarge'],
		['Request body larger than maxBodyLength limit', {}, 'tooLarge'],
		['incorrect header check', { code: 'Z_DATA_ERROR' }, 'damaged'],
		['Parse Error: Expected HTTP/', { code: 'HPE_INVALID_CONSTANT' }, 'damaged'],
		['timeout of 60000ms exceeded', { code: 'ECONNABORTED' }, 'timedOut'],
		['an unknown message', {}, 'unknown'],
	])('message or cause → no response and its cause, never a sign-in', async (message, more, cause) => {
		const { result } = await requestThroughN8n(() => {
			throw wrapped(Object.assign(new Error(message), more));
		});
		expect(result).toMatchObject({ ok: false, failure: { kind: 'noResponse', cause } });
	});

	eachRow<[string, (own: Error) => Error]>([
		['thrown as it is', (own) => own],
		['wrapped by n8n 2', (own) => wrapped(own)],
		['wrapped by n8n 1, without its cause', (own) => new NodeApiError(node, { message: own.message })],
	])('error of the credential in any wrapping → a sign-in with its sentence', async (_, thrown) => {
		const sentence = 'DNS said "getaddrinfo ENOTFOUND login.example".';
		const { result } = await requestThroughN8n(async () => {
			throw thrown(await credentialError(sentence));
		});
		expect(result).toEqual({ ok: false, failure: { kind: 'signIn', sentence } });
	});

	it('credential that cannot be resolved for an item → a sign-in with n8n’s message', async () => {
		const context = n8nContext({ request: () => n8nResponse(200) });
		context.getCredentials = async () => {
			throw new Error('The expression refers to a node that does not exist');
		};
		expect(await createHost(context, TYPE, CREDENTIAL, 1).request(call)).toEqual({
			ok: false,
			failure: { kind: 'signIn', sentence: 'The expression refers to a node that does not exist' },
		});
	});
});

describe('createHost › sleep', () => {
	it('canceled execution → ends within a second', async () => {
		const aborting = new AbortController();
		const host = createHost(n8nContext({ signal: aborting.signal }), TYPE, CREDENTIAL);
		expect(host.isCanceled()).toBe(false);
		aborting.abort();
		const start = Date.now();
		await host.sleep(60_000);
		expect(Date.now() - start).toBeLessThan(1_000);
		expect(host.isCanceled()).toBe(true);
	});

	it('caller ends the wait → ends within a second', async () => {
		const host = createHost(n8nContext({}), TYPE, CREDENTIAL);
		let checks = 0;
		const start = Date.now();
		await host.sleep(60_000, () => ++checks > 1);
		expect(Date.now() - start).toBeLessThan(1_000);
		expect(checks).toBe(2);
	});

	it('request fails after the execution was canceled → canceled', async () => {
		const aborting = new AbortController();
		const context = n8nContext({
			signal: aborting.signal,
			request: () => {
				aborting.abort();
				throw n8nError('ECONNABORTED');
			},
		});
		expect(await createHost(context, TYPE, CREDENTIAL).request(call)).toEqual({
			ok: false,
			failure: { kind: 'canceled' },
		});
	});
});
