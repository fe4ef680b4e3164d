import type { ServiceTrace } from '../core/errors';
import type { Sentence } from '../core/sentence';
import type { Activity } from '../core/sentences/serviceText';

/** An answer 401 or 403. */
export interface AccessDenial {
	readonly activity: Activity;
	readonly permission: string;
	readonly trace: ServiceTrace;
	/** The header `WWW-Authenticate`, '' without one. */
	readonly challenge: string;
}

/** What is known of the caller's token, given from outside because this folder knows nothing of signing in. */
export interface TokenAccess {
	/** Whether the token at hand is known to lack what the node needs, so that the first call asks for a new one. */
	readonly lacksPermission: boolean;
	/** Takes the one renewal that an execution has per credential: true once, and never where n8n cannot renew. */
	claimRenewal(): boolean;
	/** Whether a token minted now may carry what this one lacked. */
	canRenewalHelp(refusal: Pick<AccessDenial, 'trace' | 'challenge'>): boolean;
	explain(refusal: AccessDenial): Promise<Sentence>;
}
