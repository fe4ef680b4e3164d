import type { Endpoint } from '../access/endpoint';
import { DefenderError, type Effect } from '../core/errors';
import type { HttpFailure } from '../core/host';
import type { NoResponseCause } from '../core/noResponse';
import { noResponse } from '../core/sentences/noResponseText';
import { unauthorized } from '../core/sentences/unauthorizedText';
import * as say from '../core/sentences/serviceText';
import { mayHaveActed, type RequestKind } from './retry';
import { tookTooLong } from './sentences/huntErrorText';

/** A call without a complete response. */
export interface FailedCall {
	readonly kind: RequestKind;
	readonly doing: say.Activity;
	readonly attempts: number;
}

/** A response arrived in part. */
const INCOMPLETE: readonly NoResponseCause[] = ['truncated', 'damaged', 'tooLarge'];

/** Causes that another attempt does not remove: certificates, n8n's own rules, the size. */
const LASTING: readonly NoResponseCause[] = [
	'untrustedCertificate',
	'certificateDates',
	'certificateName',
	'blocked',
	'tooLarge',
];

export function isLasting(cause: NoResponseCause): boolean {
	return LASTING.includes(cause);
}

/** The error for a call without a complete response, by its cause. */
export function transportError(failure: HttpFailure, call: FailedCall, endpoint: Endpoint): DefenderError {
	switch (failure.kind) {
		case 'cancelled':
			return new DefenderError({ kind: 'cancelled' }, say.cancelled(), effectOf(call.kind, 'noResponse'));
		case 'signIn':
			return new DefenderError({ kind: 'signIn' }, say.signInSentence(failure.sentence, endpoint.context));
		case 'unauthorized':
			return new DefenderError({ kind: 'unauthorized' }, unauthorized(endpoint.audience, undefined));
		case 'notSent':
		case 'noResponse': {
			const { cause, detail } = failure;
			const about = { cause, detail, origin: endpoint.apiOrigin, doing: say.ACTIVITY_TEXT[call.doing] };
			const isSlowHunt = call.kind === 'hunt' && cause === 'timedOut';
			const sentence = isSlowHunt ? tookTooLong(call.attempts) : noResponse(about);
			const kind = INCOMPLETE.includes(cause) ? 'unreadable' : 'unreachable';
			return new DefenderError({ kind }, sentence, effectOf(call.kind, failure.kind));
		}
	}
}

function effectOf(call: RequestKind, failure: 'notSent' | 'noResponse'): Effect {
	return mayHaveActed(call, { kind: 'transport', failure }) ? 'unknown' : 'none';
}
