import { isGuid } from '../identifiers.mts';
import type { Registry } from '../registry.mts';
import type { Incoming } from '../surface.mts';
import type { TenantState } from '../tenantState.mts';
import { EntraError, missingField } from './errors.mts';

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;
const SHARED_TENANTS = ['common', 'organizations', 'consumers'];

/** The fields of the form, or none when the body is not a form. */
export function formFields(incoming: Incoming): URLSearchParams {
	const isForm = (incoming.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
	return new URLSearchParams(isForm ? incoming.text : '');
}

/** A field that has to be there. Throws 900144 otherwise. */
export function requiredField(form: URLSearchParams, field: string): string {
	const value = form.get(field);
	if (value === null || value === '') throw missingField(field);
	return value;
}

/** The tenant that a path names. Throws Entra's refusals of other names. */
export function findTenant(registry: Registry, name: string): TenantState {
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
