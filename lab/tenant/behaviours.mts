import type { PracticeApi } from './practiceApi.mts';

/** The source of a row: Microsoft's own pages, another project's field report, or our guess. */
export type BehaviourSource = 'documentation' | 'peer' | 'assumption';

export interface BehaviourRow {
	/** What the service does or may do, as a caller sees it. */
	readonly what: string;
	/** Strongest evidence for the default; `assumption` means that no source settles it. */
	readonly source: BehaviourSource;
	/** Every value that is plausible; the suites must pass with each of them. */
	readonly values: readonly [string | number, ...(string | number)[]];
	readonly default: string | number;
	/** The one API that shows it; absent: both do. */
	readonly only?: PracticeApi;
}

/**
 * The ledger of what is not settled about the service. One row per behaviour; a row is a switch of a practice
 * tenant, so that not knowing becomes a test in every world instead of a bet on one.
 */
export const behaviourLedger = {
	tags: {
		what: 'PATCH customTags replaces the list, or adds to it',
		source: 'assumption',
		values: ['replace', 'merge'],
		default: 'replace',
	},
	emptyTags: {
		what: 'PATCH customTags [] clears the list, or is accepted and ignored',
		source: 'assumption',
		values: ['honored', 'ignored'],
		default: 'honored',
	},
	orderby: {
		what: '$orderby on the list of incidents works, is accepted and ignored, or is a 400',
		source: 'peer',
		values: ['honored', 'ignored', 'refused'],
		default: 'honored',
		only: 'graph',
	},
	nextLink: {
		what: 'the next link counts rows from the start again ($skip), or contains a cursor of the first response ($skiptoken)',
		source: 'documentation',
		values: ['skip', 'token'],
		default: 'skip',
		only: 'graph',
	},
	orFilter: {
		what: '"or", "ne" and comparisons with null inside $filter work, or each of them is a 400',
		source: 'peer',
		values: ['honored', 'refused'],
		default: 'honored',
		only: 'graph',
	},
	ownerCase: {
		what: 'comparing assignedTo inside $filter is case-sensitive, or not',
		source: 'assumption',
		values: ['sensitive', 'insensitive'],
		default: 'sensitive',
	},
	lowerFilter: {
		what: 'tolower(assignedTo) inside $filter works, or is a 400',
		source: 'assumption',
		values: ['honored', 'refused'],
		default: 'honored',
	},
	timespanEnds: {
		what: 'which ends the hunted Timespan includes: [ ] is included, ( ) is not',
		source: 'assumption',
		values: ['[]', '[)', '(]', '()'],
		default: '[]',
		only: 'graph',
	},
	unassign: {
		what: 'the value that clears assignedTo: null, the empty text, or either; the other is accepted and ignored',
		source: 'assumption',
		values: ['null', 'empty', 'both'],
		default: 'both',
		only: 'graph',
	},
	commentMovesUpdate: {
		what: 'a new comment moves lastUpdateDateTime',
		source: 'assumption',
		values: ['yes', 'no'],
		default: 'yes',
	},
	equalPatchMovesUpdate: {
		what: 'a PATCH that changes nothing moves lastUpdateDateTime and lastModifiedBy',
		source: 'assumption',
		values: ['yes', 'no'],
		default: 'yes',
	},
	retryAfter: {
		what: 'a 429 states the retry time in seconds, as an HTTP date, or not at all',
		source: 'documentation',
		values: ['seconds', 'date', 'none'],
		default: 'seconds',
	},
	// https://learn.microsoft.com/graph/throttling-limits#regular-responses-requests (percentage, for other services of Graph)
	// https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online#ratelimit-headers---preview
	limitHeaders: {
		what: 'a 429 of Graph also has the headers RateLimit-* and x-ms-throttle-*, which announce the limit, or not',
		source: 'assumption',
		values: ['none', 'announced'],
		default: 'none',
		only: 'graph',
	},
	nullCell: {
		what: 'an empty cell of a hunting result is an empty object, or null',
		source: 'peer',
		values: ['object', 'null'],
		default: 'object',
		only: 'graph',
	},
	dynamicCell: {
		what: 'a dynamic cell of a hunting result is nested JSON, or JSON inside a text',
		source: 'peer',
		values: ['json', 'text'],
		default: 'json',
	},
	etag: {
		what: 'an incident has @odata.etag, and a stale If-Match is a 412',
		source: 'documentation',
		values: ['none', 'present'],
		default: 'none',
		only: 'graph',
	},
	staleReads: {
		what: 'how many reads of an incident still return the old state after an application wrote it',
		source: 'assumption',
		values: [0, 1, 2],
		default: 0,
	},
	rolesToken: {
		what: 'the access token is a JWT whose claims can be read, or an opaque text',
		source: 'documentation',
		values: ['jwt', 'opaque'],
		default: 'jwt',
	},
	patchAnswer: {
		what: 'the response to PATCH is the whole incident, or lacks customTags',
		source: 'documentation',
		values: ['full', 'noTags'],
		default: 'full',
		only: 'graph',
	},
	defaultPage: {
		what: 'rows in a page of incidents when $top is not sent',
		source: 'assumption',
		values: [50, 10],
		default: 50,
		only: 'graph',
	},
	silentlyIgnored: {
		what: 'a written field that is accepted with 200 and has no effect: severity, or clearing a verdict',
		source: 'assumption',
		values: ['none', 'severity', 'clearVerdict'],
		default: 'none',
		only: 'graph',
	},
	fractions: {
		what: 'instants of incidents drop trailing zeros of the fraction (.83Z), or keep seven digits',
		source: 'documentation',
		values: ['trimmed', 'seven'],
		default: 'trimmed',
	},
	refreshTokens: {
		what: 'a used refresh token stays valid next to the new one, or becomes invalid',
		source: 'documentation',
		values: ['kept', 'spent'],
		default: 'kept',
	},
	tokenScopes: {
		what: "a user's token carries every delegated permission with consent, or only the requested ones",
		source: 'assumption',
		values: ['requested', 'consented'],
		default: 'requested',
	},
	interaction: {
		what: 'the error of a renewal when a policy requires a new sign-in: invalid_grant, or interaction_required',
		source: 'peer',
		values: ['invalid_grant', 'interaction_required'],
		default: 'invalid_grant',
	},
	falsePositiveNames: {
		what: 'how the legacy API spells "not malicious" and "not enough data": as its PATCH page (Clean, NoEnoughDataToValidate), its resource page (Clean, InsufficientData), as Graph, or all of them; any other spelling is a 400',
		source: 'peer',
		values: ['graph', 'patchPage', 'resourcePage', 'any'],
		default: 'graph',
		only: 'legacy',
	},
	listOrder: {
		what: "the legacy API's list has the newest incidents first, by creation or by update, or no order at all",
		source: 'peer',
		values: ['newestCreated', 'newestUpdated', 'none'],
		default: 'newestCreated',
		only: 'legacy',
	},
	pageLink: {
		what: "the legacy API's list has a next link, or the client must send $skip",
		source: 'peer',
		values: ['absent', 'present'],
		default: 'absent',
		only: 'legacy',
	},
	nestedPages: {
		what: 'alerts, comments and evidence inside an incident are complete, or a page with a link to the next one',
		source: 'peer',
		values: ['whole', 'paged'],
		default: 'whole',
		only: 'graph',
	},
} as const satisfies Readonly<Record<string, BehaviourRow>>;

type Ledger = typeof behaviourLedger;
export type BehaviourId = keyof Ledger;

/** One value for each switch: how one practice tenant behaves. */
export type Behaviours = { readonly [Id in BehaviourId]: Ledger[Id]['values'][number] };
