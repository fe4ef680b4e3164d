import type { PracticeApp } from '../app.mts';
import { EntraError, unknownResource } from './errors.mts';
import { GRAPH, resourceNamed } from './resources.mts';
import type { ScopeRequest } from './signIns.mts';

const OPENID = ['openid', 'profile', 'email', 'offline_access'];

const split = (scope: string): { readonly audience: string; readonly name: string } => {
	const at = scope.lastIndexOf('/');
	// A bare name is one of Graph's.
	if (at < 0) return { audience: GRAPH.identifiers[0] ?? '', name: scope };
	return { audience: scope.slice(0, at), name: scope.slice(at + 1) };
};

/** Reads a `scope` text. Throws Entra's refusals of unknown APIs, unknown permissions and permissions of two APIs. */
export function readScopes(text: string, app: PracticeApp, tenantId: string): ScopeRequest {
	const asked = text.split(' ').filter((part) => part !== '');
	const wanted = asked.filter((scope) => !OPENID.includes(scope)).map(split);
	const [first] = wanted;
	const audience = first?.audience ?? GRAPH.identifiers[0] ?? '';
	const resource = resourceNamed(audience);
	if (resource === undefined) throw unknownResource(audience, tenantId);
	if (wanted.some((other) => resourceNamed(other.audience) !== resource)) {
		throw new EntraError(
			'invalid_scope',
			700022,
			`The provided value for the input parameter scope '${text}' isn't valid because it contains more than one resource.`,
		);
	}
	const names = wanted.map(({ name }) => name);
	const strange = names.find((name) => name !== '.default' && !resource.scopes.includes(name));
	if (strange !== undefined) {
		throw new EntraError(
			'invalid_client',
			650053,
			`The application '${app.displayName}' asked for scope '${strange}' that doesn't exist on the resource '${resource.identifiers[1] ?? ''}'. Contact the app vendor.`,
		);
	}
	return {
		resource,
		audience,
		names: names.includes('.default') ? 'default' : names,
		offline: asked.includes('offline_access'),
	};
}

/** Requested permissions without consent. */
export const withoutConsent = ({ names }: ScopeRequest, app: PracticeApp): readonly string[] =>
	names === 'default' ? [] : names.filter((name) => !app.scopes.includes(name));
