import type { Sentence } from '../core/sentence';
import type { Activity } from '../core/sentences/serviceText';
import type { ServiceTrace } from '../core/errors';
import * as say from './sentences/apiRefusalText';
import { unauthorized } from '../core/sentences/unauthorizedText';
import { adminConsentUrl } from './clouds';
import type { Endpoint } from './endpoint';
import { hasPermission, permissionLevels, permissionNames, protectedApis } from './permissions';

/** A response 401 or 403 of the API, and the request. */
export interface ApiRefusal {
	readonly endpoint: Endpoint;
	readonly clientId: string;
	readonly activity: Activity;
	/** Name of the smallest permission that allows the request. */
	readonly permission: string;
	/** Permissions in the token; undefined if it cannot be read. */
	readonly granted: readonly string[] | undefined;
	readonly trace: ServiceTrace;
	/** Header `WWW-Authenticate`, which contains a claims challenge; '' without one. */
	readonly challenge: string;
}

/** One cause of a response 401 or 403: how to recognize it, and its sentence. */
export interface KnownApiRefusal {
	readonly status: readonly (401 | 403)[];
	/** Matches Microsoft's code, message or challenge. Undefined in the last row of a status, which matches every text. */
	readonly text: RegExp | undefined;
	/** A further condition. The first matching row decides. */
	readonly when?: (refusal: ApiRefusal) => boolean;
	/** Microsoft's own text, which people search for. */
	readonly example: string;
	/** Whether a new token may contain the permission that this one lacks. */
	readonly canNewTokenHelp?: true;
	readonly sentence: (refusal: ApiRefusal) => Sentence;
}

const MISSING_PERMISSION =
	/missing application (?:roles|scopes)|insufficient privileges|Authorization_RequestDenied/i;

/**
 * The first matching row decides. The texts are from Microsoft's pages, and from responses in public issues and code.
 * @see https://learn.microsoft.com/defender-xdr/api-error-codes
 * @see https://learn.microsoft.com/graph/errors
 */
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
		when: (refusal) => isGranted(refusal, knownPermissions(refusal)),
		example: 'Missing application roles, although the token contains one of them',
		sentence: (refusal) =>
			say.permissionNotApplied(refusal.activity, refusal.permission, refusal.endpoint.context, refusal.trace),
	},
	missingPermission: {
		status: [403],
		text: MISSING_PERMISSION,
		example: 'Missing application roles',
		canNewTokenHelp: true,
		sentence: missingPermission,
	},
	otherForbidden: {
		status: [403],
		text: undefined,
		example: 'Forbidden',
		sentence: (refusal) =>
			refusal.granted !== undefined && !isGranted(refusal, refusal.granted)
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

/** Explains a response 401 or 403. */
export function explainApiRefusal(refusal: ApiRefusal): Sentence {
	const rows: readonly KnownApiRefusal[] = Object.values(apiRefusals);
	const known = rows.find((row) => matches(row, refusal) && (row.when?.(refusal) ?? true));
	return (known ?? apiRefusals.otherForbidden).sentence(refusal);
}

/** Whether a new token may contain the permission that this one lacks. */
export function canNewTokenHelp(refusal: Pick<ApiRefusal, 'trace' | 'challenge'>): boolean {
	const rows: readonly KnownApiRefusal[] = Object.values(apiRefusals);
	return rows.find((row) => row.when === undefined && matches(row, refusal))?.canNewTokenHelp === true;
}

function matches(
	{ status, text }: KnownApiRefusal,
	{ trace, challenge }: Pick<ApiRefusal, 'trace' | 'challenge'>,
) {
	const texts = `${trace.code}\n${trace.message}\n${challenge}`;
	return status.some((one) => one === trace.status) && (text?.test(texts) ?? true);
}

function missingPermission(refusal: ApiRefusal): Sentence {
	const { endpoint, clientId } = refusal;
	return say.missingPermission({
		...refusal,
		granted: knownPermissions(refusal),
		api: protectedApis[endpoint.api].name,
		context: endpoint.context,
		consentUrl: adminConsentUrl(endpoint, clientId),
	});
}

/** Returns the permissions in the token, or else those in Microsoft's message. */
function knownPermissions({ granted, trace }: ApiRefusal): readonly string[] | undefined {
	return granted ?? permissionsIn(trace.message);
}

/** Whether the permissions include the required one. A permission to change incidents includes reading them. */
function isGranted({ endpoint, permission }: ApiRefusal, granted: readonly string[] | undefined): boolean {
	if (granted === undefined) return false;
	const names = permissionNames(endpoint);
	const level = permissionLevels.find((one) => names[one] === permission);
	return level === undefined ? granted.includes(permission) : hasPermission(endpoint, level, granted);
}

/** Length of the longest label before the list. */
const MAX_LABEL = 'application scopes'.length;

/**
 * Reads the token's permissions from a message such as `… API required roles: A,B, application roles: C,D.`.
 * @returns undefined if the message lists none
 */
function permissionsIn(message: string): readonly string[] | undefined {
	const colon = message.lastIndexOf(':');
	if (
		!/application (?:roles|scopes)$/i.test(message.slice(Math.max(0, colon - MAX_LABEL), Math.max(0, colon)))
	)
		return undefined;
	const list = message.slice(colon + 1).trim();
	return (list.endsWith('.') ? list.slice(0, -1) : list)
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}
