import { describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { CLIENT } from '../../support/appCredential.mts';
import { call, callerOf, endpoint } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json, text } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/** The error that the user reads when a request of this kind gets this response. */
async function errorOf(
	answer: HttpResult,
	kind: 'read' | 'patch' | 'comment' | 'hunt' = 'read',
	incidentId?: string,
) {
	const { context } = call(kind);
	const error = await defenderError(
		callerOf(answering(answer)).send(
			call(kind, { context: incidentId === undefined ? context : { ...context, incidentId } }),
		),
	);
	return { ...error, message: error.message, description: error.description };
}

const graphError = (code: string, message: string, more: object = {}) => ({
	error: { code, message, ...more },
});
const ids = { 'request-id': 'r-1', 'client-request-id': 'c-1', date: '2026-11-22T03:00:00' };

describe('error body of Graph', () => {
	eachRow([
		['innerError', graphError('BadRequest', 'No such field.', { innerError: ids })],
		['innererror', graphError('BadRequest', 'No such field.', { innererror: ids })],
	])('either spelling of innerError → code, message and both IDs', async (_, body) => {
		const error = await errorOf(json(400, body));
		expect(error.message).toBe(
			'Microsoft Defender rejected the request while reading incidents: No such field.',
		);
		expect(error.description).toBe(
			'Correct the cause that the message names, then run the node again. A retry of the same request would fail.' +
				` (Status 400; code "BadRequest"; Microsoft's message: No such field.; request id r-1; client request id c-1)`,
		);
		expect(error.trace).toEqual({
			status: 400,
			code: 'BadRequest',
			message: 'No such field.',
			requestId: 'r-1',
			clientRequestId: 'c-1',
		});
	});

	it('no IDs in the body → those of the headers', async () => {
		const answer = json(400, graphError('X', 'y'), { 'request-id': 'h-1', 'client-request-id': 'h-2' });
		expect((await errorOf(answer)).description).toContain('request id h-1; client request id h-2');
	});

	it('empty code → the message', async () => {
		const error = await errorOf(
			json(400, graphError('', "The limit of '50' for Top query has been exceeded.")),
		);
		expect(error.message).toBe(
			"Microsoft Defender rejected the request while reading incidents: The limit of '50' for Top query has been exceeded.",
		);
		expect(error.description).not.toContain('code');
	});

	eachRow([
		['an empty message', json(400, graphError('BadRequest', ''))],
		['an empty object', json(400, {})],
		['an error that is null', json(400, { error: null })],
		['a message that is a number', json(400, { error: { code: 1, message: 2 } })],
		['no body', text(400, '')],
		['half a body', text(400, '{"error": {"message": "x')],
	])('no readable message → the status', async (_, answer) => {
		const error = await errorOf(answer);
		expect(error.message).toBe('Microsoft Defender rejected the request while reading incidents: status 400');
	});
});

