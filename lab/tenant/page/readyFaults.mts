import type { FaultBody } from '../controlSchemas.mts';

/** A fault that the page offers. */
export interface ReadyFault {
	readonly name: string;
	/** The effect for the client. */
	readonly what: string;
	readonly fault: Pick<FaultBody, 'match' | 'answer' | 'after'>;
}

const API = { pathPattern: '^/(v1\\.0|api)/' } as const;
const HUNTS = { pathPattern: '/(runHuntingQuery|advancedhunting/run)$' } as const;
const WRITES = { ...API, method: 'PATCH' } as const;
const SIGN_IN = { kind: 'token' } as const;

/** Every fault of the page by its id. */
export const READY_FAULTS: Readonly<Record<string, ReadyFault>> = {
	throttled: {
		name: 'Throttled',
		what: '429, retry after 10 seconds',
		fault: { match: API, answer: { throttle: 'seconds', retryAfterSeconds: 10 } },
	},
	throttledUntil: {
		name: 'Throttled until a date',
		what: '429, retry after an HTTP date 10 seconds from now',
		fault: { match: API, answer: { throttle: 'date', retryAfterSeconds: 10 } },
	},
	throttledSilently: {
		name: 'Throttled without a time',
		what: '429 without Retry-After',
		fault: { match: API, answer: { throttle: 'none', retryAfterSeconds: 0 } },
	},
	serverError: { name: 'Server error', what: '500', fault: { match: API, answer: { status: 500 } } },
	unavailable: { name: 'Unavailable', what: '503', fault: { match: API, answer: { status: 503 } } },
	unauthorized: { name: 'Token rejected', what: '401', fault: { match: API, answer: { status: 401 } } },
	forbidden: { name: 'Permission missing', what: '403', fault: { match: API, answer: { status: 403 } } },
	proxy: { name: 'Proxy page', what: '200 with the page of a proxy', fault: { match: API, answer: 'html' } },
	cut: { name: 'Cut response', what: 'the connection ends halfway', fault: { match: API, answer: 'cut' } },
	reset: { name: 'Reset connection', what: 'no response at all', fault: { match: API, answer: 'reset' } },
	hang: {
		name: 'No response',
		what: 'no response until the client cancels',
		fault: { match: API, answer: 'hang' },
	},
	redirect: {
		name: 'Redirect',
		what: '302 to another host',
		fault: { match: API, answer: { redirect: 'https://elsewhere.example/' } },
	},
	lostWrite: {
		name: 'Lost response to a write',
		what: 'the update takes effect, but the response is a 504',
		fault: { match: WRITES, answer: { status: 504 }, after: 'applied' },
	},
	huntQuota: {
		name: 'Hunting quota',
		what: '429, the hunts of this minute are used up',
		fault: { match: HUNTS, answer: { refuseHunt: 'callsInMinute' } },
	},
	huntCpu: {
		name: 'Hunting CPU',
		what: "429, the tenant's CPU for hunts is used up",
		fault: { match: HUNTS, answer: { refuseHunt: 'cpu' } },
	},
	huntTimeout: {
		name: 'Hunt too slow',
		what: '504 after a hunt',
		fault: { match: HUNTS, answer: { refuseHunt: 'timeout' } },
	},
	wrongSecret: {
		name: 'Wrong secret',
		what: 'the sign-in is rejected with AADSTS7000215',
		fault: { match: SIGN_IN, answer: { refuseSignIn: 7000215 } },
	},
	expiredSecret: {
		name: 'Expired secret',
		what: 'the sign-in is rejected with AADSTS7000222',
		fault: { match: SIGN_IN, answer: { refuseSignIn: 7000222 } },
	},
	blocked: {
		name: 'Conditional Access',
		what: 'the sign-in is rejected with AADSTS53003',
		fault: { match: SIGN_IN, answer: { refuseSignIn: 53003 } },
	},
	revoked: {
		name: 'Sessions revoked',
		what: "the renewal of a user's token is rejected with AADSTS50173",
		fault: { match: SIGN_IN, answer: { refuseSignIn: 50173 } },
	},
	signInThrottled: {
		name: 'Sign-in throttled',
		what: '429 with AADSTS90055, retry after 10 seconds',
		fault: { match: SIGN_IN, answer: { refuseSignIn: 90055, retryAfterSeconds: 10 } },
	},
};
