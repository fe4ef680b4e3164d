import * as assertionText from './sentences/assertionText';
import * as say from './sentences/signInText';
import * as userText from './sentences/userRefusalText';
import type { Sentence } from '../core/sentence';
import { adminConsentUrl, clouds } from './clouds';
import type { Endpoint } from './endpoint';

/** The client that tried to sign in. */
export interface SignInFacts {
	readonly endpoint: Pick<Endpoint, 'loginOrigin' | 'tenantId' | 'audience' | 'context'>;
	readonly clientId: string;
	/** Whether the Client Secret has the form of an ID, which a real secret hardly ever has. */
	readonly secretLooksLikeId: boolean;
}

/** A response of Entra ID that contains no token. */
export interface SignInRefusal {
	/** AADSTS number such as `7000215`; undefined if the response contains none. */
	readonly number: string | undefined;
	/** OAuth 2.0 error such as `invalid_client`. */
	readonly code: string;
	readonly correlationId: string | undefined;
	/** Entra ID's clock minus n8n's, in milliseconds. */
	readonly clockOffsetMs?: number;
	/** The tenant's own cloud, if the response names it. */
	readonly homeCloud?: HomeCloud;
}

/** The groups of clouds that Entra ID distinguishes. Within a group, the tenant's license decides. */
export type HomeCloud = 'worldwide' | 'usGovernment' | 'china';

/** One cause of a rejected sign-in: how to recognize it, and its sentence. */
export interface KnownSignInRefusal {
	/**
	 * AADSTS numbers.
	 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
	 */
	readonly numbers: readonly string[];
	/** OAuth 2.0 errors that identify the cause if the response has no known number. */
	readonly errors?: readonly string[];
	/**
	 * The context in which `errors` apply.
	 * @default both
	 */
	readonly errorsIn?: Endpoint['context'];
	/** A further condition. The first matching row decides. */
	readonly when?: (facts: SignInFacts, refusal: SignInRefusal) => boolean;
	readonly sentence: (facts: SignInFacts, refusal: SignInRefusal) => Sentence;
}

/** Entries of the credential's Cloud field. */
const CLOUD_CHOICE: Readonly<Record<HomeCloud, string>> = {
	worldwide: `${clouds.global.label} (or ${clouds.gcc.label})`,
	usGovernment: `${clouds.gccHigh.label} (or ${clouds.dod.label})`,
	china: 'another tenant, since the cloud operated by 21Vianet has no Defender API,',
};

const consentUrl = ({ endpoint, clientId }: SignInFacts) => adminConsentUrl(endpoint, clientId);

