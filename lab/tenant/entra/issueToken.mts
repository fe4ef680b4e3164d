import { announced } from '../announce.mts';
import type { PracticeApp } from '../app.mts';
import type { OpenCall } from '../requestLedger.mts';
import type { Registry } from '../registry.mts';
import type { TenantState } from '../tenantState.mts';
import type { Subject } from './accessTokens.mts';

/** A call of the token endpoint whose app has proved itself. */
export interface TokenRequest {
	readonly registry: Registry;
	readonly tenant: TenantState;
	readonly app: PracticeApp;
	readonly form: URLSearchParams;
	readonly call: OpenCall;
	/** By the clock of tokens. */
	readonly at: Date;
}

/** Makes an access token, numbers it on record, and returns the fields that every token answer has. */
export async function issueToken(
	{ registry, tenant, app, call }: TokenRequest,
	{ audience, subject }: { readonly audience: string; readonly subject: Subject },
): Promise<Readonly<Record<string, unknown>>> {
	tenant.tokensIssued += 1;
	call.tokenSequence = tenant.tokensIssued;
	const token = await registry.tokens.issue({
		tenantId: tenant.id,
		app,
		audience,
		subject,
		sequence: tenant.tokensIssued,
		lifetimeSeconds: tenant.tokenLifetimeSeconds,
		opaque: tenant.behaviours.rolesToken === 'opaque',
	});
	return {
		token_type: 'Bearer',
		expires_in: tenant.tokenLifetimeSeconds,
		ext_expires_in: tenant.tokenLifetimeSeconds,
		access_token: announced(token),
	};
}
