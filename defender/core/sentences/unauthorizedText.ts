import type { ServiceTrace } from '../errors';
import { quoted, type Sentence } from '../sentence';
import { traceText } from './serviceText';

/** The API answered 401 although the credential had just fetched a new token. */
export function unauthorized(audience: string, trace: ServiceTrace | undefined): Sentence {
	return {
		message: 'Microsoft Defender rejected the sign-in',
		description: `Check that Cloud in the credential is the tenant's cloud and that the audience ${quoted(audience)} belongs to the API. A new token was also rejected.${traceText(trace)}`,
	};
}
