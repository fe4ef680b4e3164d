import { createHash } from 'node:crypto';
import { announced } from '../announce.mts';
import { EntraError } from './errors.mts';
import { requiredField } from './form.mts';
import { issueToken, type TokenRequest } from './issueToken.mts';
import { readScopes, withoutConsent } from './scopes.mts';
import { secretText, type IssuedCode, type ScopeRequest, type UserGrant } from './signIns.mts';
import { blockedByPolicy } from './signInSteps.mts';

type TokenBody = Promise<Readonly<Record<string, unknown>>>;

const malformed = () =>
	new EntraError('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.', 'bad_token');

/** `grant_type=authorization_code`: a code is good once, for the app, address and verifier it was asked with. */
export async function redeemCode(request: TokenRequest): TokenBody {
	const { tenant, app, form, at } = request;
	const code = tenant.signIns.codes.get(requiredField(form, 'code'));
	if (code === undefined || code.grant.clientId !== app.clientId) throw malformed();
	checkCode(code, form, at);
	code.used = true;
	checkSession(request, code.grant);
	const scopes = askedScopes(request, code.grant);
	// The documentation takes fewer scopes here, of the API that was consented to.
	if (scopes.resource !== code.grant.scopes.resource) throw malformed();
	return await answerGrant(request, { ...code.grant, scopes });
}

function checkCode(
	{ used, endsAt, redirectUri, challenge }: IssuedCode,
	form: URLSearchParams,
	at: Date,
): void {
	const address = requiredField(form, 'redirect_uri');
	if (address !== redirectUri) {
		throw new EntraError(
			'invalid_grant',
			500112,
			`The reply address '${address}' does not match the reply address '${redirectUri}' provided when requesting Authorization code.`,
		);
	}
	const verifier = form.get('code_verifier') ?? '';
	if (challenge !== undefined && createHash('sha256').update(verifier).digest('base64url') !== challenge) {
		throw new EntraError(
			'invalid_grant',
			501481,
			'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
		);
	}
	if (used) {
		throw new EntraError(
			'invalid_grant',
			54005,
			'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
		);
	}
	if (endsAt <= at.getTime()) {
		throw new EntraError(
			'invalid_grant',
			70008,
			'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
			'token_expired',
		);
	}
}

/** `grant_type=refresh_token`: also for another API than the one it came with. */
export async function renew(request: TokenRequest): TokenBody {
	const { tenant, app, form } = request;
	const presented = tenant.signIns.refreshTokens.get(requiredField(form, 'refresh_token'));
	if (presented === undefined || presented.grant.clientId !== app.clientId) throw malformed();
	if (presented.used && tenant.behaviours.refreshTokens === 'spent') throw malformed();
	checkSession(request, presented.grant);
	checkPolicies(request, presented.grant);
	const scopes = { ...askedScopes(request, presented.grant), offline: true };
	presented.used = true;
	return await answerGrant(request, { ...presented.grant, scopes });
}

function checkSession({ tenant }: TokenRequest, { user, sessionNumber, grantedAt }: UserGrant): void {
	const { number, endedBecause, endedAt } = user.session;
	if (sessionNumber === number) return;
	const issued = grantedAt.toISOString();
	if (endedBecause === 'inactive') {
		throw new EntraError(
			'invalid_grant',
			700082,
			`The refresh token has expired due to inactivity. The token was issued on ${issued} and was inactive for 90.00:00:00.`,
			'token_expired',
		);
	}
	throw new EntraError(
		'invalid_grant',
		50173,
		`The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${endedAt.toISOString()}' in tenant '${tenant.id}'.`,
		'bad_token',
	);
}

function checkPolicies({ tenant }: TokenRequest, grant: UserGrant): void {
	const { blocked, secondFactor } = tenant.signIns.policies;
	const error = tenant.behaviours.interaction;
	if (blocked) {
		const { code, message, suberror } = blockedByPolicy();
		throw new EntraError(error, code, message, suberror);
	}
	if (!secondFactor || grant.secondFactor) return;
	throw new EntraError(
		error,
		50076,
		`Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${grant.scopes.resource.identifiers[1] ?? ''}'.`,
		'basic_action',
	);
}

/** The scopes of the request, or those of the grant; all of them consented to. */
function askedScopes({ form, app, tenant }: TokenRequest, grant: UserGrant): ScopeRequest {
	const text = form.get('scope') ?? '';
	const scopes =
		text === '' ? grant.scopes : { ...readScopes(text, app, tenant.id), offline: grant.scopes.offline };
	if (withoutConsent(scopes, app).length === 0) return scopes;
	throw new EntraError(
		'invalid_grant',
		65001,
		`The user or administrator has not consented to use the application with ID '${app.clientId}' named '${app.displayName}'. Send an interactive authorization request for this user and resource.`,
		'consent_required',
	);
}

async function answerGrant(request: TokenRequest, grant: UserGrant): TokenBody {
	const { tenant, app } = request;
	const { resource, audience, names, offline } = grant.scopes;
	const all = names === 'default' || tenant.behaviours.tokenScopes === 'consented';
	const scopes = resource.scopes.filter((name) => app.scopes.includes(name) && (all || names.includes(name)));
	const subject = { kind: 'user' as const, user: grant.user, scopes, secondFactor: grant.secondFactor };
	const body = {
		...(await issueToken(request, { audience, subject })),
		scope: scopes.map((name) => `${audience}/${name}`).join(' '),
	};
	if (!offline) return body;
	const refreshToken = announced(secretText('1.AXkA'));
	tenant.signIns.refreshTokens.set(refreshToken, { grant, used: false });
	return { ...body, refresh_token: refreshToken };
}
