import type { FaultAnswer } from '../../lab/tenant/practice.mts';

/** How one cause of a refused sign-in is met, and what the user reads first; written down from Microsoft's documentation. */
interface SignInRow {
	readonly heading: RegExp;
	/** Numbers that an application meets. */
	readonly app?: readonly number[];
	/** Numbers that a user's renewal meets; n8n 2.x hides the reason of those that come as `invalid_grant`. */
	readonly user?: readonly number[];
	/** Numbers that a person meets on Entra ID's pages when Connect is pressed. */
	readonly connect?: readonly number[];
	/** In place of a number. */
	readonly answer?: FaultAnswer;
	/** By how much the clock of n8n's computer is ahead of Entra ID's. */
	readonly clockAheadMs?: number;
	/** The secret has the form of an id. */
	readonly secretIsId?: true;
}

const both = (...numbers: readonly number[]) => ({ app: numbers, user: numbers });

export const SIGN_IN_ROWS: Readonly<Record<string, SignInRow>> = {
	secretIdForSecret: { heading: /^Client Secret contains an ID/, ...both(7000215), secretIsId: true },
	wrongSecret: { heading: /^Microsoft Entra ID rejected the Client Secret\./, ...both(7000215, 70002) },
	expiredSecret: { heading: /^The Client Secret has expired\./, ...both(7000222) },
	noClientCredential: { heading: /^The application \S+ sent no secret/, ...both(7000218, 7000216) },
	secretOfPublicClient: { heading: /^The application \S+ is a public client/, ...both(700025) },
	refusedCertificate: {
		heading: /^Microsoft Entra ID rejected the Certificate\./,
		app: [700027, 50012],
	},
	certificateOutsideValidity: { heading: /reports an expired/, app: [1000502] },
	lateAssertion: { heading: /^The sign-in reached Microsoft Entra ID too late\./, app: [700024] },
	wrongClock: {
		heading: /differs from Microsoft Entra ID's clock\. Correct the clock .* 7 minutes ahead/,
		app: [700024],
		clockAheadMs: 7 * 60_000,
	},
	unknownApp: {
		heading: /^The application \S+ does not exist in the tenant/,
		...both(700016, 70001, 700011),
	},
	noServicePrincipal: {
		heading: /^The application \S+ has no service principal in the tenant/,
		...both(7000229),
	},
	disabledApp: { heading: /^The application \S+ is disabled in the tenant\./, ...both(7000112) },
	unknownTenant: { heading: /found no tenant/, ...both(90002, 900023) },
	sharedTenant: { heading: /^The application cannot sign in at/, ...both(50194, 9001023) },
	tenantRestricted: {
		heading: /^The n8n server's network blocks sign-ins to the tenant/,
		...both(50002, 500021, 500022, 5000211),
	},
	wrongCloud: { heading: /belongs to a different Microsoft cloud\./, ...both(90038, 900382, 900432) },
	unknownResource: {
		heading: /^The tenant has no API/,
		...both(500011, 650057, 70011, 700022, 1002012, 50001),
	},
	notSubscribed: { heading: /^The tenant is not subscribed to the API/, ...both(650052) },
	disabledApi: { heading: /^The API \S+ is disabled in the tenant\./, ...both(500014) },
	noConsent: { heading: /^Nobody has consented to the permissions/, ...both(65001, 90094, 90095) },
	consentDeclined: { heading: /^Consent was declined/, connect: [65004] },
	conditionalAccess: {
		heading: /^A Conditional Access policy blocks the sign-in\./,
		...both(53003, 53000, 53001, 53002, 53011, 530032, 530035, 50005, 50131),
	},
	moreAuthentication: {
		heading: /multifactor authentication from the user\./,
		user: [50076, 50079, 50074, 50078, 50072, 50158, 53004],
	},
	interactionNeeded: {
		heading: /^Microsoft Entra ID requires the user to sign in again/,
		user: [700020, 50199],
	},
	redirectMismatch: { heading: /^n8n's redirect URL is not registered/, connect: [50011] },
	interruptedSignIn: { heading: /^The sign-in was started twice/, connect: [501481, 54005, 50089] },
	signInExpired: { heading: /^The user's sign-in has expired/, user: [70008, 700082, 700084, 70043, 70000] },
	signInRevoked: { heading: /^The user's sign-in was revoked/, user: [50173, 50132, 50133] },
	passwordExpired: { heading: /^The user's password has expired/, user: [50055, 50144, 50135] },
	lockedUser: { heading: /^The user's account is locked/, user: [50053] },
	userNotAssigned: { heading: /^The user is not assigned/, user: [50105], connect: [50105] },
	foreignUser: {
		heading: /^The user does not belong/,
		user: [50020, 50034, 51004, 90072],
		connect: [50020, 50034],
	},
	disabledUser: { heading: /^The user's account is disabled/, user: [50057], connect: [50057] },
	signInThrottled: { heading: /limits sign-ins/, ...both(50196, 90055) },
	entraBusy: {
		heading: /^Microsoft Entra ID is temporarily unavailable/,
		...both(90033, 90006, 90024, 90090, 50033),
		answer: {
			status: 400,
			body: { error: 'temporarily_unavailable', error_description: 'The server is temporarily too busy.' },
		},
	},
	otherClientRefusal: {
		heading: /^Microsoft Entra ID rejected the application/,
		answer: { status: 401, body: { error: 'invalid_client', error_description: 'No number.' } },
	},
};
