import type { ServiceTrace } from '../core/errors';
import type { Sentence } from '../core/sentence';
import type { Activity } from '../core/sentences/serviceText';

/** A response with status 401 or 403. */
export interface AccessDenial {
	readonly activity: Activity;
	/** Name of the permission that the request needs. */
	readonly permission: string;
	readonly trace: ServiceTrace;
	/** Header `WWW-Authenticate`; '' without one. */
	readonly challenge: string;
}

/** Permissions of the current token. The nodes provide this, because `defender/api` does not sign in. */
export interface TokenAccess {
	/** Whether the current token lacks the node's permission, so that the first request needs a new token. */
	readonly lacksPermission: boolean;
	/** Uses the one renewal per execution and credential. Returns true once; never where n8n cannot renew. */
	claimRenewal(): boolean;
	/** Whether a new token may have the missing permission. */
	canRenewalHelp(denial: Pick<AccessDenial, 'trace' | 'challenge'>): boolean;
	/** Explains the denial to the user. */
	explain(denial: AccessDenial): Promise<Sentence>;
}