describe('error for a status', () => {
	it('403 for missing roles → the permission, where to add it, and what the application has', async () => {
		const message =
			'Missing application roles. API required roles: SecurityIncident.Read.All, application roles: ThreatHunting.Read.All.';
		const error = await errorOf(json(403, graphError('Forbidden', message)), 'hunt');
		expect(error.reason).toEqual({ kind: 'forbidden' });
		expect(error.message).toBe('The permission P is missing for running the hunting query');
		expect(error.description).toBe(
			'Open the app registration in Microsoft Entra ID and add the Microsoft Graph application permission P. Ask an administrator to open ' +
				`https://login.microsoftonline.com/${endpoint.tenantId}/adminconsent?client_id=${CLIENT}` +
				` and accept. The application has ThreatHunting.Read.All. (Status 403; code "Forbidden"; Microsoft's message: ${message})`,
		);
	});

	it('403 for missing user permissions → the missing role', async () => {
		const error = await errorOf(json(403, graphError('Forbidden', 'Missing user permissions for this.')));
		expect(error.message).toBe('The signed-in user has no Defender role for reading incidents');
	});

	eachRow(['Account is not provisioned', 'Account mode is inactive', 'No Tvm license'])(
		'403 for a missing account or license → Defender is not set up',
		async (message) => {
			const error = await errorOf(json(403, graphError('Forbidden', message)));
			expect(error.message).toBe('Microsoft Defender XDR is not set up in this tenant');
		},
	);

	it('404 → the incident, or the address', async () => {
		const body = graphError('NotFound', '');
		const known = await errorOf(json(404, body), 'patch', '48213');
		expect([known.message, known.reason.kind]).toEqual(['Incident "48213" was not found', 'notFound']);
		expect((await errorOf(json(404, body))).message).toBe('Microsoft Defender found nothing at this address');
	});

	eachRow([301, 302, 307, 308])(
		'redirect → its target, and that the token was not sent there',
		async (status) => {
			const error = await errorOf(text(status, '', { location: 'https://evil.example/x' }));
			expect(error.reason.kind).toBe('misdirected');
			expect(error.message).toBe('The API address redirects to "https://evil.example/x"');
			expect(error.description).toContain('The token was not sent there');
		},
	);

	it('500 without a message → what to do', async () => {
		const error = await errorOf(json(500, graphError('UnknownError', '')), 'hunt');
		expect(error.message).toBe('Microsoft Defender is temporarily unavailable (running the hunting query)');
		expect(error.description).toBe(
			'Try again in a few minutes; for a hunt, narrow the time range. 2 requests failed with a server error.' +
				' (Status 500; code "UnknownError")',
		);
	});

	eachRow([
		['', 'an empty response'],
		['<html>', 'a web page instead of data'],
		['{"a":', 'a truncated response'],
		['OK', 'a response that is not JSON'],
		['{"a":nan}', 'a response that is not JSON'],
		['[{"a":-∞}]\n', 'a response that is not JSON'],
		['[]', 'data without required properties'],
	])('200 with an unreadable body → the kind of body', async (body, what) => {
		const error = await errorOf(text(200, body, { 'request-id': 'r-2' }));
		expect(error.reason.kind).toBe('unreadable');
		expect(error.message).toBe(`Microsoft Defender sent ${what} while reading incidents`);
		expect(error.description).toContain('request id r-2');
	});
});

describe('hostile text in an error', () => {
	const hostile = `first\r\nsecond\u2028third\u202egnp.exe\u2066 ${'x'.repeat(10_000)}`;
	const answers: [string, HttpResult][] = [
		['message', json(400, graphError('c', hostile))],
		['code', json(400, graphError(hostile, 'm'))],
		['request id', json(400, graphError('c', 'm', { innerError: { 'request-id': hostile } }))],
		['client request id', json(400, graphError('c', 'm', { innerError: { 'client-request-id': hostile } }))],
		['present roles', json(403, graphError('c', `Missing application roles. application roles: ${hostile}`))],
		['location', text(302, '', { location: hostile })],
		['message of a fault', json(500, graphError('c', hostile))],
	];
	eachRow(answers)('any part of the response → one bounded line', async (_, answer) => {
		const { message, description } = await errorOf(answer);
		for (const shown of [message, description]) {
			expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u);
			expect(shown.length).toBeLessThan(1_000);
		}
		expect(message + description).toContain('first second third gnp.exe');
	});

	it('incident ID → one bounded line', async () => {
		const { message } = await errorOf(json(404, {}), 'read', hostile);
		expect(message).toMatch(/^Incident ".{80}" was not found$/u);
	});
});

it('error of a hunt › request rewords the message → the new message with code and IDs', async () => {
	const { context } = call('hunt');
	const error = await defenderError(
		callerOf(answering(json(400, graphError('BadRequest', 'error at line 3')))).send(
			call('hunt', {
				context: {
					...context,
					rewordMessage: (message) => ({ message: message.replace('line 3', 'line 2'), advice: undefined }),
				},
			}),
		),
	);
	expect(error.message).toBe(
		'Microsoft Defender rejected the request while running the hunting query: error at line 2',
	);
	expect(error.trace).toEqual({ status: 400, code: 'BadRequest', message: 'error at line 2' });
});
