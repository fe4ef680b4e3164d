import type { ServiceTrace } from '../errors';
import { quoted, type Sentence } from '../sentence';
import { ACTIVITY_TEXT, traceText, type Activity } from './serviceText';

/** Sentences about what a token permits and the API demands. */

/** What is known of a call that was refused for want of a permission. */
export interface MissingPermission {
	readonly activity: Activity;
	/** Name of the smallest permission that allows it. */
	readonly permission: string;
	/** Permissions in the token; undefined where neither it nor Microsoft tells. */
	readonly granted: readonly string[] | undefined;
	/** Name under which the permission picker lists the API. */
	readonly api: string;
	readonly context: 'application' | 'user';
	readonly consentUrl: string;
	readonly trace: ServiceTrace;
}

export function missingPermission(about: MissingPermission): Sentence {
	const { activity: doing, permission: needs, granted, api, context, consentUrl, trace } = about;
	const kind = context === 'user' ? 'delegated' : 'application';
	const then = context === 'user' ? ' Then press Connect in the credential again.' : '';
	return {
		message: `The permission ${needs} is missing for ${ACTIVITY_TEXT[doing]}`,
		description: `${hasText(context, granted, needs)}In Microsoft Entra ID, open the app registration, add the ${api} ${kind} permission ${needs}, and let an administrator grant consent: ${consentUrl}${then}${traceText(trace)}`,
	};
}

/** Microsoft Defender calls a permission missing that the token holds. */
export function permissionNotSeen(
	doing: Activity,
	needs: string,
	context: 'application' | 'user',
	trace: ServiceTrace,
): Sentence {
	const who = context === 'user' ? 'the sign-in' : 'the application';
	return {
		message: `Microsoft Defender does not apply the permission ${needs} yet`,
		description: `Wait some minutes and try again: ${who} already holds what ${ACTIVITY_TEXT[doing]} needs. If that recurs, check that the Directory (Tenant) ID is the tenant in which Defender is set up and licensed.${traceText(trace)}`,
	};
}

function hasText(
	context: 'application' | 'user',
	granted: readonly string[] | undefined,
	needs: string,
): string {
	if (granted === undefined) return '';
	const who = context === 'user' ? 'The sign-in' : 'The application';
	return granted.length === 0
		? `${who} has no permission and needs ${needs}. `
		: `${who} has ${listed(granted)}, and needs ${needs}. `;
}

/** Names come from a token or from Microsoft's message, so their form and number are not taken for granted. */
function listed(names: readonly string[]): string {
	const shown = names.slice(0, 12).map((name) => (/^[\w.-]{1,64}$/.test(name) ? name : quoted(name)));
	const more = names.length - shown.length;
	return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What the credential test says of a token that permits nothing of what the nodes do. */
export function noPermissionAtAll(about: {
	readonly api: string;
	readonly permissions: readonly string[];
	readonly granted: readonly string[];
	readonly consentUrl: string;
}): string {
	const { api, permissions, granted, consentUrl } = about;
	const has = granted.length === 0 ? 'none at all' : listed(granted);
	return `The sign-in works, but the application has none of the permissions that the nodes use (it has ${has}). In Microsoft Entra ID, open the app registration, add what your playbooks need of the ${api} application permissions ${permissions.join(', ')}, and let an administrator grant consent: ${consentUrl}`;
}

export function missingUserRole(doing: Activity, trace: ServiceTrace): Sentence {
	return {
		message: `The signed-in user has no Defender role for ${ACTIVITY_TEXT[doing]}`,
		description: `Give the user a role such as Security Reader (to read) or Security Operator (to change) in Microsoft Entra ID or Defender.${traceText(trace)}`,
	};
}

export function notSetUp(trace: ServiceTrace): Sentence {
	const other =
		trace.status === 401
			? ' A token that was made for another API is answered like this too: with the cloud Custom, check the audience.'
			: '';
	return {
		message: 'Microsoft Defender XDR is not set up in this tenant',
		description: `Open the Microsoft Defender portal once as an administrator, and check that the tenant has a Defender licence.${other}${traceText(trace)}`,
	};
}

export function claimsChallenge(context: 'application' | 'user', trace: ServiceTrace): Sentence {
	const todo =
		context === 'user'
			? 'Press Connect in the credential again and meet what the policy demands, such as multifactor authentication'
			: "Ask an administrator to allow the application from the address of n8n's server";
	return {
		message: 'A Conditional Access policy of the tenant does not accept this sign-in any more',
		description: `${todo}; the sign-in logs of Microsoft Entra ID name the policy.${traceText(trace)}`,
	};
}

export function otherForbidden(doing: Activity, needs: string, trace: ServiceTrace): Sentence {
	return {
		message: `Microsoft Defender does not allow ${ACTIVITY_TEXT[doing]}`,
		description: `Check that the permission ${needs} is granted with administrator consent, that Defender is set up and licensed in the tenant, and for a signed-in user that the user has a Defender role.${traceText(trace)}`,
	};
}

export function wrongAudience(audience: string, apiOrigin: string, trace: ServiceTrace): Sentence {
	return {
		message: 'The token is for another API or cloud than the one called',
		description: `It was issued for ${quoted(audience)} and sent to ${apiOrigin}. Choose the tenant's cloud in the credential; with the cloud Custom, enter the audience that belongs to the API URL.${traceText(trace)}`,
	};
}

export function unauthorized(audience: string, trace: ServiceTrace | undefined): Sentence {
	return {
		message: 'Microsoft Defender did not accept the sign-in',
		description: `A new token was fetched and refused as well. Check that the credential's cloud is the tenant's cloud and that the audience ${quoted(audience)} belongs to the API.${traceText(trace)}`,
	};
}
