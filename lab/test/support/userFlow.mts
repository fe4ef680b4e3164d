import { createHash, randomBytes } from 'node:crypto';
import {
	startPractice,
	type Practice,
	type PracticeApp,
	type PracticeUser,
	type Tenant,
	type TenantOptions,
} from '../../tenant/practice.mts';
import { signInAndAgree } from '../../editor/signInPages.mts';
import { tokenResponse, type JsonObject, type ReadResponse } from './graphCaller.mts';

export const CALLBACK = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
export const READ = 'https://graph.microsoft.com/SecurityIncident.Read.All';
export const WRITE = 'https://graph.microsoft.com/SecurityIncident.ReadWrite.All';
export const HUNT = 'https://graph.microsoft.com/ThreatHunting.Read.All';

type Fields = Readonly<Record<string, string | undefined>>;

const fieldsOf = (fields: Fields): URLSearchParams =>
	new URLSearchParams(
		Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);

/** A tenant, an app of it, and the verifier of one sign-in. */
export interface UserFlow {
	readonly practice: Practice;
	readonly tenant: Tenant;
	readonly app: PracticeApp;
	readonly verifier: string;
	/** Address of the sign-in page, with `changes` on top; a value of undefined leaves the field out. */
	authorizeUrl(changes?: Fields): string;
	/** Signs in, agrees, and returns the code. */
	code(changes?: Fields, user?: PracticeUser): Promise<string>;
	redeem(code: string, changes?: Fields): Promise<ReadResponse>;
	/** Signs in and redeems the code; fails when that is refused. */
	connect(changes?: Fields, user?: PracticeUser): Promise<JsonObject>;
	renew(refreshToken: unknown, changes?: Fields): Promise<ReadResponse>;
}

/** The user flow of an app of a tenant. */
export function userFlow(practice: Practice, tenant: Tenant, app: PracticeApp = tenant.app): UserFlow {
	if (!app.redirectUris.includes(CALLBACK)) app.addRedirectUri(CALLBACK);
	const verifier = randomBytes(32).toString('base64url');
	const proof = app.publicClient ? {} : { client_secret: app.clientSecret };
	const token = (fields: Fields) =>
		tokenResponse(practice, tenant.id, fieldsOf({ client_id: app.clientId, ...proof, ...fields }));
	const authorizeUrl = (changes: Fields = {}) => {
		const query = fieldsOf({
			client_id: app.clientId,
			response_type: 'code',
			redirect_uri: CALLBACK,
			scope: `${READ} ${HUNT} offline_access`,
			state: 'state of the app',
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
			code_challenge_method: 'S256',
			...changes,
		});
		return `${practice.origin}/${tenant.id}/oauth2/v2.0/authorize?${query.toString()}`;
	};
	const code = async (changes: Fields = {}, user = tenant.user) =>
		(await signInAndAgree(authorizeUrl(changes), user)).searchParams.get('code') ?? '';
	const redeem = (authorizationCode: string, changes: Fields = {}) =>
		token({
			grant_type: 'authorization_code',
			code: authorizationCode,
			redirect_uri: CALLBACK,
			code_verifier: verifier,
			...changes,
		});
	return {
		practice,
		tenant,
		app,
		verifier,
		authorizeUrl,
		code,
		redeem,
		connect: async (changes, user) => {
			const { status, json, text } = await redeem(await code(changes, user));
			if (status !== 200) throw new Error(`The code was not redeemed: ${text}`);
			return json;
		},
		renew: (refreshToken, changes = {}) =>
			token({ grant_type: 'refresh_token', refresh_token: String(refreshToken), ...changes }),
	};
}

/** A server with one empty tenant, and the user flow of its app. */
export async function startUserFlow(
	options: TenantOptions = {},
	realTime: () => Date = () => new Date(),
): Promise<UserFlow> {
	const practice = await startPractice({ realTime });
	return userFlow(practice, practice.addTenant({ empty: true, ...options }));
}
