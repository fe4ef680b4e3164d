import { tryParseJson } from '../core/tryParseJson';
import type { HttpResponse } from '../core/host';
import { findError, findIntermediary } from '../core/intermediary';
import { classifyNoResponse, transportDetail } from '../core/noResponse';
import { tokenRefused } from './sentences/accessText';
import * as say from './sentences/apiProbeText';
import { foreignResponse } from '../core/sentences/intermediaryText';
import { noResponse } from '../core/sentences/noResponseText';
import { isRecord } from '../core/isRecord';
import { oneText, type Sentence } from '../core/sentence';
import { redirected } from '../core/sentences/serviceText';
import { explainApiRefusal } from './explainApiRefusal';
import type { Credential } from './credential';
import type { Endpoint } from './endpoint';
import { hasPermission, permissionNames } from './permissions';
import type { SendRequest } from './sendRequest';
import { readTokenClaims } from './tokenClaims';
import { readTransportFailure } from './transportFailure';

/** Name of each API in sentences. */
const NAMES: Readonly<Record<Endpoint['api'], string>> = {
	graph: 'Microsoft Graph',
	legacy: 'the Microsoft 365 Defender API (legacy)',
};

/** A request to which only the API itself returns a response of this form. */
export interface ApiProbe {
	readonly method: 'GET' | 'POST';
	/** Path and query after the API's origin. */
	readonly path: string;
	readonly body?: Readonly<Record<string, string>>;
	/** Whether the API itself sent this JSON body. */
	readonly isOwnResponse: (body: Readonly<Record<string, unknown>>) => boolean;
}

type Client = Pick<Credential, 'endpoint' | 'clientId'>;

const isContext = (value: unknown, end: RegExp): boolean => typeof value === 'string' && end.test(value);

/** Graph's service document, which needs no permission. */
const SERVICE_DOCUMENT: ApiProbe = {
	method: 'GET',
	path: '/v1.0/',
	isOwnResponse: (body) =>
		isContext(body['@odata.context'], /\/v1\.0\/\$metadata$/) && Array.isArray(body['value']),
};

const ONE_INCIDENT: ApiProbe = {
	method: 'GET',
	path: '/api/incidents?$top=1',
	isOwnResponse: (body) =>
		isContext(body['@odata.context'], /\/api\/\$metadata#Incidents$/) && Array.isArray(body['value']),
};

const ONE_ROW: ApiProbe = {
	method: 'POST',
	path: '/api/advancedhunting/run',
	body: { Query: 'print Test = 1' },
	isOwnResponse: (body) => Array.isArray(body['Schema']) && Array.isArray(body['Results']),
};

/** Chooses a request that the token permits. The older API has no service document. */
export function chooseApiProbe(endpoint: Endpoint, token: string): ApiProbe {
	if (endpoint.api === 'graph') return SERVICE_DOCUMENT;
	const granted = readTokenClaims(token)?.permissions;
	const mayRead = granted === undefined || hasPermission(endpoint, 'read', granted);
	return mayRead || !hasPermission(endpoint, 'hunt', granted) ? ONE_INCIDENT : ONE_ROW;
}

/**
 * Checks that the API itself responds and accepts the token.
 * @throws Error whose message explains every other response
 */
export async function testApi(client: Client, token: string, send: SendRequest): Promise<void> {
	const { endpoint } = client;
	const probe = chooseApiProbe(endpoint, token);
	const sentence = await send({
		method: probe.method,
		url: `${endpoint.apiOrigin}${probe.path}`,
		headers: {
			Authorization: `Bearer ${token}`,
			Accept: 'application/json',
			...(probe.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		body: probe.body === undefined ? '' : JSON.stringify(probe.body),
	}).then(
		(response) => explainResponse(response, probe, client, token),
		(thrown: unknown) => {
			const failure = readTransportFailure(thrown);
			const request = { origin: endpoint.apiOrigin, activity: say.TESTING };
			return noResponse({ ...request, cause: classifyNoResponse(failure), detail: transportDetail(failure) });
		},
	);
	if (sentence !== undefined) throw new Error(oneText(sentence));
}

/** @returns undefined for a response of the API itself */
function explainResponse(
	response: HttpResponse,
	probe: ApiProbe,
	client: Client,
	token: string,
): Sentence | undefined {
	const { apiOrigin: origin, api } = client.endpoint;
	const service = NAMES[api];
	const { status, headers } = response;
	const body = tryParseJson(response.text);
	const intermediary = findIntermediary(response, body);
	if (intermediary !== undefined) {
		return foreignResponse({ intermediary, status, service, origin, activity: say.TESTING });
	}
	if (status === 401) return tokenRefused();
	if (status === 403) return explainForbidden(response, body, client, token);
	if (status === 429 || status >= 500) return say.apiBusy(service, status);
	if (status >= 300 && status < 400) return redirected(status, headers['location'] ?? '');
	const isFromApi =
		status === 200 && findError(body) === undefined && isRecord(body) && probe.isOwnResponse(body);
	return isFromApi ? undefined : say.notTheApi(service, origin, status);
}

/** Explains a response 403 of the API. */
function explainForbidden(
	{ status, headers }: HttpResponse,
	body: unknown,
	{ endpoint, clientId }: Client,
	token: string,
): Sentence {
	const error = isRecord(body) ? body['error'] : undefined;
	const { code, message } = isRecord(error) ? error : {};
	return explainApiRefusal({
		endpoint,
		clientId,
		activity: 'readIncidents',
		permission: permissionNames(endpoint).read,
		granted: readTokenClaims(token)?.permissions,
		trace: {
			status,
			code: typeof code === 'string' ? code : '',
			message: typeof message === 'string' ? message : '',
			...(headers['request-id'] === undefined ? {} : { requestId: headers['request-id'] }),
		},
		challenge: headers['www-authenticate'] ?? '',
	});
}
