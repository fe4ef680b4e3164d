import type { FastifyInstance } from 'fastify';
import { schemas } from './controlSchemas.mts';
import type { Policies } from './entra/signIns.mts';
import type { DirectoryRole, PracticeUser, SessionEnd, UserOptions } from './entra/users.mts';
import type { Tenant } from './tenant.mts';

interface TenantParams {
	readonly Params: { readonly tenant: string };
}
interface UserParams {
	readonly Params: { readonly tenant: string; readonly user: string };
}
interface AppParams {
	readonly Params: { readonly tenant: string; readonly app: string };
}

/** What can be changed on an app registration. */
interface AppChange {
	readonly roles?: readonly string[];
	readonly scopes?: readonly string[];
	readonly redirectUri?: string;
}

/** A user as the control API returns it, with the password, so that a test can sign in. */
export const userView = ({ userPrincipalName, displayName, password, role }: PracticeUser) => ({
	userPrincipalName,
	displayName,
	password,
	role,
});

/**
 * The part of the control API about people and what they may do.
 * @param find throws the 404 for an unknown tenant
 * @param missing makes the 404 for anything else that is not there
 */
export function registerSignIn(
	scope: FastifyInstance,
	find: (id: string) => Tenant,
	missing: (message: string) => Error,
): void {
	const base = '/control/tenants/:tenant';
	const userOf = ({ params }: { readonly params: UserParams['Params'] }): PracticeUser => {
		const user = find(params.tenant).users.find(({ userPrincipalName }) => userPrincipalName === params.user);
		if (user === undefined) throw missing(`The practice tenant has no user "${params.user}".`);
		return user;
	};
	scope.get<TenantParams>(`${base}/users`, async ({ params }) => find(params.tenant).users.map(userView));
	scope.post<TenantParams & { Body: UserOptions }>(
		`${base}/users`,
		{ schema: schemas.user },
		async ({ params, body }, reply) => {
			reply.code(201);
			return userView(find(params.tenant).addUser(body));
		},
	);
	scope.patch<UserParams & { Body: { role: DirectoryRole } }>(
		`${base}/users/:user`,
		{ schema: schemas.userChange },
		async (request) => {
			const user = userOf(request);
			user.setRole(request.body.role);
			return userView(user);
		},
	);
	scope.post<UserParams & { Body: { because: SessionEnd } }>(
		`${base}/users/:user/end-sessions`,
		{ schema: schemas.sessionEnd },
		async (request, reply) => {
			userOf(request).endSessions(request.body.because);
			return reply.code(204).send();
		},
	);
	scope.patch<TenantParams & { Body: Partial<Policies> }>(
		`${base}/policies`,
		{ schema: schemas.policies },
		async ({ params, body }) => Object.assign(find(params.tenant).policies, body),
	);
	scope.patch<AppParams & { Body: AppChange }>(
		`${base}/apps/:app`,
		{ schema: schemas.appChange },
		async ({ params, body }) => {
			const app = find(params.tenant).apps.find(({ clientId }) => clientId === params.app);
			if (app === undefined) throw missing(`The practice tenant has no app "${params.app}".`);
			if (body.roles !== undefined) app.setRoles(body.roles);
			if (body.scopes !== undefined) app.setScopes(body.scopes);
			if (body.redirectUri !== undefined) app.addRedirectUri(body.redirectUri);
			return { roles: app.roles, scopes: app.scopes, redirectUris: app.redirectUris };
		},
	);
}
