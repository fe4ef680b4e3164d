import type { PracticeApp } from '../app.mts';
import type { Answer, Incoming } from '../surface.mts';
import { isGuid } from '../identifiers.mts';
import type { OpenCall } from '../ledger.mts';
import type { Registry } from '../registry.mts';
import type { TenantState } from '../tenantState.mts';
import { checkClientProof } from './clientProof.mts';
import { EntraError, errorAnswer, missingField } from './errors.mts';
import { RESOURCES, type Resource } from './resources.mts';

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;
const SHARED_TENANTS = ['common', 'organizations', 'consumers'];

/** The fields of the form, or none when the body is not a form. */
export function formFields(incoming: Incoming): URLSearchParams {
	const isForm = (incoming.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
	return new URLSearchParams(isForm ? incoming.text : '');
}

/** `POST /{tenant}/oauth2/v2.0/token`, client credentials with a secret or a certificate. */
export async function answerToken(
	registry: Registry,
	tenantName: string,
	incoming: Incoming,
	call: OpenCall,
): Promise<Answer> {
	const form = formFields(incoming);
	const asked = incoming.headers['client-request-id'] ?? form.get('client-request-id') ?? '';
	const traceId = registry.nextId();
	const correlationId = isGuid(asked) ? asked : registry.nextId();
	const headers = { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'x-ms-request-id': traceId };
	try {
		const tenant = findTenant(registry, tenantName);
		if (incoming.method !== 'POST') {
			throw new EntraError(
				'invalid_request',
				900561,
				`The endpoint only accepts POST requests. Received a ${incoming.method} request.`,
			);
		}
		const app = findApp(tenant, form);
		const audience = `${registry.origin}/${tenantName}/oauth2/v2.0/token`;
		await checkClientProof(app, form, { audience, at: registry.realTime() });
		const resource = findResource(tenant, required(form, 'scope'));
		return { status: 200, headers, body: await grant(registry, tenant, app, resource, call) };
	} catch (error) {
		if (!(error instanceof EntraError)) throw error;
		const answer = errorAnswer(error, { traceId, correlationId, at: registry.realTime() });
		return { ...answer, headers };
	}
}

function findTenant(registry: Registry, name: string): TenantState {
	if (SHARED_TENANTS.includes(name.toLowerCase())) {
		throw new EntraError(
			'invalid_request',
			9001023,
			'The grant type is not supported over the /common, /organizations or /consumers endpoints. Please use a tenant-specific endpoint.',
		);
	}
	if (!isGuid(name) && !DOMAIN.test(name)) {
		throw new EntraError(
			'invalid_request',
			900023,
			`Specified tenant identifier '${name}' is neither a valid DNS name, nor a valid external domain.`,
		);
	}
	const tenant = registry.tenantNamed(name);
	if (tenant === undefined) {
		throw new EntraError(
			'invalid_request',
			90002,
			`Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
		);
	}
	return tenant;
}

function required(form: URLSearchParams, field: string): string {
	const value = form.get(field);
	if (value === null || value === '') throw missingField(field);
	return value;
}

function findApp(tenant: TenantState, form: URLSearchParams): PracticeApp {
	const grantType = required(form, 'grant_type');
	const clientId = required(form, 'client_id');
	if (grantType !== 'client_credentials') {
		throw new EntraError(
			'unsupported_grant_type',
			70003,
			`The app requested an unsupported grant type '${grantType}'.`,
		);
	}
	const app = tenant.apps.find((known) => known.clientId === clientId.toLowerCase());
	if (app === undefined) {
		throw new EntraError(
			'unauthorized_client',
			700016,
			`Application with identifier '${clientId}' was not found in the directory '${tenant.id}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
		);
	}
	return app;
}

function findResource(tenant: TenantState, scope: string): { resource: Resource; audience: string } {
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
	const resource = RESOURCES.find(({ identifiers }) => identifiers.includes(audience));
	if (resource === undefined) {
		throw new EntraError(
			'invalid_resource',
			500011,
			`The resource principal named ${audience} was not found in the tenant named ${tenant.id}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
		);
	}
	return { resource, audience };
}

async function grant(
	registry: Registry,
	tenant: TenantState,
	app: PracticeApp,
	{ resource, audience }: { resource: Resource; audience: string },
	call: OpenCall,
): Promise<Readonly<Record<string, unknown>>> {
	tenant.tokensIssued += 1;
	call.tokenSequence = tenant.tokensIssued;
	const token = await registry.tokens.issue({
		tenantId: tenant.id,
		app,
		audience,
		roles: app.roles.filter((role) => resource.roles.includes(role)),
		sequence: tenant.tokensIssued,
		lifetimeSeconds: tenant.tokenLifetimeSeconds,
		opaque: tenant.behaviours.rolesToken === 'opaque',
	});
	return {
		token_type: 'Bearer',
		expires_in: tenant.tokenLifetimeSeconds,
		ext_expires_in: tenant.tokenLifetimeSeconds,
		access_token: token,
	};
}
