import { LeastRecentlyUsed } from '../core/leastRecentlyUsed';

/**
 * Marks the errors that the credential itself throws. A symbol, because n8n acts on the named properties of an error (`status`,
 * `code`, `response`), and a registered one, in case n8n loads this file twice.
 */
const THROWN_BY_CREDENTIAL = Symbol.for('n8n-nodes-microsoft-defender-xdr.thrownByCredential');

/** n8n wraps an error once or twice. */
const DEEPEST = 4;

/** So many texts are kept for n8n 1.x, which keeps nothing of an error but its text (`NodeError` in n8n-workflow 1.120). */
const MOST_TEXTS = 100;
const texts = new LeastRecentlyUsed<true>(MOST_TEXTS);

/**
 * Runs a step of the credential and marks the error with which it fails, so that the node can tell a refused sign-in from
 * a failed connection. An error that carries a response is left alone: n8n answers it by signing in again.
 * @throws whatever `step` throws
 */
export async function markErrors<T>(step: () => T | Promise<T>): Promise<T> {
	try {
		return await step();
	} catch (failure) {
		throw marked(failure);
	}
}

function marked(failure: unknown): unknown {
	if (!(failure instanceof Error) || 'response' in failure) return failure;
	texts.set(failure.message, true);
	return Object.defineProperty(failure, THROWN_BY_CREDENTIAL, { value: true });
}

/**
 * The text with which the credential failed, in its own words: n8n may have replaced the message of the error around it.
 * @returns undefined for a failure of anything else
 */
export function findCredentialError(failure: unknown): string | undefined {
	let error = failure;
	for (let depth = 0; depth < DEEPEST && error instanceof Error; depth++) {
		if (THROWN_BY_CREDENTIAL in error) return error.message;
		error = error.cause;
	}
	return textsIn(failure).find((text) => texts.get(text));
}

/** n8n keeps replaced messages in `messages`. */
function textsIn(failure: unknown): readonly string[] {
	if (!(failure instanceof Error)) return [];
	const replaced: unknown = 'messages' in failure ? failure.messages : [];
	const all: readonly unknown[] = [failure.message, ...(Array.isArray(replaced) ? replaced : [])];
	return all.filter((text) => typeof text === 'string');
}
