import type { FaultAnswer } from '../../lab/tenant/practice.mts';

/** How one cause of a refused sign-in is met, and what the user reads first; written down from Microsoft's documentation. */
export interface SignInRow {
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
	secretIdForSecret: { heading: /^The Client Secret field holds an ID/, ...both(7000215), secretIsId: true },
	wrongSecret: { heading: /^Microsoft Entra ID did not accept the Client Secret\./, ...both(7000215, 70002) },
	expiredSecret: { heading: /^The Client Secret has expired\./, ...both(7000222) },
	noProof: { heading: /^The application \S+ came without a secret/, ...both(7000218, 7000216) },
	proofOfPublicApp: { heading: /^The application \S+ is registered as a public client/, ...both(700025) },
	refusedCertificate: {
		heading: /^Microsoft Entra ID did not accept the Certificate\./,
		app: [700027, 50012],
	},
	certificateOutOfTime: { heading: /takes the Certificate for expired/, app: [1000502] },
	lateAssertion: { heading: /^The sign-in reached Microsoft Entra ID too late\./, app: [700024] },
	wrongClock: {
		heading: /too early or too late by Microsoft Entra ID's clock\. Set the clock .* 7 minutes ahead/,
		app: [700024],
		clockAheadMs: 7 * 60_000,
	},
	unknownApp: { heading: /^The application \S+ is not known in the tenant/, ...both(700016, 70001, 700011) },
	noServicePrincipal: {
		heading: /^The application \S+ has no service principal in the tenant/,
		...both(7000229),
	},
	disabledApp: { heading: /^The application \S+ is switched off in the tenant\./, ...both(7000112) },
	unknownTenant: { heading: /does not know the tenant/, ...both(90002, 900023) },
	sharedTenant: { heading: /^The application cannot sign in at/, ...both(50194, 9001023) },
	tenantRestricted: {
		heading: /^The network of n8n does not allow sign-ins to the tenant/,
		...both(50002, 500021, 500022, 5000211),
	},
	wrongCloud: { heading: /lives in another Microsoft cloud\./, ...both(90038, 900382, 900432) },
	unknownResource: {
		heading: /^The tenant has no API/,
		...both(500011, 650057, 70011, 700022, 1002012, 50001),
	},
	notSubscribed: { heading: /^The tenant is not subscribed to the API/, ...both(650052) },
	disabledApi: { heading: /^The API \S+ is switched off in the tenant\./, ...both(500014) },
	noConsent: { heading: /^Nobody has consented to the permissions/, ...both(65001, 90094, 90095) },
	consentDeclined: { heading: /^The consent was declined/, connect: [65004] },
	conditionalAccess: {
		heading: /^A Conditional Access policy of the tenant blocks the sign-in\./,
		...both(53003, 53000, 53001, 53002, 53011, 530032, 530035, 50005, 50131),
	},
	moreAuthentication: {
		heading: /multifactor authentication\./,
		user: [50076, 50079, 50074, 50078, 50072, 50158, 53004],
	},
	interactionNeeded: {
		heading: /^Microsoft Entra ID requires the user to sign in again/,
		user: [700020, 50199],
	},
	redirectMismatch: { heading: /^The redirect URL of this n8n is not registered/, connect: [50011] },
	interruptedSignIn: { heading: /^The sign-in was started twice/, connect: [501481, 54005, 50089] },
	refreshOver: { heading: /^The user's sign-in has ended/, user: [70008, 700082, 700084, 70043, 70000] },
	refreshRevoked: { heading: /^The user's sign-in was revoked/, user: [50173, 50132, 50133] },
	passwordExpired: { heading: /^The user's password has expired/, user: [50055, 50144, 50135] },
	lockedUser: { heading: /^The user's account is locked/, user: [50053] },
	userNotAssigned: { heading: /^The user is not assigned/, user: [50105], connect: [50105] },
	foreignUser: {
		heading: /^The user does not belong/,
		user: [50020, 50034, 51004, 90072],
		connect: [50020, 50034],
	},
	disabledUser: { heading: /^The user's account is switched off/, user: [50057], connect: [50057] },
	signInThrottled: { heading: /limits the number of sign-ins/, ...both(50196, 90055) },
	entraBusy: {
		heading: /^Microsoft Entra ID is not able to sign anybody in/,
		...both(90033, 90006, 90024, 90090, 50033),
		answer: {
			status: 400,
			body: { error: 'temporarily_unavailable', error_description: 'The server is temporarily too busy.' },
		},
	},
	otherClientRefusal: {
		heading: /^Microsoft Entra ID did not accept the application/,
		answer: { status: 401, body: { error: 'invalid_client', error_description: 'No number.' } },
	},
};
