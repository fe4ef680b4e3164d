import { NodeApiError } from 'n8n-workflow';
import type { Fields } from '../../../defender/access/fields';
import { readRefusal, explainSignIn } from '../../../defender/access/explainSignIn';
import type { Caller } from '../../../defender/access/credential';
import {
	findTokenRequestFailure,
	explainTokenRequestFailure,
	type TokenRequestFailure,
} from '../../../defender/access/tokenRequestFailure';
import { readTransportFailure } from '../../../defender/access/transportFailure';
import { signInEnded, signInNotRenewed } from '../../../defender/access/sentences/userSignInText';
import { oneText } from '../../../defender/core/sentence';
import { isRecord } from '../../../defender/core/isRecord';

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
 * @param now Unix time in milliseconds
 */
export function renewalFailure(failure: unknown, facts: Caller, now: number): RenewalFailure | undefined {
	if (!(failure instanceof NodeApiError)) return undefined;
	const cause: Fields = failure.cause instanceof Error ? { ...failure.cause } : {};
	const { loginOrigin } = facts.endpoint;
	if (isRecord(cause['body']) && cause['code'] === 'EAUTH')
		return refused(refusalSentence(cause['body'], facts));
	// n8n 1.x keeps nothing of the refusal but this.
	if (failure.httpCode === 'EAUTH') return refused(oneText(signInNotRenewed()));
	const silence = silenceOf(failure.cause, cause, facts, now);
	if (silence !== undefined)
		return { sentence: explainTokenRequestFailure(silence, loginOrigin, now), refused: false };
	if (/no refresh token is available/i.test(failure.message)) return refused(oneText(signInEnded()));
	return /needs to be reconnected/i.test(failure.message) ? refused(oneText(signInNotRenewed())) : undefined;
}

const refused = (sentence: string): RenewalFailure => ({ sentence, refused: true });

/** Entra ID's own code tells more than n8n's text for the same OAuth 2.0 error. */
function refusalSentence(body: Fields, facts: Caller): string {
	const { text } = facts.redaction;
	const refusal = readRefusal({
		error: text(String(body['error'])),
		error_description: text(String(body['error_description'])),
	});
	return refusal === undefined ? oneText(signInNotRenewed()) : explainSignIn(refusal, facts);
}

/** Why the token request brought nothing of Entra ID's; undefined for a failure of another request. */
function silenceOf(
	thrown: unknown,
	cause: Fields,
	facts: Caller,
	now: number,
): TokenRequestFailure | undefined {
	if (cause['code'] === 'ESTATUS') return judged(Number(cause['status']), cause['body'], facts, now);
	if (!isTokenCall(cause['config'])) return undefined;
	const response = cause['response'];
	if (isRecord(response)) return judged(Number(response['status']), response['data'], facts, now);
	return { kind: 'noResponse', failure: readTransportFailure(thrown) };
}

/** n8n passes on the body as text or parsed, and no headers of use. */
function judged(status: number, body: unknown, { redaction }: Caller, now: number): TokenRequestFailure {
	const text = redaction.text(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
	const silence = findTokenRequestFailure({ status, headers: {}, text }, parsed(text), now);
	return silence ?? { kind: 'unreadable', status };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isTokenCall(config: unknown): boolean {
	return isRecord(config) && /\/oauth2\/v2\.0\/token$/.test(String(config['url']));
}
