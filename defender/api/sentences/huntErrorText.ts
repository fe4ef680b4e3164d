import type { ServiceTrace } from '../../core/errors';
import type { Sentence } from '../../core/sentence';
import { narrowQuery } from '../../core/sentences/narrowQueryText';
import { traceText } from '../../core/sentences/serviceText';

/** Microsoft's word for it is "preempted". */
export function tooHeavy(trace: ServiceTrace): Sentence {
	return {
		message: 'Microsoft Defender stopped the hunting query: too much CPU or memory',
		description: `${narrowQuery} Avoid union and search across many tables. The query was not retried, because a retry uses more of the tenant’s CPU quota.${traceText(trace)}`,
	};
}

export function tooLarge(trace: ServiceTrace): Sentence {
	return {
		message: 'The query’s result exceeds Microsoft Defender’s limit of 50 MB',
		description: `${narrowQuery} No rows were returned.${traceText(trace)}`,
	};
}

/** @param trace absent if no response arrived */
export function tookTooLong(attempts: number, trace?: ServiceTrace): Sentence {
	const sent = attempts === 1 ? 'once' : `${attempts} times`;
	return {
		message: 'The hunting query exceeded Microsoft Defender’s limit of three minutes',
		description: `${narrowQuery} The query was sent ${sent}.${traceText(trace)}`,
	};
}