export const signInRefusals: Readonly<Record<string, KnownSignInRefusal>> = {
	secretIdForSecret: {
		numbers: ['7000215'],
		when: ({ secretLooksLikeId }) => secretLooksLikeId,
		sentence: say.secretIdForSecret,
	},
	wrongSecret: { numbers: ['7000215', '70002'], sentence: say.wrongSecret },
	expiredSecret: { numbers: ['7000222'], sentence: say.expiredSecret },
	noClientCredential: {
		numbers: ['7000218', '7000216'],
		sentence: ({ clientId }) => say.noClientCredential(clientId),
	},
	secretOfPublicClient: {
		numbers: ['700025'],
		sentence: ({ clientId }) => say.secretOfPublicClient(clientId),
	},
	refusedCertificate: {
		numbers: ['700027', '50012'],
		sentence: ({ clientId }, { clockOffsetMs: clockOffsetMs }) =>
			assertionText.refusedCertificate(clientId, clockOffsetMs),
	},
	certificateOutsideValidity: { numbers: ['1000502'], sentence: assertionText.certificateOutsideValidity },
	lateAssertion: {
		numbers: ['700024'],
		when: (_, { clockOffsetMs: clockOffsetMs }) => assertionText.isClockRight(clockOffsetMs),
		sentence: assertionText.lateAssertion,
	},
	wrongClock: {
		numbers: ['700024'],
		sentence: (_, { clockOffsetMs: clockOffsetMs }) => assertionText.wrongClock(clockOffsetMs),
	},
	unknownApp: {
		numbers: ['700016', '70001', '700011'],
		sentence: ({ clientId, endpoint }) => say.unknownApp(clientId, endpoint.tenantId),
	},
	noServicePrincipal: {
		numbers: ['7000229'],
		sentence: (facts) => say.noServicePrincipal(facts.clientId, facts.endpoint.tenantId, consentUrl(facts)),
	},
	disabledApp: { numbers: ['7000112'], sentence: ({ clientId }) => say.disabledApp(clientId) },
	unknownTenant: {
		numbers: ['90002', '900023'],
		sentence: ({ endpoint }) => say.unknownTenant(endpoint.tenantId),
	},
	sharedTenant: {
		numbers: ['50194', '9001023'],
		sentence: ({ endpoint }) => say.sharedTenant(endpoint.tenantId),
	},
	tenantRestricted: {
		numbers: ['50002', '500021', '500022', '5000211'],
		sentence: ({ endpoint }) => say.tenantRestricted(endpoint.tenantId),
	},
	wrongCloud: {
		numbers: ['90038', '900382', '900432'],
		sentence: ({ endpoint }, { homeCloud }) =>
			say.wrongCloud(endpoint.tenantId, homeCloud === undefined ? undefined : CLOUD_CHOICE[homeCloud]),
	},
	unknownResource: {
		numbers: ['500011', '650057', '70011', '700022', '1002012', '50001'],
		errors: ['invalid_resource', 'invalid_scope'],
		sentence: ({ endpoint }) => say.unknownResource(endpoint.audience),
	},
	notSubscribed: { numbers: ['650052'], sentence: ({ endpoint }) => say.notSubscribed(endpoint.audience) },
	disabledApi: { numbers: ['500014'], sentence: ({ endpoint }) => say.disabledApi(endpoint.audience) },
	noConsent: {
		numbers: ['65001', '90094', '90095'],
		errors: ['consent_required'],
		sentence: (facts) => userText.noConsent(facts.clientId, consentUrl(facts), facts.endpoint.context),
	},
	consentDeclined: {
		numbers: ['65004'],
		errors: ['access_denied'],
		errorsIn: 'user',
		sentence: (facts) => userText.consentDeclined(consentUrl(facts)),
	},
	conditionalAccess: {
		numbers: [...['53003', '53000', '53001', '53002', '53011'], ...['530032', '530035', '50005', '50131']],
		errors: ['interaction_required'],
		errorsIn: 'application',
		sentence: ({ endpoint }) => userText.conditionalAccess(endpoint.context),
	},
	moreAuthentication: {
		numbers: ['50076', '50079', '50074', '50078', '50072', '50158', '53004'],
		sentence: userText.moreAuthentication,
	},
	interactionNeeded: {
		numbers: ['700020', '50199'],
		errors: ['interaction_required', 'login_required'],
		errorsIn: 'user',
		sentence: userText.interactionNeeded,
	},
	redirectMismatch: { numbers: ['50011'], sentence: ({ clientId }) => userText.redirectMismatch(clientId) },
	interruptedSignIn: { numbers: ['501481', '54005', '50089'], sentence: userText.interruptedSignIn },
	signInExpired: {
		numbers: ['70008', '700082', '700084', '70043', '70000'],
		errors: ['invalid_grant'],
		errorsIn: 'user',
		sentence: userText.signInExpired,
	},
	signInRevoked: { numbers: ['50173', '50132', '50133'], sentence: userText.signInRevoked },
	passwordExpired: { numbers: ['50055', '50144', '50135'], sentence: userText.passwordExpired },
	lockedUser: { numbers: ['50053'], sentence: userText.lockedUser },
	userNotAssigned: { numbers: ['50105'], sentence: ({ clientId }) => userText.userNotAssigned(clientId) },
	foreignUser: {
		numbers: ['50020', '50034', '51004', '90072'],
		sentence: ({ endpoint }) => userText.foreignUser(endpoint.tenantId),
	},
	disabledUser: { numbers: ['50057'], sentence: userText.disabledUser },
	signInThrottled: { numbers: ['50196', '90055'], sentence: say.signInThrottled },
	entraBusy: {
		numbers: ['90033', '90006', '90024', '90090', '50033'],
		errors: ['temporarily_unavailable'],
		sentence: say.entraBusy,
	},
	otherClientRefusal: {
		numbers: [],
		errors: ['invalid_client', 'unauthorized_client'],
		sentence: ({ clientId, endpoint }) => say.otherClientRefusal(clientId, endpoint.context),
	},
};
