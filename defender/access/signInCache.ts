import { LeastRecentlyUsed } from '../core/leastRecentlyUsed';

/** Result of one token request to Entra ID. */
export type SignInResult =
	| { readonly accessToken: string }
	/** `forMs`: how long the same sign-in would fail the same way; 0 if the next one may succeed. */
	| { readonly sentence: string; readonly forMs: number };

/** A running or recent sign-in, which other requests of the process share, because n8n itself starts one for each. */
interface Attempt {
	readonly result: Promise<SignInResult>;
	/** Undefined while the sign-in is running. */
	done?: { readonly result: SignInResult; readonly at: number; readonly forMs: number };
}

/** Milliseconds for which a token or a rejection is shared. */
export const SHARED_MS = 5_000;

/** More sign-ins than one process runs at once. */
const MAX_ATTEMPTS = 1_000;

const attempts = new LeastRecentlyUsed<Attempt>(MAX_ATTEMPTS);

/**
 * Shares a running or recent sign-in with the same key, or starts one. Rejections are shared as well: each item of a node
 * signs in by itself, and hundreds of wrong sign-ins make Entra ID throttle the application.
 * @param tokenKey key of the credential
 * @param rejectedToken token that the API has just rejected, which is not returned again
 * @param now Unix time in milliseconds
 */
export async function shareSignIn(
	tokenKey: string,
	rejectedToken: string,
	now: () => number,
	signIn: () => Promise<SignInResult>,
): Promise<SignInResult> {
	const shared = findAttempt(tokenKey, now());
	if (shared !== undefined && !hasReturned(shared, rejectedToken)) return await shared.result;
	const attempt: Attempt = { result: signIn() };
	attempts.set(tokenKey, attempt);
	try {
		const result = await attempt.result;
		const forMs = 'sentence' in result ? result.forMs : SHARED_MS;
		if (forMs > 0) attempt.done = { result, at: now(), forMs };
		return result;
	} finally {
		// An attempt without a result to share must not block the next sign-in.
		if (attempt.done === undefined && attempts.get(tokenKey) === attempt) attempts.delete(tokenKey);
	}
}

/** Whether this process received the token moments ago. It is then used even if it seems to expire soon. */
export function isJustIssued(tokenKey: string, accessToken: string, now: number): boolean {
	const attempt = findAttempt(tokenKey, now);
	return attempt !== undefined && hasReturned(attempt, accessToken);
}

/** Finds the sentence with which Entra ID rejected the same credential moments ago. */
export function findRecentRefusal(tokenKey: string, now: number): string | undefined {
	const result = findAttempt(tokenKey, now)?.done?.result;
	return result !== undefined && 'sentence' in result ? result.sentence : undefined;
}

/** Makes the next sign-in with this credential send a request, even after a recent rejection. */
export function forgetRefusal(tokenKey: string, now: number): void {
	if (findRecentRefusal(tokenKey, now) !== undefined) attempts.delete(tokenKey);
}

function hasReturned({ done }: Attempt, accessToken: string): boolean {
	return done !== undefined && 'accessToken' in done.result && done.result.accessToken === accessToken;
}

/** Each search deletes what is no longer shared, so that no token stays in memory after n8n has stored it. */
function findAttempt(tokenKey: string, now: number): Attempt | undefined {
	for (const [key, { done }] of attempts) {
		if (done !== undefined && Math.abs(now - done.at) >= done.forMs) attempts.delete(key);
	}
	return attempts.get(tokenKey);
}
