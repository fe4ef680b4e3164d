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

describe('classifyNoResponse', () => {
	eachRow(CODES)('code → its cause', (code, cause) => {
		expect(classifyNoResponse({ code, message: '' })).toBe(cause);
	});

	eachRow(MESSAGES)('no code → the cause of the message', (message, cause) => {
		expect(classifyNoResponse({ code: '', message })).toBe(cause);
	});

	eachRow([
		['ECONNRESET', 'aborted', 'truncated'],
		['', 'socket hang up', 'truncated'],
		['ERR_BAD_RESPONSE', 'something new', 'truncated'],
		['ECONNABORTED', 'timeout of 60000ms exceeded', 'timedOut'],
		['Z_DATA_ERROR', 'incorrect header check', 'damaged'],
		['ERR_BAD_RESPONSE', 'maxContentLength size of 100 exceeded', 'tooLarge'],
	])('failure after the headers → truncated, unless code or message are specific', (code, message, cause) => {
		expect(classifyNoResponse({ code, message, hasBegun: true })).toBe(cause);
	});

	it('causes after a connection → not certainly unsent', () => {
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

describe('transportDetail', () => {
	eachRow([
		['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:3128', '10.0.0.1:3128'],
		['ETIMEDOUT', 'connect ETIMEDOUT [2603:1027::1]:443', '[2603:1027::1]:443'],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND graph.microsoft.com', ''],
		['', 'read ECONNRESET', ''],
		['CERT_HAS_EXPIRED', 'certificate has expired', 'CERT_HAS_EXPIRED'],
		['ERR_BAD_RESPONSE', 'stream has been aborted', 'stream has been aborted'],
		['', 'socket hang up', 'socket hang up'],
	])('code and message → the address or the text that helps', (code, message, shown) => {
		expect(transportDetail({ code, message })).toBe(shown);
	});

	eachRow(CODES)('sentence with the detail → not changed by n8n', (code) => {
		const failure = { code, message: `connect ${code} 127.0.0.1:443` };
		for (const message of [failure.message, `getaddrinfo ${code} x`, code]) {
			const detail = transportDetail({ code, message });
			const { message: first, description } = sentenceFor('unknown', detail);
			const text = `${first}. ${description}`;
			expect(new NodeApiError(node, { message: text }).message).toBe(text);
		}
	});
});

const sentenceFor = (cause: NoResponseCause, detail = 'CODE') =>
	noResponse({ cause, origin: 'https://graph.microsoft.com', activity: 'reading incidents', detail });

describe('noResponse', () => {
	const causes = [...new Set([...CODES, ...MESSAGES].map(([, cause]) => cause))];

	eachRow(causes)('each cause → a short message that names the host, and a next step', (cause) => {
		const { message, description } = sentenceFor(cause);
		expect(message.split(' ').length).toBeLessThanOrEqual(12);
		expect(message).toMatch(/graph\.microsoft\.com/);
		expect(description).toMatch(/^(?:Ask|Check|Find out|Try|Request) /);
		expect(description).toMatch(/\(While reading incidents; the connection reported "CODE"\.\)$/);
	});

	it('two causes → different messages', () => {
		expect(new Set(causes.map((cause) => sentenceFor(cause).message)).size).toBe(causes.length);
	});

	it('untrusted certificate → NODE_EXTRA_CA_CERTS and TLS inspection', () => {
		expect(sentenceFor('untrustedCertificate').description).toMatch(/TLS inspection.*NODE_EXTRA_CA_CERTS/);
	});
});
