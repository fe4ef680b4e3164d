import { NodeApiError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import {
	classifyNoResponse,
	transportDetail,
	isNeverSent,
	type NoResponseCause,
} from '../../../defender/core/noResponse.ts';
import { noResponse } from '../../../defender/core/sentences/noResponseText.ts';
import { node } from '../../support/n8nContext.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const CODES: ReadonlyArray<readonly [code: string, cause: NoResponseCause]> = [
	['ENOTFOUND', 'unknownHost'],
	['EAI_NONAME', 'unknownHost'],
	['EAI_AGAIN', 'dnsFailed'],
	['ESERVFAIL', 'dnsFailed'],
	['ECONNREFUSED', 'refused'],
	['EHOSTUNREACH', 'noRoute'],
	['ENETUNREACH', 'noRoute'],
	['ETIMEDOUT', 'timedOut'],
	['ECONNABORTED', 'timedOut'],
	['UND_ERR_HEADERS_TIMEOUT', 'timedOut'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrustedCertificate'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'untrustedCertificate'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrustedCertificate'],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrustedCertificate'],
	['CERT_UNTRUSTED', 'untrustedCertificate'],
	['INVALID_CA', 'untrustedCertificate'],
	['CERT_HAS_EXPIRED', 'certificateDates'],
	['CERT_NOT_YET_VALID', 'certificateDates'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'certificateName'],
	['HOSTNAME_MISMATCH', 'certificateName'],
	['EPROTO', 'tls'],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
	['ERR_TLS_HANDSHAKE_TIMEOUT', 'tls'],
	['ERR_PROXY_TUNNEL', 'proxy'],
	['ECONNRESET', 'closed'],
	['EPIPE', 'closed'],
	['Z_BUF_ERROR', 'truncated'],
	['HPE_INVALID_EOF_STATE', 'truncated'],
	['Z_DATA_ERROR', 'damaged'],
	['ERR__ERROR_FORMAT_PADDING_2', 'damaged'],
	['HPE_INVALID_CONSTANT', 'damaged'],
	['HPE_HEADER_OVERFLOW', 'tooLarge'],
	['ERR_FR_MAX_BODY_LENGTH_EXCEEDED', 'tooLarge'],
	['ESOMETHINGNEW', 'unknown'],
];

const MESSAGES: ReadonlyArray<readonly [message: string, cause: NoResponseCause]> = [
	['stream has been aborted', 'truncated'],
	['unexpected end of file', 'truncated'],
	['socket hang up', 'closed'],
	['incorrect header check', 'damaged'],
	['maxContentLength size of 100 exceeded', 'tooLarge'],
	['Request body larger than maxBodyLength limit', 'tooLarge'],
	['Proxy connection ended before receiving CONNECT response', 'proxy'],
	['The request was blocked because it resolves to a restricted IP address', 'blocked'],
	['Domain not allowed: This credential is restricted from accessing x', 'blocked'],
	['Cannot read properties of undefined', 'unknown'],
	['', 'unknown'],
];

describe('cause of a missing response', () => {
	eachRow(CODES)('code %s → %s', (code, cause) => {
		expect(classifyNoResponse({ code, message: '' })).toBe(cause);
	});

	eachRow(MESSAGES)('no code, message "%s" → %s', (message, cause) => {
		expect(classifyNoResponse({ code: '', message })).toBe(cause);
	});

	eachRow([
		['ECONNRESET', 'aborted', 'truncated'],
		['', 'socket hang up', 'truncated'],
		['ERR_BAD_RESPONSE', 'something new', 'truncated'],
		['ECONNABORTED', 'timeout of 60000ms exceeded', 'timedOut'],
		['Z_DATA_ERROR', 'incorrect header check', 'damaged'],
		['ERR_BAD_RESPONSE', 'maxContentLength size of 100 exceeded', 'tooLarge'],
	])('%s "%s" behind the headers → %s', (code, message, cause) => {
		expect(classifyNoResponse({ code, message, hasBegun: true })).toBe(cause);
	});

	it('only a failure to connect → certainly never sent', () => {
		const sent = CODES.filter(([, cause]) => !isNeverSent(cause)).map(([, cause]) => cause);
		expect([...new Set(sent)]).toEqual([
			'timedOut',
			'tls',
			'closed',
			'truncated',
			'damaged',
			'tooLarge',
			'unknown',
		]);
	});
});

describe('detail of a missing response', () => {
	eachRow([
		['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:3128', '10.0.0.1:3128'],
		['ETIMEDOUT', 'connect ETIMEDOUT [2603:1027::1]:443', '[2603:1027::1]:443'],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND graph.microsoft.com', ''],
		['', 'read ECONNRESET', ''],
		['CERT_HAS_EXPIRED', 'certificate has expired', 'CERT_HAS_EXPIRED'],
		['ERR_BAD_RESPONSE', 'stream has been aborted', 'stream has been aborted'],
		['', 'socket hang up', 'socket hang up'],
	])('code "%s", message "%s" → "%s"', (code, message, shown) => {
		expect(transportDetail({ code, message })).toBe(shown);
	});

	eachRow(CODES)('code %s → n8n leaves the sentence as it is', (code) => {
		const failure = { code, message: `connect ${code} 127.0.0.1:443` };
		for (const message of [failure.message, `getaddrinfo ${code} x`, code]) {
			const detail = transportDetail({ code, message });
			const { message: said, description } = say('unknown', detail);
			const text = `${said}. ${description}`;
			expect(new NodeApiError(node, { message: text }).message).toBe(text);
		}
	});
});

const say = (cause: NoResponseCause, detail = 'CODE') =>
	noResponse({ cause, origin: 'https://graph.microsoft.com', activity: 'reading incidents', detail });

describe('sentence about a missing response', () => {
	const causes = [...new Set([...CODES, ...MESSAGES].map(([, cause]) => cause))];

	eachRow(causes)('%s → short message that names who is concerned, and a next step', (cause) => {
		const { message, description } = say(cause);
		expect(message.split(' ').length).toBeLessThanOrEqual(12);
		expect(message).toMatch(/graph\.microsoft\.com/);
		expect(description).toMatch(/^(?:Ask|Check|Find out|Try|Request) /);
		expect(description).toMatch(/\(While reading incidents; the connection reported "CODE"\.\)$/);
	});

	it('each cause → a message of its own', () => {
		expect(new Set(causes.map((cause) => say(cause).message)).size).toBe(causes.length);
	});

	it('untrusted certificate → names NODE_EXTRA_CA_CERTS and TLS inspection', () => {
		expect(say('untrustedCertificate').description).toMatch(/TLS inspection.*NODE_EXTRA_CA_CERTS/);
	});
});
