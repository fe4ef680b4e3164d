import type { Sentence } from '../core/sentence';
import type { Activity } from '../core/sentences/serviceText';
import type { ServiceTrace } from '../core/errors';
import * as say from './sentences/apiRefusalText';
import { unauthorized } from '../core/sentences/unauthorizedText';
import { adminConsentUrl } from './adminConsent';
import type { Endpoint } from './endpoint';
import { hasPermission, protectedApis, permissionLevels } from './permissions';

/** An answer 401 or 403 of the API, and who called for what. */
export interface ApiRefusal {
	readonly endpoint: Endpoint;
	readonly clientId: string;
	readonly activity: Activity;
	/** Name of the smallest permission that allows the call. */
	readonly permission: string;
	/** Permissions in the token, where it can be read. */
	readonly granted: readonly string[] | undefined;
	readonly trace: ServiceTrace;
	/** The header `WWW-Authenticate`, which carries a claims challenge. */
	readonly challenge: string;
}

/** One cause for which the API refuses a caller: by what it is known, and what the user is told. */
export interface KnownApiRefusal {
	readonly status: readonly (401 | 403)[];
	/** Found in Microsoft's code, message or challenge. Undefined for what is left: the last row of its status. */
	readonly text: RegExp | undefined;
	/** A further condition. The first row that matches decides. */
	readonly when?: (refusal: ApiRefusal) => boolean;
	/** How Microsoft words it, for people who look for that. */
	readonly example: string;
	/** Whether the cause lies in the token's permissions, so that a new token may carry what the old one lacks. */
	readonly inToken?: true;
	readonly sentence: (refusal: ApiRefusal) => Sentence;
}

const MISSING_PERMISSION =
	/missing application (?:roles|scopes)|insufficient privileges|Authorization_RequestDenied/i;

/** In this order; the first that fits decides. Texts: Microsoft's error pages, and answers quoted in public issues and code. */
export const apiRefusals = {
	claimsChallenge: {
		status: [401, 403],
		text: /insufficient_claims/i,
		example: 'insufficient_claims',
		sentence: ({ endpoint, trace }) => say.claimsChallenge(endpoint.context, trace),
	},
	notSetUp: {
		status: [401, 403],
		text: /not provisioned|mode is inactive|no tvm license|licen[cs]e/i,
		example: 'Account is not provisioned',
		sentence: ({ trace }) => say.notSetUp(trace),
	},
	missingUserRole: {
		status: [403],
		text: /missing user permissions/i,
		example: 'Missing user permissions',
		sentence: ({ activity, trace }) => say.missingUserRole(activity, trace),
	},
	permissionNotApplied: {
		status: [403],
		text: MISSING_PERMISSION,
		when: (refusal) => holdsEnough(refusal, grantedTo(refusal)),
		example: 'Missing application roles, although the token holds one of them',
		sentence: (refusal) =>
			say.permissionNotApplied(refusal.activity, refusal.permission, refusal.endpoint.context, refusal.trace),
	},
	missingPermission: {
		status: [403],
		text: MISSING_PERMISSION,
		example: 'Missing application roles',
		inToken: true,
		sentence: missingPermission,
	},
	otherForbidden: {
		status: [403],
		text: undefined,
		example: 'Forbidden',
		sentence: (refusal) =>
			refusal.granted !== undefined && !holdsEnough(refusal, refusal.granted)
				? missingPermission(refusal)
				: say.otherForbidden(refusal.activity, refusal.permission, refusal.trace),
	},
	wrongAudience: {
		status: [401],
		text: /invalid audience/i,
		example: 'Access token validation failure. Invalid audience.',
		sentence: ({ endpoint, trace }) => say.wrongAudience(endpoint.audience, endpoint.apiOrigin, trace),
	},
	unauthorized: {
		status: [401],
		text: undefined,
		example: 'InvalidAuthenticationToken',
		sentence: ({ endpoint, trace }) => unauthorized(endpoint.audience, trace),
	},
} satisfies Readonly<Record<string, KnownApiRefusal>>;

/** What the user is told of an answer 401 or 403. */
export function explainApiRefusal(refusal: ApiRefusal): Sentence {
	const rows: readonly KnownApiRefusal[] = Object.values(apiRefusals);
	const found = rows.find((row) => fits(row, refusal) && (row.when?.(refusal) ?? true));
	return (found ?? apiRefusals.otherForbidden).sentence(refusal);
}

/** Whether a token minted now may carry what this one lacks. */
export function canNewTokenHelp(refusal: Pick<ApiRefusal, 'trace' | 'challenge'>): boolean {
	const rows: readonly KnownApiRefusal[] = Object.values(apiRefusals);
	return rows.find((row) => row.when === undefined && fits(row, refusal))?.inToken === true;
}

function fits(
	{ status, text }: KnownApiRefusal,
	{ trace, challenge }: Pick<ApiRefusal, 'trace' | 'challenge'>,
) {
	const said = `${trace.code}\n${trace.message}\n${challenge}`;
	return status.some((one) => one === trace.status) && (text?.test(said) ?? true);
}

function missingPermission(refusal: ApiRefusal): Sentence {
	const { endpoint, clientId } = refusal;
	return say.missingPermission({
		...refusal,
		granted: grantedTo(refusal),
		api: protectedApis[endpoint.api].name,
		context: endpoint.context,
		consentUrl: adminConsentUrl(endpoint, clientId),
	});
}

/** Permissions in the token, or else those that Microsoft's message names. */
function grantedTo({ granted, trace }: ApiRefusal): readonly string[] | undefined {
	return granted ?? permissionsNamedIn(trace.message);
}

/** The right to change incidents includes reading them. */
function holdsEnough({ endpoint, permission }: ApiRefusal, granted: readonly string[] | undefined): boolean {
	if (granted === undefined) return false;
	const permissions = protectedApis[endpoint.api].permissions[endpoint.context];
	const level = permissionLevels.find((one) => permissions[one].name === permission);
	return level === undefined ? granted.includes(permission) : hasPermission(endpoint, level, granted);
}

/** Characters of the longest words that introduce the list. */
const LABEL = 'application scopes'.length;

/** "… API required roles: A,B, application roles: C,D." names what the token has; undefined where nothing does. */
function permissionsNamedIn(message: string): readonly string[] | undefined {
	const colon = message.lastIndexOf(':');
	if (!/application (?:roles|scopes)$/i.test(message.slice(Math.max(0, colon - LABEL), Math.max(0, colon))))
		return undefined;
	const list = message.slice(colon + 1).trim();
	return (list.endsWith('.') ? list.slice(0, -1) : list)
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}
