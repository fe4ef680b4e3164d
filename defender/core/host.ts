import type { NoResponseCause } from './noResponse';

/** One HTTP request to a Defender API, without the Authorization header, which the credential adds. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** JSON text. */
	readonly body?: string;
	readonly timeoutMs: number;
	/** Sign in again first, because the token lacks a permission that may have been granted since. */
	readonly freshToken?: true;
}

/** A response of any status. The body is text, so that `api/parseBody` can handle long integers, HTML and truncated JSON. */
export interface HttpResponse {
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** Why a request has no response from the API. */
export type HttpFailure =
	/** The request never reached the service. `detail`: from `transportDetail`. */
	| { readonly kind: 'notSent'; readonly cause: NoResponseCause; readonly detail: string }
	/** No complete response arrived. The service may have acted. */
	| { readonly kind: 'noResponse'; readonly cause: NoResponseCause; readonly detail: string }
	/** The API returned 401 even with a renewed token. */
	| { readonly kind: 'unauthorized' }
	/**
	 * Sign-in failed, or the credential rejected the request. `sentence`: explanation for the user. `refused`: Entra ID
	 * rejected the sign-in, so another attempt would fail too.
	 */
	| { readonly kind: 'signIn'; readonly sentence: string; readonly refused?: boolean }
	| { readonly kind: 'canceled' };

export type HttpResult =
	| { readonly ok: true; readonly response: HttpResponse }
	| { readonly ok: false; readonly failure: HttpFailure };

/**
 * Everything that `defender` needs from its surroundings: network, time, random numbers and cancellation. Nodes create it
 * from n8n's helpers in `nodes/shared/connection/host`; tests use a fake.
 */
export interface Host {
	/** Sends one request with the credential's token. Never throws. */
	request(request: HttpRequest): Promise<HttpResult>;
	/**
	 * Waits. Returns early, without throwing, when the execution is canceled.
	 * @param isOver checked a few times per second; ends the wait early when it returns true
	 */
	sleep(milliseconds: number, isOver?: () => boolean): Promise<void>;
	/** Unix time in milliseconds. */
	now(): number;
	/** A number in [0, 1), for jitter. */
	random(): number;
	isCanceled(): boolean;
}
