import type { PermissionLevel, PermissionNames } from '../access/endpoint';
import type { RewordedMessage } from '../core/rewordedMessage';
import type { Activity } from '../core/sentences/serviceText';

/** Details of a request for its error messages. */
export interface RequestContext {
	readonly activity: Activity;
	/** Permission that Microsoft documents for this request. */
	readonly permission: string;
	readonly incidentId?: string;
	/** Rewords Microsoft's message if it refers to text that the user did not write. */
	readonly rewordMessage?: (message: string) => RewordedMessage;
}

const LEVELS: Readonly<Record<Activity, PermissionLevel>> = {
	readIncidents: 'read',
	updateIncident: 'respond',
	addComment: 'respond',
	runHunt: 'hunt',
};

/** Creates the context of a request. */
export function requestContext(
	permissions: PermissionNames,
	activity: Activity,
	details: Pick<RequestContext, 'incidentId' | 'rewordMessage'> = {},
): RequestContext {
	return { activity, permission: permissions[LEVELS[activity]], ...details };
}
