import { tryParseJson } from '../../../defender/core/tryParseJson';
import { NodeApiError } from 'n8n-workflow';
import type { Credential } from '../../../defender/access/credential';
import { explainSignIn, readRefusal } from '../../../defender/access/explainSignIn';
import { signInEnded, signInNotRenewed } from '../../../defender/access/sentences/userSignInText';
import {
	explainTokenRequestFailure,
	findTokenRequestFailure,
	type TokenRequestFailure,
} from '../../../defender/access/tokenRequestFailure';
import { readTransportFailure } from '../../../defender/access/transportFailure';
import { isRecord } from '../../../defender/core/isRecord';
import type { Redaction } from '../../../defender/core/redaction';
import { oneText } from '../../../defender/core/sentence';

/** A failed renewal of a user's sign-in. `refused`: Entra ID rejected it, or n8n has no refresh token. */
export interface RenewalFailure {
	readonly sentence: string;
	readonly refused: boolean;
}

/**
 * Explains why n8n could not renew a user's sign-in after a 401. n8n wraps the error of its OAuth2 client: an `AuthError`
 * with Entra ID's body, a `ResponseError` (code `ESTATUS`), or Axios's error of the token request. n8n 2.x may throw an error
 * of its own that requests to reconnect. Each may contain the client secret and the refresh token, so only codes and IDs are
 * used.
 * @param now Unix time in milliseconds
 * @returns undefined for an error of the API request itself
 * @see https://github.com/n8n-io/n8n/tree/n8n%402.41.1/packages/%40n8n/client-oauth2
 */
export function explainRenewalFailure(
	failure: unknown,
	credential: Credential,
	redaction: Redaction,
	now: number,
): RenewalFailure | undefined {
	if (!(failure instanceof NodeApiError)) return undefined;
	const cause: ErrorFields = failure.cause instanceof Error ? { ...failure.cause } : {};
	if (isRecord(cause['body']) && cause['code'] === 'EAUTH')
		return refused(explainRefusal(cause['body'], credential, redaction));
	// n8n 1.x keeps only this code of the rejection.
	if (failure.httpCode === 'EAUTH') return refused(oneText(signInNotRenewed()));
	const failed = readTokenRequestFailure(failure.cause, cause, redaction, now);
	if (failed !== undefined) {
		const { loginOrigin } = credential.endpoint;
		return { sentence: explainTokenRequestFailure(failed, loginOrigin, now), refused: false };
	}
	if (/no refresh token is available/i.test(failure.message)) return refused(oneText(signInEnded()));
	return /needs to be reconnected/i.test(failure.message) ? refused(oneText(signInNotRenewed())) : undefined;
}

type ErrorFields = Readonly<Record<string, unknown>>;

const refused = (sentence: string): RenewalFailure => ({ sentence, refused: true });

/** Entra ID's own code is more precise than n8n's text for the same OAuth 2.0 error. */
function explainRefusal(body: ErrorFields, credential: Credential, { text }: Redaction): string {
	const refusal = readRefusal({
		error: text(String(body['error'])),
		error_description: text(String(body['error_description'])),
	});
	return refusal === undefined ? oneText(signInNotRenewed()) : explainSignIn(refusal, credential);
}

/** @returns undefined for an error of another request */
function readTokenRequestFailure(
	thrown: unknown,
	cause: ErrorFields,
	redaction: Redaction,
	now: number,
): TokenRequestFailure | undefined {
	if (cause['code'] === 'ESTATUS') return classify(Number(cause['status']), cause['body'], redaction, now);
	if (!isTokenRequest(cause['config'])) return undefined;
	const response = cause['response'];
	if (isRecord(response)) return classify(Number(response['status']), response['data'], redaction, now);
	return { kind: 'noResponse', failure: readTransportFailure(thrown) };
}

/** @param body as text or parsed; n8n passes on no usable headers */
function classify(status: number, body: unknown, redaction: Redaction, now: number): TokenRequestFailure {
	const text = redaction.text(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
	const failed = findTokenRequestFailure({ status, headers: {}, text }, tryParseJson(text), now);
	return failed ?? { kind: 'unreadable', status };
}

function isTokenRequest(config: unknown): boolean {
	return isRecord(config) && /\/oauth2\/v2\.0\/token$/.test(String(config['url']));
}
