import type { HttpResponse } from '../core/host';
import { findError, findIntermediary } from '../core/intermediary';
import { classifyNoResponse, transportDetail } from '../core/noResponse';
import { tokenRefused } from './sentences/accessText';
import * as say from './sentences/apiProbeText';
import { foreignResponse } from '../core/sentences/intermediaryText';
import { noResponse } from '../core/sentences/noResponseText';
import { oneText, type Sentence } from '../core/sentence';
import { redirected } from '../core/sentences/serviceText';
import { explainApiRefusal } from './explainApiRefusal';
import type { AppIdentity } from './credential';
import type { Endpoint } from './endpoint';
import { recordOf } from './fields';
import { hasPermission, protectedApis } from './permissions';
import type { SendRequest } from './sendRequest';
import { readTokenClaims } from './tokenClaims';
import { readTransportFailure } from './transportFailure';

/** Names of the APIs in sentences. */
const NAMES: Readonly<Record<Endpoint['api'], string>> = {
	graph: 'Microsoft Graph',
	legacy: 'the Microsoft 365 Defender API',
};

/** A request to which only the API itself responds in the right form. */
export interface ApiProbe {
	readonly method: 'GET' | 'POST';
	/** Path and query at the API's origin. */
	readonly path: string;
	readonly body?: Readonly<Record<string, string>>;
	/** Whether a JSON body is the API's own. */
	readonly isOwnResponse: (body: Readonly<Record<string, unknown>>) => boolean;
}

const isContext = (value: unknown, end: RegExp): boolean => typeof value === 'string' && end.test(value);

/** Graph's service document, for which no permission is needed. */
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

/** Chooses a request that the token permits, because the older API has no service document. */
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
export async function testApi(identity: AppIdentity, token: string, send: SendRequest): Promise<void> {
	const { endpoint } = identity;
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
		(response) => judge(response, probe, identity, token),
		(thrown: unknown) => {
			const failure = readTransportFailure(thrown);
			const request = { origin: endpoint.apiOrigin, doing: say.TESTING };
			return noResponse({ ...request, cause: classifyNoResponse(failure), detail: transportDetail(failure) });
		},
	);
	if (sentence !== undefined) throw new Error(oneText(sentence));
}

function judge(
	response: HttpResponse,
	probe: ApiProbe,
	identity: AppIdentity,
	token: string,
): Sentence | undefined {
	const { apiOrigin: origin, api } = identity.endpoint;
	const service = NAMES[api];
	const { status, headers } = response;
	const body = parsed(response.text);
	const intermediary = findIntermediary(response, body);
	if (intermediary !== undefined) {
		return foreignResponse({ intermediary, status, service, origin, doing: say.TESTING });
	}
	if (status === 401) return tokenRefused();
	if (status === 403) return refusal(response, body, identity, token);
	if (status === 429 || status >= 500) return say.apiBusy(service, status);
	if (status >= 300 && status < 400) return redirected(status, headers['location'] ?? '');
	const isProven = status === 200 && findError(body) === undefined && probe.isOwnResponse(recordOf(body));
	return isProven ? undefined : say.notTheApi(service, origin, status);
}

/** Explains a 403 of the API. */
function refusal(
	{ status, headers }: HttpResponse,
	body: unknown,
	{ endpoint, clientId }: AppIdentity,
	token: string,
): Sentence {
	const { code, message } = recordOf(recordOf(body)['error']);
	return explainApiRefusal({
		endpoint,
		clientId,
		activity: 'readIncidents',
		permission: protectedApis[endpoint.api].permissions.application.read.name,
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

function parsed(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ''));
	} catch {
		return undefined;
	}
}
