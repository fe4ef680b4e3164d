import { LeastRecentlyUsed } from '../core/leastRecentlyUsed';

/** How Entra ID answered one request for a token. */
export type SignInResult =
	| { readonly accessToken: string }
	/** `forMs`: how long the same refusal may be taken for granted; 0 where the next call should ask again. */
	| { readonly sentence: string; readonly forMs: number };

/** A sign-in under way or just done, so that calls of one process share it (n8n has no single flight: hard-parts §1.4). */
interface Attempt {
	readonly answer: Promise<SignInResult>;
	/** Undefined while under way. */
	done?: { readonly answer: SignInResult; readonly at: number; readonly forMs: number };
}

/** Milliseconds for which a token or a refusal is shared. */
export const SHARED_MS = 5_000;

/** More sign-ins at once than one process makes. */
const MOST_ATTEMPTS = 1_000;

const attempts = new LeastRecentlyUsed<Attempt>(MOST_ATTEMPTS);

/**
 * The answer to a sign-in under way or just done for the same fields, or else to a new one. A refusal is shared as a token
 * is: each item of a node asks for itself, and hundreds of the same wrong sign-in make Entra ID throttle the application.
 * @param tokenFor fingerprint of the fields
 * @param refused the token that the API has just refused, which is not handed out again
 * @param now Unix time in milliseconds
 */
export async function shareSignIn(
	tokenFor: string,
	refused: string,
	now: () => number,
	ask: () => Promise<SignInResult>,
): Promise<SignInResult> {
	const shared = recent(tokenFor, now());
	if (shared !== undefined && !gave(shared, refused)) return await shared.answer;
	const attempt: Attempt = { answer: ask() };
	attempts.set(tokenFor, attempt);
	try {
		const answer = await attempt.answer;
		const forMs = 'sentence' in answer ? answer.forMs : SHARED_MS;
		if (forMs > 0) attempt.done = { answer, at: now(), forMs };
		return answer;
	} finally {
		// An attempt without a result to share, such as a rejection, must not block the next sign-in.
		if (attempt.done === undefined && attempts.get(tokenFor) === attempt) attempts.delete(tokenFor);
	}
}

/** Whether this very token was minted by this process moments ago: then it is used even when its expiry looks near. */
export function isJustIssued(tokenFor: string, accessToken: string, now: number): boolean {
	const attempt = recent(tokenFor, now);
	return attempt !== undefined && gave(attempt, accessToken);
}

/** The sentence with which Entra ID refused the same fields moments ago. */
export function findRecentRefusal(tokenFor: string, now: number): string | undefined {
	const answer = recent(tokenFor, now)?.done?.answer;
	return answer !== undefined && 'sentence' in answer ? answer.sentence : undefined;
}

/** Whether a text is the sentence of a sign-in that Entra ID refused moments ago, whatever the fields were. */
export function isRecentRefusal(text: string, now: number): boolean {
	return [...attempts].some(([tokenFor]) => findRecentRefusal(tokenFor, now) === text);
}

/** Lets the next sign-in with these fields ask Entra ID, whatever it answered moments ago. */
export function forgetRefusal(tokenFor: string, now: number): void {
	if (findRecentRefusal(tokenFor, now) !== undefined) attempts.delete(tokenFor);
}

function gave({ done }: Attempt, accessToken: string): boolean {
	return done !== undefined && 'accessToken' in done.answer && done.answer.accessToken === accessToken;
}

/** What is over is forgotten at each use, so that no token stays in memory while n8n has it stored. */
function recent(tokenFor: string, now: number): Attempt | undefined {
	for (const [key, { done }] of attempts) {
		if (done !== undefined && Math.abs(now - done.at) >= done.forMs) attempts.delete(key);
	}
	return attempts.get(tokenFor);
}
