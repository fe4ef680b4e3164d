import type { PracticeApp } from '../app.mts';
import { isGuid } from '../identifiers.mts';
import type { OpenCall } from '../requestLedger.mts';
import type { Registry } from '../registry.mts';
import type { Answer, Incoming } from '../surface.mts';
import type { TenantState } from '../tenantState.mts';
import { checkClientCredential } from './clientCredential.mts';
import { EntraError, errorAnswer, unknownApp, unknownResource, type Trace } from './errors.mts';
import { findTenant, formFields, requiredField } from './form.mts';
import { issueToken, type TokenRequest } from './issueToken.mts';
import { redeemCode, renew } from './redemption.mts';
import { refusalAnswer } from './refusals.mts';
import { resourceNamed } from './resources.mts';

/** How each grant is answered, after the app has proved itself. */
const GRANTS: Readonly<
	Record<string, (request: TokenRequest) => Promise<Readonly<Record<string, unknown>>>>
> = {
	client_credentials: (request) => issueToken(request, appGrant(request)),
	authorization_code: redeemCode,
	refresh_token: renew,
};

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials, authorization code, refresh token. */
export async function answerToken(
	registry: Registry,
	tenantName: string,
	incoming: Incoming,
	call: OpenCall,
): Promise<Answer> {
	const form = formFields(incoming);
	const trace = traceOf(registry, incoming);
	const headers = { ...NO_STORE, 'x-ms-request-id': trace.traceId };
	try {
		const tenant = findTenant(registry, tenantName);
		if (incoming.method !== 'POST') {
			throw new EntraError(
				'invalid_request',
				900561,
				`The endpoint only accepts POST requests. Received a ${incoming.method} request.`,
			);
		}
		const { app, grant } = readGrant(tenant, form);
		const audience = `${registry.origin}/${tenantName}/oauth2/v2.0/token`;
		const at = registry.realTime();
		await checkClientCredential(app, form, { audience, at });
		return {
			status: 200,
			headers,
			cookies: COOKIES,
			body: await grant({ registry, tenant, app, form, call, at }),
		};
	} catch (error) {
		if (!(error instanceof EntraError)) throw error;
		return { ...errorAnswer(error, trace), headers, cookies: COOKIES };
	}
}

/** Refuses a call of the token endpoint with a number, whatever it asked. */
export function refuseToken(
	registry: Registry,
	code: number,
	incoming: Incoming,
	retryAfterSeconds?: number,
): Answer {
	const trace = traceOf(registry, incoming);
	const answer = refusalAnswer(code, trace, retryAfterSeconds);
	return {
		...answer,
		headers: { ...NO_STORE, 'x-ms-request-id': trace.traceId, ...answer.headers },
		cookies: COOKIES,
	};
}

/** Entra ID sets several on every response; HTTP clients pass them on as a list. */
const COOKIES = [
	'fpc=AAAA; expires=Fri, 31-Dec-2027 00:00:00 GMT; path=/; secure; HttpOnly; SameSite=None',
	'x-ms-gateway-slice=estsfd; path=/; secure; httponly',
	'stsservicecookie=estsfd; path=/; secure; samesite=none; httponly',
];

const NO_STORE = { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' };

function traceOf(registry: Registry, incoming: Incoming): Trace {
	const asked = incoming.headers['client-request-id'] ?? formFields(incoming).get('client-request-id') ?? '';
	return {
		traceId: registry.nextId(),
		correlationId: isGuid(asked) ? asked : registry.nextId(),
		at: registry.realTime(),
	};
}

function readGrant(tenant: TenantState, form: URLSearchParams) {
	const grantType = requiredField(form, 'grant_type');
	const clientId = requiredField(form, 'client_id');
	const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
	if (grant === undefined) {
		throw new EntraError(
			'unsupported_grant_type',
			70003,
			`The app requested an unsupported grant type '${grantType}'.`,
		);
	}
	const app: PracticeApp | undefined = tenant.apps.find((known) => known.clientId === clientId.toLowerCase());
	if (app === undefined) throw unknownApp(clientId, tenant.id);
	return { app, grant };
}

function appGrant({ tenant, app, form }: TokenRequest) {
	const scope = requiredField(form, 'scope');
	const scopes = scope.split(' ').filter((part) => part !== '');
	const only = scopes[0] ?? '';
	if (scopes.length !== 1) {
		throw new EntraError(
			'invalid_scope',
			70011,
			`The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
		);
	}
	if (!only.endsWith('/.default')) {
		throw new EntraError(
			'invalid_scope',
			1002012,
			`The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
		);
	}
	const audience = only.slice(0, -'/.default'.length);
	const resource = resourceNamed(audience);
	if (resource === undefined) throw unknownResource(audience, tenant.id);
	const roles = app.roles.filter((role) => resource.roles.includes(role));
	return { audience, subject: { kind: 'app' as const, roles } };
}
