import * as say from '../core/sentences/signIn';
import * as ask from '../core/sentences/userRefusals';
import type { Sentence } from '../core/sentences/sentence';
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
	readonly clockBehindMs?: number;
	/** Where the tenant really lives, when the answer names it. */
	readonly homeCloud?: HomeCloud;
}

/** The families of clouds that Entra ID tells apart; within one, only the tenant's licence decides. */
export type HomeCloud = 'worldwide' | 'usGovernment' | 'china';

/** One cause for which Entra ID gives no token: by what it is known, and what the user is told. */
export interface SignInProblem {
	/** AADSTS numbers (reference: Entra "authentication and authorization error codes"). */
	readonly numbers: readonly string[];
	/** OAuth 2.0 errors that mean it when no known number comes with them. */
	readonly errors?: readonly string[];
	/** What must hold besides; the first row that fits decides. */
	readonly when?: (facts: SignInFacts) => boolean;
	readonly sentence: (facts: SignInFacts, refusal: SignInRefusal) => Sentence;
}

const CHOOSE: Readonly<Record<HomeCloud, string>> = {
	worldwide: `${clouds.global.label} (or ${clouds.gcc.label})`,
	usGovernment: `${clouds.gccHigh.label} (or ${clouds.dod.label})`,
	china: 'another tenant, since the cloud operated by 21Vianet has no Defender API,',
};

const consentUrl = ({ endpoint, clientId }: SignInFacts) => adminConsentUrl(endpoint, clientId);

export const signInProblems: Readonly<Record<string, SignInProblem>> = {
	secretIdForSecret: {
		numbers: ['7000215'],
		when: ({ secretLooksLikeId }) => secretLooksLikeId,
		sentence: say.secretIdForSecret,
	},
	wrongSecret: { numbers: ['7000215'], sentence: say.wrongSecret },
	expiredSecret: { numbers: ['7000222'], sentence: say.expiredSecret },
	noProof: { numbers: ['7000218'], sentence: ({ clientId }) => say.noProof(clientId) },
	proofOfPublicApp: { numbers: ['700025'], sentence: ({ clientId }) => say.proofOfPublicApp(clientId) },
	refusedCertificate: {
		numbers: ['700027', '50012'],
		sentence: ({ clientId }) => say.refusedCertificate(clientId),
	},
	certificateOutOfTime: { numbers: ['1000502'], sentence: say.certificateOutOfTime },
	wrongClock: { numbers: ['700024'], sentence: (_, { clockBehindMs }) => say.wrongClock(clockBehindMs) },
	unknownApp: {
		numbers: ['700016', '70001'],
		sentence: ({ clientId, endpoint }) => say.unknownApp(clientId, endpoint.tenantId),
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
	wrongCloud: {
		numbers: ['90038', '900382', '900432'],
		sentence: ({ endpoint }, { homeCloud }) =>
			say.wrongCloud(endpoint.tenantId, homeCloud === undefined ? undefined : CHOOSE[homeCloud]),
	},
	unknownResource: {
		numbers: ['500011', '650057', '70011', '700022', '1002012'],
		errors: ['invalid_resource', 'invalid_scope'],
		sentence: ({ endpoint }) => say.unknownResource(endpoint.audience),
	},
	notSubscribed: { numbers: ['650052'], sentence: ({ endpoint }) => say.notSubscribed(endpoint.audience) },
	noConsent: {
		numbers: ['65001', '90094', '90095'],
		errors: ['consent_required'],
		sentence: (facts) => ask.noConsent(facts.clientId, consentUrl(facts), facts.endpoint.context),
	},
	consentDeclined: {
		numbers: ['65004'],
		errors: ['access_denied'],
		sentence: (facts) => ask.consentDeclined(consentUrl(facts)),
	},
	conditionalAccess: {
		numbers: ['53003', '53000', '53001', '530032', '530035'],
		sentence: ({ endpoint }) => ask.conditionalAccess(endpoint.context),
	},
	moreAuthentication: {
		numbers: ['50076', '50079', '50074', '50078'],
		errors: ['interaction_required'],
		sentence: ask.moreAuthentication,
	},
	redirectMismatch: { numbers: ['50011'], sentence: ({ clientId }) => ask.redirectMismatch(clientId) },
	interruptedSignIn: { numbers: ['501481', '54005'], sentence: ask.interruptedSignIn },
	refreshOver: {
		numbers: ['70008', '700082', '70043'],
		errors: ['invalid_grant'],
		when: ({ endpoint }) => endpoint.context === 'user',
		sentence: ask.refreshOver,
	},
	refreshRevoked: { numbers: ['50173'], sentence: ask.refreshRevoked },
	userNotAssigned: { numbers: ['50105'], sentence: ({ clientId }) => ask.userNotAssigned(clientId) },
	foreignUser: {
		numbers: ['50020', '50034'],
		sentence: ({ endpoint }) => ask.foreignUser(endpoint.tenantId),
	},
	disabledUser: { numbers: ['50057'], sentence: ask.disabledUser },
	signInThrottled: { numbers: ['50196', '90055'], sentence: say.signInThrottled },
	entraBusy: { numbers: [], errors: ['temporarily_unavailable'], sentence: say.entraBusy },
};
