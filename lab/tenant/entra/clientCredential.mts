import { createHash, type X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { PracticeApp } from '../app.mts';
import { EntraError, missingField } from './errors.mts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** How far the clocks of Entra ID and its callers may differ. */
const SKEW_SECONDS = 300;

/** What an assertion is compared with. */
export interface AssertionContext {
	/** Address of the token endpoint that was called. */
	readonly audience: string;
	readonly at: Date;
}

/**
 * Lets an app pass that proves itself with its secret or with an assertion signed by a registered certificate.
 * Numbers and texts are those of "Authentication and authorization error codes" and of answers quoted in Microsoft's
 * own issue trackers.
 */
export async function checkClientCredential(
	app: PracticeApp,
	form: URLSearchParams,
	context: AssertionContext,
): Promise<void> {
	const assertion = form.get('client_assertion') ?? '';
	if (app.publicClient) {
		if (assertion !== '' || (form.get('client_secret') ?? '') !== '') throw publicClientWithProof(app);
		// A public client has no permissions of its own, so it always acts for a user.
		if (form.get('grant_type') !== 'client_credentials') return;
	}
	if (assertion === '') {
		checkSecret(app, form.get('client_secret') ?? '');
		return;
	}
	if (form.get('client_assertion_type') !== JWT_BEARER) throw missingField('client_assertion_type');
	await checkAssertion(app, assertion, form.get('client_id') ?? '', context);
}

const publicClientWithProof = (app: PracticeApp) =>
	new EntraError(
		'invalid_client',
		700025,
		`Client is public so neither 'client_assertion' nor 'client_secret' should be presented for app '${app.clientId}'.`,
	);

function checkSecret(app: PracticeApp, secret: string): void {
	if (secret === '') {
		throw new EntraError(
			'invalid_client',
			7000218,
			"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
		);
	}
	if (secret !== app.clientSecret) {
		throw new EntraError(
			'invalid_client',
			7000215,
			`Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`,
		);
	}
	if (app.secretState === 'expired') {
		throw new EntraError(
			'invalid_client',
			7000222,
			`The provided client secret keys for app '${app.clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
		);
	}
}

async function checkAssertion(
	app: PracticeApp,
	assertion: string,
	clientId: string,
	{ audience, at }: AssertionContext,
): Promise<void> {
	const certificate = signer(app, assertion);
	try {
		await jwtVerify(assertion, certificate.publicKey, {
			algorithms: ['PS256', 'RS256'],
			issuer: clientId,
			subject: clientId,
			audience,
			requiredClaims: ['exp'],
			clockTolerance: SKEW_SECONDS,
			currentDate: at,
		});
	} catch (failure) {
		throw assertionError(failure, app, at);
	}
	if (at > new Date(certificate.validTo)) throw unusableKey(app, 'The key used is expired.');
}

/** The registered certificate that the assertion's header names by thumbprint. */
function signer(app: PracticeApp, assertion: string): X509Certificate {
	const header = headerOf(assertion);
	const sha256 = header['x5t#S256'];
	const named = sha256 ?? header['x5t'];
	if (named === undefined) {
		throw malformed('No certificate thumbprint specified in token header.');
	}
	const digest = sha256 === undefined ? 'sha1' : 'sha256';
	const found = app.certificates.find(
		({ raw }) => createHash(digest).update(raw).digest('base64url') === named,
	);
	if (found === undefined) throw unusableKey(app, 'The key was not found.');
	return found;
}

function headerOf(assertion: string): Readonly<Record<string, unknown>> {
	try {
		return { ...decodeProtectedHeader(assertion) };
	} catch {
		throw malformed('The header of the token cannot be read.');
	}
}

const malformed = (detail: string) =>
	new EntraError('invalid_client', 50027, `JWT token is invalid or malformed. ${detail}`);

const unusableKey = (app: PracticeApp, reason: string) =>
	new EntraError(
		'invalid_client',
		700027,
		`The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${app.clientId}'.]`,
	);

function assertionError(failure: unknown, app: PracticeApp, at: Date): unknown {
	if (failure instanceof errors.JWSSignatureVerificationFailed) {
		return unusableKey(app, 'Key was found, but use of the key to verify the signature failed.');
	}
	const claim =
		failure instanceof errors.JWTClaimValidationFailed || failure instanceof errors.JWTExpired
			? failure.claim
			: undefined;
	if (claim === 'iss' || claim === 'sub') {
		return new EntraError(
			'invalid_client',
			700021,
			"Client assertion application identifier doesn't match 'client_id' parameter.",
		);
	}
	if (claim === 'aud') {
		return new EntraError(
			'invalid_client',
			700023,
			'Client assertion audience claim does not match Realm issuer.',
		);
	}
	if (claim === 'nbf' || claim === 'exp') {
		return new EntraError(
			'invalid_client',
			700024,
			`Client assertion is not within its valid time range. Current time: ${at.toISOString()}.`,
		);
	}
	if (failure instanceof errors.JOSEError) return malformed('The token cannot be validated.');
	return failure;
}
