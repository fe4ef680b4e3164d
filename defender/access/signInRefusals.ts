import * as assertion from './sentences/assertionText';
import * as say from './sentences/signInText';
import * as users from './sentences/userRefusalText';
import type { Sentence } from '../core/sentence';
import { adminConsentUrl } from './adminConsent';
import { clouds } from './clouds';
import type { Endpoint } from './endpoint';

/** Who tried to sign in. */
export interface SignInFacts {
	readonly endpoint: Pick<Endpoint, 'loginOrigin' | 'tenantId' | 'audience' | 'context'>;
	readonly clientId: string;
	/** Whether the Client Secret has the form of an id, which a secret may have but hardly ever has. */
	readonly secretLooksLikeId: boolean;
}

/** What Entra ID answered instead of a token. */
export interface SignInRefusal {
	/** AADSTS number such as `7000215`; undefined when the answer carried none. */
	readonly number: string | undefined;
	/** OAuth 2.0 error such as `invalid_client`. */
	readonly code: string;
	readonly correlationId: string | undefined;
	/** Entra ID's clock minus ours, in milliseconds. */
	readonly clockOffsetMs?: number;
	/** Where the tenant really lives, when the answer names it. */
	readonly homeCloud?: HomeCloud;
}

/** The families of clouds that Entra ID tells apart; within one, only the tenant's licence decides. */
export type HomeCloud = 'worldwide' | 'usGovernment' | 'china';

/** One cause for which Entra ID gives no token: by what it is known, and what the user is told. */
export interface KnownSignInRefusal {
	/** AADSTS numbers (reference: Entra "authentication and authorization error codes"). */
	readonly numbers: readonly string[];
	/** OAuth 2.0 errors that mean it when no known number comes with them. */
	readonly errors?: readonly string[];
	/** The context to which `errors` apply; without it, both. */
	readonly errorsIn?: Endpoint['context'];
	/** What must hold besides; the first row that fits decides. */
	readonly when?: (facts: SignInFacts, refusal: SignInRefusal) => boolean;
	readonly sentence: (facts: SignInFacts, refusal: SignInRefusal) => Sentence;
}

const CHOOSE: Readonly<Record<HomeCloud, string>> = {
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
			assertion.refusedCertificate(clientId, clockOffsetMs),
	},
	certificateOutsideValidity: { numbers: ['1000502'], sentence: assertion.certificateOutsideValidity },
	lateAssertion: {
		numbers: ['700024'],
		when: (_, { clockOffsetMs: clockOffsetMs }) => assertion.isClockRight(clockOffsetMs),
		sentence: assertion.lateAssertion,
	},
	wrongClock: {
		numbers: ['700024'],
		sentence: (_, { clockOffsetMs: clockOffsetMs }) => assertion.wrongClock(clockOffsetMs),
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
			say.wrongCloud(endpoint.tenantId, homeCloud === undefined ? undefined : CHOOSE[homeCloud]),
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
		sentence: (facts) => users.noConsent(facts.clientId, consentUrl(facts), facts.endpoint.context),
	},
	consentDeclined: {
		numbers: ['65004'],
		errors: ['access_denied'],
		errorsIn: 'user',
		sentence: (facts) => users.consentDeclined(consentUrl(facts)),
	},
	conditionalAccess: {
		numbers: [...['53003', '53000', '53001', '53002', '53011'], ...['530032', '530035', '50005', '50131']],
		errors: ['interaction_required'],
		errorsIn: 'application',
		sentence: ({ endpoint }) => users.conditionalAccess(endpoint.context),
	},
	moreAuthentication: {
		numbers: ['50076', '50079', '50074', '50078', '50072', '50158', '53004'],
		sentence: users.moreAuthentication,
	},
	interactionNeeded: {
		numbers: ['700020', '50199'],
		errors: ['interaction_required', 'login_required'],
		errorsIn: 'user',
		sentence: users.interactionNeeded,
	},
	redirectMismatch: { numbers: ['50011'], sentence: ({ clientId }) => users.redirectMismatch(clientId) },
	interruptedSignIn: { numbers: ['501481', '54005', '50089'], sentence: users.interruptedSignIn },
	signInExpired: {
		numbers: ['70008', '700082', '700084', '70043', '70000'],
		errors: ['invalid_grant'],
		errorsIn: 'user',
		sentence: users.signInExpired,
	},
	signInRevoked: { numbers: ['50173', '50132', '50133'], sentence: users.signInRevoked },
	passwordExpired: { numbers: ['50055', '50144', '50135'], sentence: users.passwordExpired },
	lockedUser: { numbers: ['50053'], sentence: users.lockedUser },
	userNotAssigned: { numbers: ['50105'], sentence: ({ clientId }) => users.userNotAssigned(clientId) },
	foreignUser: {
		numbers: ['50020', '50034', '51004', '90072'],
		sentence: ({ endpoint }) => users.foreignUser(endpoint.tenantId),
	},
	disabledUser: { numbers: ['50057'], sentence: users.disabledUser },
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
