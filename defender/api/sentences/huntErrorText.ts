import type { ServiceTrace } from '../../core/errors';
import type { Sentence } from '../../core/sentence';
import { narrowQuery } from '../../core/sentences/narrowQueryText';
import { traceText } from '../../core/sentences/serviceText';

/** Microsoft stopped the query ("preempted") because of its use of CPU or memory. */
export function tooHeavy(trace: ServiceTrace): Sentence {
	return {
		message: 'Microsoft Defender stopped the hunting query because it uses too much CPU or memory',
		description: `${narrowQuery} Leave out union and search over many tables. It was not asked again, since that costs the tenant’s share of CPU.${traceText(trace)}`,
	};
}

export function tooLarge(trace: ServiceTrace): Sentence {
	return {
		message: 'The result of the hunting query is larger than Microsoft Defender gives (50 MB)',
		description: `No rows came. ${narrowQuery}${traceText(trace)}`,
	};
}

/** `trace` is absent where no answer came at all. */
export function tookTooLong(attempts: number, trace?: ServiceTrace): Sentence {
	const asked = attempts === 1 ? 'asked once' : `asked ${attempts} times`;
	return {
		message: 'The hunting query did not end within the three minutes that Microsoft Defender gives it',
		description: `It was ${asked}. ${narrowQuery}${traceText(trace)}`,
	};
}
