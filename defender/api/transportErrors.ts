import type { Endpoint } from '../access/endpoint';
import { DefenderError } from '../core/errors';
import type { HttpFailure } from '../core/host';
import type { NoResponseCause } from '../core/noResponse';
import { noResponse } from '../core/sentences/noResponseText';
import { unauthorized } from '../core/sentences/unauthorizedText';
import { ACTIVITY_TEXT, canceled, type Activity } from '../core/sentences/serviceText';
import { possibleEffect, type RequestKind } from './retry';
import { signInSentence } from './sentences/apiErrorText';
import { tookTooLong } from './sentences/huntErrorText';

/** A request without a complete response. */
export interface FailedRequest {
	readonly kind: RequestKind;
	readonly activity: Activity;
	readonly attempts: number;
}

/** Causes after which a part of the response had arrived. */
const PARTIAL: readonly NoResponseCause[] = ['truncated', 'damaged', 'tooLarge'];

/** Causes that a retry does not remove: certificates, n8n's own settings, the size. */
const PERMANENT: readonly NoResponseCause[] = [
	'untrustedCertificate',
	'certificateDates',
	'certificateName',
	'blocked',
	'tooLarge',
];

export function isPermanent(cause: NoResponseCause): boolean {
	return PERMANENT.includes(cause);
}

/** Creates the error for a request without a complete response. */
export function transportError(
	failure: HttpFailure,
	{ kind, activity, attempts }: FailedRequest,
	endpoint: Endpoint,
): DefenderError {
	const effectOf = (failed: 'notSent' | 'noResponse') =>
		possibleEffect(kind, { kind: 'transport', failure: failed });
	switch (failure.kind) {
		case 'canceled':
			return new DefenderError({ kind: 'canceled' }, canceled(), effectOf('noResponse'));
		case 'signIn':
			return new DefenderError({ kind: 'signIn' }, signInSentence(failure.sentence, endpoint.context));
		case 'unauthorized':
			return new DefenderError({ kind: 'unauthorized' }, unauthorized(endpoint.audience, undefined));
		case 'notSent':
		case 'noResponse': {
			const { cause, detail } = failure;
			const isSlowHunt = kind === 'hunt' && cause === 'timedOut';
			const sentence = isSlowHunt
				? tookTooLong(attempts)
				: noResponse({ cause, detail, origin: endpoint.apiOrigin, activity: ACTIVITY_TEXT[activity] });
			const reason = PARTIAL.includes(cause) ? 'unreadable' : 'unreachable';
			return new DefenderError({ kind: reason }, sentence, effectOf(failure.kind));
		}
	}
}
