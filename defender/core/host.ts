import type { NoResponseCause } from './noResponse';

/** One HTTP request to a Defender API. The credential, not the caller, adds the Authorization header. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Encoded JSON text. */
	readonly body?: string;
	readonly timeoutMs: number;
	/** Sign in anew first, because the token lacks a permission that may have been granted since. */
	readonly freshToken?: true;
}

/** An answer of any status, with its body as text: exact longs, HTML and cut bodies are judged by `api/bodies`. */
export interface HttpResponse {
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** What became of a call that brought no usable answer from the API. */
export type HttpFailure =
	/** No connection was made, so the service did nothing. `detail`: from `detailOf`. */
	| { readonly kind: 'notSent'; readonly cause: NoResponseCause; readonly detail: string }
	/** No complete response arrived: the service may have acted. */
	| { readonly kind: 'noResponse'; readonly cause: NoResponseCause; readonly detail: string }
	/** The API answered 401 although the credential had been renewed. */
	| { readonly kind: 'unauthorized' }
	/**
	 * No token could be had, or the credential refused the request; `sentence` is meant for the user. `refused`: Entra ID
	 * itself said no, and would say so again.
	 */
	| { readonly kind: 'signIn'; readonly sentence: string; readonly refused?: boolean }
	| { readonly kind: 'cancelled' };

export type HttpResult =
	| { readonly ok: true; readonly response: HttpResponse }
	| { readonly ok: false; readonly failure: HttpFailure };

/**
 * The only way out of `defender` to the world: network, time, chance and cancellation. Made from n8n's helpers in
 * `nodes/shared/host`, and by hand in tests.
 */
export interface Host {
	/** Sends one request with the credential's token. Never throws. */
	request(call: HttpRequest): Promise<HttpResult>;
	/** Waits; returns early (without throwing) once the execution is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	/** Unix time in milliseconds. */
	now(): number;
	/** A number in [0, 1), for jitter. */
	random(): number;
	isCancelled(): boolean;
}
