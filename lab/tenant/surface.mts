import type { CallKind, OpenCall } from './requestLedger.mts';
import type { TenantState } from './tenantState.mts';

/** A call as it came in. */
export interface Incoming {
	readonly method: string;
	readonly path: string;
	/** Path and query exactly as sent. */
	readonly target: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** The body's text; empty when there is none. */
	readonly text: string;
}

/** An answer before it is written to the wire. */
export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** One `Set-Cookie` header each. */
	readonly cookies?: readonly string[];
	/** Written as JSON, unless it is a text, which is sent as it is. */
	readonly body?: unknown;
}

/** Works out the right answer to a call and carries it out. */
export type Respond = (
	incoming: Incoming,
	call: OpenCall,
	/** Headers that go on the answer: an error body repeats some of them. */
	headers: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** What one API adds to every response, and the shape of its errors. */
export interface Surface {
	readonly kind: CallKind;
	readonly tenantOf: (incoming: Incoming) => TenantState | undefined;
	/** Headers of every answer of this surface, faults included. */
	readonly headers: (incoming: Incoming, tenant: TenantState | undefined) => Record<string, string>;
	/** The service's own body for a bare status. */
	readonly errorBody: (
		status: number,
		headers: Readonly<Record<string, string>>,
		/** Replaces the service's own code and message for the status. */
		said?: { readonly code: string; readonly message: string },
	) => unknown;
	/** The refusal of a sign-in with an AADSTS number; absent where there is no sign-in. */
	readonly refuseSignIn?: (code: number, incoming: Incoming, retryAfterSeconds?: number) => Answer;
}
