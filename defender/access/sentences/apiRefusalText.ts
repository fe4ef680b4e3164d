import type { ServiceTrace } from '../../core/errors';
import { quoted, type Sentence } from '../../core/sentence';
import { ACTIVITY_TEXT, traceText, type Activity } from '../../core/sentences/serviceText';

/** Sentences for a token that the API rejects or that lacks a permission. */

/** A request that was rejected because of a missing permission. */
export interface MissingPermission {
	readonly activity: Activity;
	/** Name of the smallest permission that allows the request. */
	readonly permission: string;
	/** Permissions in the token; undefined if neither the token nor Microsoft names them. */
	readonly granted: readonly string[] | undefined;
	/** Name of the API in Entra ID's permission picker. */
	readonly api: string;
	readonly context: 'application' | 'user';
	readonly consentUrl: string;
	readonly trace: ServiceTrace;
}

export function missingPermission(about: MissingPermission): Sentence {
	const { activity, permission, granted, api, context, consentUrl, trace } = about;
	const kind = context === 'user' ? 'delegated' : 'application';
	const reconnect = context === 'user' ? ' Then connect the account again in the credential.' : '';
	const has = granted === undefined ? '' : ` ${ownerOf(context)} has ${listPermissions(granted)}.`;
	return {
		message: `The permission ${permission} is missing for ${ACTIVITY_TEXT[activity]}`,
		description: `Open the app registration in Microsoft Entra ID and add the ${api} ${kind} permission ${permission}. Ask an administrator to open ${consentUrl} and accept.${reconnect}${has}${traceText(trace)}`,
	};
}

/** Microsoft Defender reports a permission as missing that the token has. */
export function permissionNotApplied(
	activity: Activity,
	permission: string,
	context: 'application' | 'user',
	trace: ServiceTrace,
): Sentence {
	return {
		message: `Microsoft Defender does not apply the permission ${permission} yet`,
		description: `Wait a few minutes and try again. ${ownerOf(context)} already has the permission for ${ACTIVITY_TEXT[activity]}. If this happens again, check that the Directory (Tenant) ID is the tenant in which Defender is set up and licensed.${traceText(trace)}`,
	};
}

const ownerOf = (context: 'application' | 'user') => (context === 'user' ? 'The sign-in' : 'The application');

const MAX_NAMES = 12;

/**
 * Lists permission names in a sentence.
 * @param names from a token or from Microsoft's message, so their form and number are unknown
 */
export function listPermissions(names: readonly string[]): string {
	if (names.length === 0) return 'no permissions';
	const shown = names.slice(0, MAX_NAMES).map((name) => (/^[\w.-]{1,64}$/.test(name) ? name : quoted(name)));
	const more = names.length - shown.length;
	return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** For a token that Test received and that permits nothing. */
export function noUsablePermission(about: {
	readonly api: string;
	readonly permissions: readonly string[];
	readonly granted: readonly string[];
	readonly consentUrl: string;
}): Sentence {
	const { api, permissions, granted, consentUrl } = about;
	return {
		message: 'The sign-in works, but no permission for these nodes is granted',
		description: `Open the app registration in Microsoft Entra ID. Add the ${api} application permissions that your workflows need (${permissions.join(', ')}). Ask an administrator to open ${consentUrl} and accept. The application has ${listPermissions(granted)}.`,
	};
}

export function missingUserRole(activity: Activity, trace: ServiceTrace): Sentence {
	return {
		message: `The signed-in user has no Defender role for ${ACTIVITY_TEXT[activity]}`,
		description: `Assign the user a role in Microsoft Entra ID or Defender, such as Security Reader (to read) or Security Operator (to change).${traceText(trace)}`,
	};
}

export function notSetUp(trace: ServiceTrace): Sentence {
	const other =
		trace.status === 401
			? ' With Cloud set to Custom, also check the audience, because a token for another API gets the same response.'
			: '';
	return {
		message: 'Microsoft Defender XDR is not set up in this tenant',
		description: `Open the Microsoft Defender portal once as an administrator, and check that the tenant has a Defender license.${other}${traceText(trace)}`,
	};
}

export function claimsChallenge(context: 'application' | 'user', trace: ServiceTrace): Sentence {
	const todo =
		context === 'user'
			? 'Connect the account again in the credential and meet the conditions of the policy, such as multifactor authentication'
			: 'Ask an administrator to allow the application from the IP address of the n8n server';
	return {
		message: 'A Conditional Access policy no longer accepts this sign-in',
		description: `${todo}. The sign-in logs of Microsoft Entra ID name the policy.${traceText(trace)}`,
	};
}

export function otherForbidden(activity: Activity, permission: string, trace: ServiceTrace): Sentence {
	return {
		message: `Microsoft Defender does not allow ${ACTIVITY_TEXT[activity]}`,
		description: `Check that an administrator has consented to the permission ${permission}, and that Defender is set up and licensed in the tenant. A signed-in user also needs a Defender role.${traceText(trace)}`,
	};
}

export function wrongAudience(audience: string, apiOrigin: string, trace: ServiceTrace): Sentence {
	return {
		message: 'The token belongs to a different API or cloud',
		description: `Choose the tenant's cloud in the credential. With Cloud set to Custom, enter the audience that belongs to the API URL. The token is for ${quoted(audience)}, but was sent to ${apiOrigin}.${traceText(trace)}`,
	};
}
