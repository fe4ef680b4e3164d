/** A cause of a rejected sign-in with the AADSTS numbers of Microsoft's documentation, what is wrong, and what to do. */
export interface SignInCause {
	readonly numbers: readonly number[];
	readonly wrong: RegExp;
	readonly remedy: RegExp;
}

const cause = (numbers: readonly number[], wrong: RegExp, remedy: RegExp): SignInCause => ({
	numbers,
	wrong,
	remedy,
});
const APP = '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f';
const ID = '3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61';
const CONNECT = /Connect the account again in the credential/;
const AUDIENCE = /Check Cloud and Audience in the credential/;

/** Causes that only a number identifies, without the two that depend on the secret or the clock. */
export const SIGN_IN_CAUSES: Readonly<Record<string, SignInCause>> = {
	wrongSecret: cause(
		[7000215, 70002],
		/^Microsoft Entra ID rejected the Client Secret\./,
		/Paste the secret's Value, not its/,
	),
	expiredSecret: cause(
		[7000222],
		/^The Client Secret has expired\./,
		/Create a new secret under Certificates/,
	),
	noClientCredential: cause(
		[7000218, 7000216],
		/^The application \S+ sent no secret or certificate/,
		/Enter the Client Secret/,
	),
	secretOfPublicClient: cause(
		[700025],
		/^The application \S+ is a public client/,
		/Clear Client Secret in the credential/,
	),
	refusedCertificate: cause(
		[700027, 50012],
		/^Microsoft Entra ID rejected the Certificate\./,
		new RegExp(`Upload the certificate .* app registration ${APP}\\. .*check the clock`),
	),
	certificateOutsideValidity: cause(
		[1000502],
		/reports an expired or not yet valid Cert/,
		/Create a new certificate/,
	),
	wrongClock: cause([700024], /differs from Microsoft Entra ID's clock/, /Correct the clock/),
	unknownApp: cause(
		[700016, 70001, 700011],
		new RegExp(`^The application ${APP} does not exist in the tenant ${ID}`),
		/Check the Application \(Client\) ID/,
	),
	noServicePrincipal: cause(
		[7000229],
		/^The application \S+ has no service principal in the tenant/,
		/adminconsent\?client_id=/,
	),
	disabledApp: cause(
		[7000112],
		new RegExp(`^The application ${APP} is disabled in the tenant\\.`),
		/Enterprise applications .*enable sign-in/,
	),
	unknownTenant: cause(
		[90002, 900023],
		new RegExp(`found no tenant "${ID}"`),
		/Check the Directory \(Tenant\) ID/,
	),
	sharedTenant: cause(
		[50194, 9001023],
		/^The application cannot sign in at/,
		/Enter the Directory \(Tenant\) ID/,
	),
	tenantRestricted: cause(
		[50002, 500021, 500022, 5000211],
		/^The n8n server's network blocks sign-ins to the tenant/,
		/proxy or firewall/,
	),
	wrongCloud: cause(
		[90038, 900382, 900432],
		/belongs to a different Microsoft cloud\./,
		/Choose the tenant's own Cloud/,
	),
	unknownResource: cause(
		[500011, 650057, 70011, 700022, 1002012, 50001],
		/^The tenant has no API "https:\/\/graph.microsoft.com"/,
		AUDIENCE,
	),
	notSubscribed: cause(
		[650052],
		/^The tenant is not subscribed to the API/,
		/check that the tenant has a Defender license/,
	),
	disabledApi: cause(
		[500014],
		/^The API \S+ is disabled in the tenant\./,
		/Check that the tenant's subscription/,
	),
	noConsent: cause(
		[65001, 90094, 90095],
		/^Nobody has consented to the permissions/,
		/Ask an administrator to open .*adminconsent/,
	),
	consentDeclined: cause([65004], /^Consent was declined/, /accept\. Or ask an administrator .*adminconsent/),
	conditionalAccess: cause(
		[53003, 53000, 53001, 53002, 53011, 530032, 530035, 50005, 50131],
		/^A Conditional Access policy blocks the sign-in\./,
		/find the policy in the sign-in logs/,
	),
	moreAuthentication: cause(
		[50076, 50079, 50074, 50078, 50072, 50158, 53004],
		/requires multifactor authentication from the user\./,
		CONNECT,
	),
	interactionNeeded: cause(
		[700020, 50199],
		/^Microsoft Entra ID requires the user to sign in again/,
		CONNECT,
	),
	redirectMismatch: cause(
		[50011],
		/^n8n's redirect URL is not registered/,
		/Copy the OAuth Redirect URL exactly/,
	),
	interruptedSignIn: cause(
		[501481, 54005, 50089],
		/^The sign-in was started twice or took too long/,
		CONNECT,
	),
	signInExpired: cause([70008, 700082, 700084, 70043, 70000], /^The user's sign-in has expired/, CONNECT),
	signInRevoked: cause([50173, 50132, 50133], /^The user's sign-in was revoked/, CONNECT),
	passwordExpired: cause(
		[50055, 50144, 50135],
		/^The user's password has expired/,
		/Change the password on Microsoft's/,
	),
	lockedUser: cause([50053], /^The user's account is locked/, /Wait a few minutes/),
	userNotAssigned: cause(
		[50105],
		/^The user is not assigned to the application/,
		/turn off Assignment required/,
	),
	foreignUser: cause(
		[50020, 50034, 51004, 90072],
		/^The user does not belong to the tenant/,
		/private browser window/,
	),
	disabledUser: cause([50057], /^The user's account is disabled/, /sign in with another account/),
	signInThrottled: cause([50196, 90055], /limits sign-ins/, /Try again in a few minutes/),
	entraBusy: cause(
		[90033, 90006, 90024, 90090, 50033],
		/^Microsoft Entra ID is temporarily unavailable/,
		/Try again in a few minutes/,
	),
};
