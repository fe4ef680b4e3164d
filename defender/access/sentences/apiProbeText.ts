import type { Sentence } from '../../core/sentence';

/** Sentences of the credential's Test button about the API, when the sign-in itself has worked. */

/** What a request of Test is for. */
export const TESTING = 'testing the credential';

/** @param api as the credential calls it */
export function apiBusy(api: string, status: number): Sentence {
	return {
		message: `The sign-in works, but ${api} is not available (status ${status})`,
		description: 'Press Test again in a few minutes.',
	};
}

/**
 * A response that has neither the API's form nor that of anything known.
 * @param api as the credential calls it
 */
export function notTheApi(api: string, origin: string, status: number): Sentence {
	return {
		message: `${origin} does not respond like ${api} (status ${status})`,
		description:
			"Check the credential's cloud and API URL, and whether a proxy or firewall responds in place of Microsoft. The sign-in itself works.",
	};
}
