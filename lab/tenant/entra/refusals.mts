import type { Answer } from '../surface.mts';
import { EntraError, errorAnswer, type OAuthError, type SubError, type Trace } from './errors.mts';

type Row = readonly [error: OAuthError, sentence: string, suberror?: SubError];

/**
 * Every refusal of a sign-in that the practice tenant knows, also those that need more than it has (users' devices, other
 * clouds, subscriptions, load), to be had as faults. Numbers and texts are those of "Authentication and authorization
 * error codes" in the Entra documentation, without what a real answer names of app and tenant; the OAuth error is the one
 * that the documentation or quoted answers show with them.
 */
const REFUSALS: Readonly<Record<number, Row>> = {
	50001: ['invalid_resource', 'The resource is disabled or does not exist.'],
	50002: ['invalid_request', 'Sign-in failed because of a restricted proxy access on the tenant.'],
	50005: [
		'interaction_required',
		'Conditional Access does not support the platform of the device.',
		'message_only',
	],
	50011: [
		'invalid_request',
		'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
	],
	50012: ['invalid_client', 'Authentication failed: the client assertion failed signature validation.'],
	50020: [
		'invalid_grant',
		'The user account does not exist in the tenant and cannot access the application.',
	],
	50033: ['temporarily_unavailable', 'A transient error has occurred.'],
	50034: ['invalid_grant', 'To sign into this application, the account must be added to the directory.'],
	50053: [
		'invalid_grant',
		'The account is locked, or the sign-in came from an IP address with malicious activity.',
	],
	50055: ['invalid_grant', 'The password is expired.'],
	50057: ['invalid_grant', 'The user account is disabled.'],
	50072: ['interaction_required', 'User needs to enroll for second factor authentication.', 'basic_action'],
	50074: ['interaction_required', 'Strong Authentication is required.', 'basic_action'],
	50076: [
		'interaction_required',
		'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.',
		'basic_action',
	],
	50078: ['interaction_required', 'Presented multi-factor authentication has expired.', 'basic_action'],
	50079: ['interaction_required', 'You must enroll in multi-factor authentication.', 'basic_action'],
	50089: ['invalid_grant', 'Authentication failed due to flow token expired.'],
	50105: [
		'invalid_grant',
		'Your administrator has configured the application to block users unless they are specifically granted access.',
	],
	50131: ['interaction_required', 'Conditional Access policy does not allow the sign-in.', 'message_only'],
	50132: [
		'invalid_grant',
		'The session is not valid due to password expiration or recent password change.',
		'bad_token',
	],
	50133: [
		'invalid_grant',
		'The session is not valid due to password expiration or recent password change.',
		'bad_token',
	],
	50135: ['invalid_grant', 'Password change is required due to account risk.'],
	50144: ['invalid_grant', "The user's Active Directory password has expired."],
	50158: ['interaction_required', 'External security challenge was not satisfied.', 'basic_action'],
	50173: ['invalid_grant', 'The provided grant has expired due to it being revoked.', 'bad_token'],
	50194: [
		'invalid_request',
		'Application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported.',
	],
	50196: [
		'invalid_grant',
		'The server terminated an operation because it encountered a client request loop.',
	],
	50199: ['interaction_required', 'For security reasons, user confirmation is required for this request.'],
	51004: ['invalid_grant', 'The user account does not exist in the directory.'],
	53000: ['interaction_required', 'Device is not in required device state.', 'message_only'],
	53001: ['interaction_required', 'Device is not domain joined.', 'message_only'],
	53002: [
		'interaction_required',
		'The app used is not an approved app for Conditional Access.',
		'message_only',
	],
	53003: ['interaction_required', 'Access has been blocked by Conditional Access policies.', 'message_only'],
	53004: [
		'interaction_required',
		'User needs to complete the multi-factor authentication registration process.',
		'basic_action',
	],
	53011: ['interaction_required', 'User blocked due to risk on home tenant.', 'message_only'],
	54005: ['invalid_grant', 'OAuth2 Authorization code was already redeemed.'],
	65001: ['invalid_grant', 'Nobody has consented to use the application.', 'consent_required'],
	65004: ['access_denied', 'User declined to consent to access the app.'],
	70000: ['invalid_grant', 'The refresh token is not valid.', 'bad_token'],
	70001: ['unauthorized_client', 'The application is disabled or was not found.'],
	70002: [
		'invalid_client',
		'Error validating the credentials. The specified client_secret does not match the expected value for this client.',
	],
	70008: ['invalid_grant', 'The refresh token has expired due to inactivity.', 'token_expired'],
	70011: ['invalid_scope', 'The provided value for the input parameter scope is not valid.'],
	70043: ['invalid_grant', 'The refresh token has expired due to sign-in frequency checks.', 'token_expired'],
	90002: ['invalid_request', 'Tenant not found.'],
	90006: ['temporarily_unavailable', 'The service is temporarily unavailable.'],
	90024: ['temporarily_unavailable', 'A transient error has occurred.'],
	90033: ['temporarily_unavailable', 'The Microsoft Online Directory Service is not available.'],
	90038: [
		'invalid_request',
		"The specified tenant belongs to the National Cloud 'microsoftonline.us'. Current cloud instance 'microsoftonline.com' does not federate with it.",
	],
	90055: ['temporarily_unavailable', 'There are too many incoming requests.'],
	90072: ['invalid_grant', 'The external account does not exist on the tenant.'],
	90090: ['temporarily_unavailable', 'The service is temporarily unavailable.'],
	90094: ['invalid_grant', 'Admin consent is required.', 'consent_required'],
	90095: ['invalid_grant', 'Admin consent is required; a request for it was made.', 'consent_required'],
	500011: ['invalid_resource', 'The resource principal was not found in the tenant.'],
	500014: ['invalid_resource', 'The service principal for resource is disabled.'],
	500021: ['invalid_request', 'Access to tenant is denied.'],
	500022: ['invalid_request', 'Access to tenant is denied.'],
	501481: ['invalid_grant', 'The Code_Verifier does not match the code_challenge.'],
	530032: ['interaction_required', 'Blocked by a security policy of the tenant.', 'message_only'],
	530035: ['interaction_required', 'Access has been blocked by security defaults.', 'message_only'],
	650052: [
		'invalid_client',
		'The app needs access to a service that your organization has not subscribed to.',
	],
	650057: ['invalid_resource', 'The resource is not listed in the requested permissions of the app.'],
	700011: ['unauthorized_client', 'Application was not found in the directory.'],
	700016: ['unauthorized_client', 'Application was not found in the directory.'],
	700020: ['interaction_required', 'The access grant requires interaction.'],
	700022: ['invalid_scope', 'The scope is not valid because it contains more than one resource.'],
	700024: ['invalid_client', 'Client assertion is not within its valid time range.'],
	700025: [
		'invalid_client',
		"Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
	],
	700027: ['invalid_client', 'The certificate with which the client assertion was signed is not registered.'],
	700082: ['invalid_grant', 'The refresh token has expired due to inactivity.', 'token_expired'],
	700084: [
		'invalid_grant',
		'The refresh token was issued to a single page app and has a fixed lifetime, which is over.',
		'token_expired',
	],
	900023: [
		'invalid_request',
		'Specified tenant identifier is neither a valid DNS name nor a valid external domain.',
	],
	900382: ['invalid_request', 'Confidential Client is not supported in Cross Cloud request.'],
	900432: ['invalid_request', 'Confidential Client is not supported in Cross Cloud request.'],
	1000502: ['invalid_client', 'The provided certificate is not within its specified validity window.'],
	1002012: ['invalid_scope', 'Client credential flows must have a scope value with /.default.'],
	5000211: [
		'invalid_request',
		'A tenant restrictions policy added to this request by a device or network administrator does not allow access.',
	],
	7000112: ['unauthorized_client', 'The application is disabled.'],
	7000215: ['invalid_client', 'Invalid client secret provided.'],
	7000216: [
		'invalid_client',
		"'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
	],
	7000218: ['invalid_client', "The request body must contain 'client_assertion' or 'client_secret'."],
	7000222: ['invalid_client', 'The provided client secret keys are expired.'],
	7000229: ['invalid_client', 'The client application is missing service principal in the tenant.'],
	9001023: ['invalid_request', 'The grant type is not supported over the /common endpoint.'],
};

/** Numbers that can be had as a fault. */
export const refusalNumbers: readonly number[] = Object.keys(REFUSALS).map(Number);

/** The refusal with this number. */
export function refusalNumbered(code: number): EntraError {
	const [error, sentence, suberror] = REFUSALS[code] ?? [];
	if (error === undefined || sentence === undefined)
		throw new Error(`The practice tenant has no refusal AADSTS${code}.`);
	return new EntraError(error, code, sentence, suberror);
}

/** The token endpoint's response with this number; 429 with a time to retry. */
export function refusalAnswer(code: number, trace: Trace, retryAfterSeconds?: number): Answer {
	const answer = errorAnswer(refusalNumbered(code), trace);
	if (retryAfterSeconds === undefined) return answer;
	return { ...answer, status: 429, headers: { 'retry-after': String(retryAfterSeconds) } };
}
