import { NodeApiError } from 'n8n-workflow';
import type { Fields } from '../../defender/access/fields';
import { refusalIn, signInText } from '../../defender/access/problems';
import type { Caller } from '../../defender/access/connection';
import { entraUnavailable, entraUnreachable, entraUnreadable } from '../../defender/core/sentences/access';
import { signInEnded, signInNotRenewed } from '../../defender/core/sentences/userSignIn';
import { isObject } from '../../defender/api/bodies';

/** Why a user's sign-in was not renewed, for the user; `refused`: by Entra ID, or for want of anything to renew it with. */
export interface RenewalFailure {
	readonly sentence: string;
	readonly refused: boolean;
}

/**
 * What the user is told when n8n could not renew a user's sign-in after a 401; undefined for a failure of the call itself.
 * n8n wraps what its OAuth2 client threw: an `AuthError` with Entra ID's body, a `ResponseError` (code `ESTATUS`), Axios's
 * error of the token call, or since 2.x its own error that asks to reconnect [read in n8n-core 2.41.1 and
 * @n8n/client-oauth2]. All of them may hold the client secret and the refresh token, so nothing of them is passed on but
 * codes and ids.
 */
export function renewalFailure(failure: unknown, facts: Caller): RenewalFailure | undefined {
	if (!(failure instanceof NodeApiError)) return undefined;
	const cause: Fields = failure.cause instanceof Error ? { ...failure.cause } : {};
	const { loginOrigin } = facts.endpoint;
	if (isObject(cause['body']) && cause['code'] === 'EAUTH')
		return refused(refusalSentence(cause['body'], facts));
	if (cause['code'] === 'ESTATUS')
		return { sentence: entraUnreadable(loginOrigin, Number(cause['status'])), refused: false };
	if (isTokenCall(cause['config'])) {
		const status = isObject(cause['response']) ? Number(cause['response']['status']) : undefined;
		const sentence =
			status === undefined ? entraUnreachable(loginOrigin) : entraUnavailable(loginOrigin, status);
		return { sentence, refused: false };
	}
	if (/no refresh token is available/i.test(failure.message)) return refused(asText(signInEnded()));
	return /needs to be reconnected/i.test(failure.message) ? refused(asText(signInNotRenewed())) : undefined;
}

const refused = (sentence: string): RenewalFailure => ({ sentence, refused: true });

/** Entra ID's own code tells more than n8n's text for the same OAuth 2.0 error. */
function refusalSentence(body: Fields, facts: Caller): string {
	const text = `${String(body['error'])} ${String(body['error_description'])}`;
	const refusal = refusalIn(facts.redaction.text(text));
	return refusal === undefined ? asText(signInNotRenewed()) : signInText(refusal, facts);
}

function isTokenCall(config: unknown): boolean {
	return isObject(config) && /\/oauth2\/v2\.0\/token$/.test(String(config['url']));
}

const asText = ({ message, description }: { message: string; description: string }) =>
	`${message}. ${description}`;
