import type { Sentence } from '../../core/sentence';

/** Sentences of the credential's Test button about the API, when the sign-in itself has worked. */

/** Purpose of a request of Test. */
export const TESTING = 'testing the credential';

/** @param api name of the API in the credential form */
export function apiBusy(api: string, status: number): Sentence {
	return {
		message: `The sign-in works, but ${api} is unavailable (status ${status})`,
		description: 'Press Test again in a few minutes.',
	};
}

/**
 * A response that has neither the API's form nor any other known form.
 * @param api name of the API in the credential form
 */
export function notTheApi(api: string, origin: string, status: number): Sentence {
	return {
		message: `${origin} does not respond like ${api} (status ${status})`,
		description:
			'Check Cloud and API URL in the credential, and whether a proxy or firewall responds in place of Microsoft. The sign-in itself works.',
	};
}
