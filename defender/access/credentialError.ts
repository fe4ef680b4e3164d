import { LeastRecentlyUsed } from '../core/leastRecentlyUsed';

/** An error that the credential threw. */
export interface CredentialError {
	readonly sentence: string;
	/** Whether Entra ID rejected the sign-in and would reject it again. */
	readonly isRefused: boolean;
}

/**
 * Marks the errors that the credential itself throws. It is a symbol because n8n interprets named properties of an error
 * (`status`, `code`, `response`), and a registered one because n8n may load this file twice.
 */
const IS_REFUSED = Symbol.for('n8n-nodes-microsoft-defender-xdr.isRefusedSignIn');

/** Creates the error for a sign-in that Entra ID rejected and would reject again. n8n shows its message unchanged. */
export function refusedSignIn(sentence: string): Error {
	return Object.defineProperty(new Error(sentence), IS_REFUSED, { value: true });
}

/** n8n wraps an error once or twice. */
const MAX_DEPTH = 4;

/** Number of texts to keep for n8n 1.x, which keeps only the text of an error (`NodeError` in n8n-workflow 1.120). */
const MAX_TEXTS = 100;
const texts = new LeastRecentlyUsed<CredentialError>(MAX_TEXTS);

/**
 * Runs a step of the credential and marks the error that it throws, so that the node can distinguish a failed sign-in from
 * a failed connection. Leaves an error with a response unmarked, because n8n signs in again after it.
 * @throws the error of `step`
 */
export async function markErrors<T>(step: () => T | Promise<T>): Promise<T> {
	try {
		return await step();
	} catch (failure) {
		throw mark(failure);
	}
}

function mark(failure: unknown): unknown {
	if (!(failure instanceof Error) || 'response' in failure) return failure;
	const isRefused = Reflect.get(failure, IS_REFUSED) === true;
	texts.set(failure.message, { sentence: failure.message, isRefused });
	return Object.defineProperty(failure, IS_REFUSED, { value: isRefused });
}

/**
 * Finds the credential's own error in an error of n8n, which may have another message.
 * @returns undefined for an error that the credential did not throw
 */
export function findCredentialError(failure: unknown): CredentialError | undefined {
	let error = failure;
	for (let depth = 0; depth < MAX_DEPTH && error instanceof Error; depth++) {
		const isRefused: unknown = Reflect.get(error, IS_REFUSED);
		if (typeof isRefused === 'boolean') return { sentence: error.message, isRefused };
		error = error.cause;
	}
	return textsIn(failure)
		.map((text) => texts.get(text))
		.find((known) => known !== undefined);
}

/** n8n keeps replaced messages in `messages`. */
function textsIn(failure: unknown): readonly string[] {
	if (!(failure instanceof Error)) return [];
	const replaced: unknown = 'messages' in failure ? failure.messages : [];
	const all: readonly unknown[] = [failure.message, ...(Array.isArray(replaced) ? replaced : [])];
	return all.filter((text) => typeof text === 'string');
}
