/** Members of a vocabulary that the service may extend: known names, or any other text, which passes through by name. */
export type Open<Known extends string> = Known | (string & {});

export const incidentStatuses = ['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction'] as const;
export const severities = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
export const classifications = [
	'unknown',
	'truePositive',
	'informationalExpectedActivity',
	'falsePositive',
] as const;
/** Member names of the published model; `apt` and `securityPersonnel` are only ever read (old incidents). */
export const determinations = [
	'unknown',
	'apt',
	'malware',
	'securityPersonnel',
	'securityTesting',
	'unwantedSoftware',
	'other',
	'multiStagedAttack',
	'compromisedAccount',
	'phishing',
	'maliciousUserActivity',
	'notMalicious',
	'notEnoughDataToValidate',
	'confirmedActivity',
	'lineOfBusinessApplication',
] as const;

/** What one item of a result can be. */
export const incidentOutputs = ['incidents', 'alerts', 'evidence'] as const;

export type IncidentStatus = Open<(typeof incidentStatuses)[number] | 'unknownFutureValue'>;
export type Severity = Open<(typeof severities)[number] | 'unknownFutureValue'>;
export type Classification = Open<(typeof classifications)[number] | 'unknownFutureValue'>;
export type Determination = Open<(typeof determinations)[number] | 'unknownFutureValue'>;

/** Status values that a client may set; `redirected` would make the incident unopenable in the portal. */
export const settableStatuses = ['active', 'inProgress', 'resolved'] as const;
export type SettableStatus = (typeof settableStatuses)[number];

/** Severities that a client may set; `unknown` is only ever read. */
export const settableSeverities = ['informational', 'low', 'medium', 'high'] as const;
export type SettableSeverity = (typeof settableSeverities)[number];

/** The fields that one PATCH can write, in the canonical names and the order in which they are told. */
export const patchFields = [
	'status',
	'severity',
	'classification',
	'determination',
	'assignedTo',
	'displayName',
	'description',
	'summary',
	'resolvingComment',
	'customTags',
] as const;
export type PatchField = (typeof patchFields)[number];

/** The determinations that go with each classification (reference: portal's pairs, member names of the SDKs). */
export const verdictPairs = {
	truePositive: [
		'multiStagedAttack',
		'maliciousUserActivity',
		'compromisedAccount',
		'malware',
		'phishing',
		'unwantedSoftware',
		'other',
	],
	informationalExpectedActivity: [
		'securityTesting',
		'lineOfBusinessApplication',
		'confirmedActivity',
		'other',
	],
	falsePositive: ['notMalicious', 'notEnoughDataToValidate', 'other'],
	unknown: ['unknown'],
} as const;

/** Classification and determination together: neither has a meaning alone. */
export interface Verdict {
	readonly classification: keyof typeof verdictPairs;
	readonly determination: (typeof determinations)[number];
}

/**
 * Other spellings of determinations, in lower case: members of the other API, and names that Microsoft's pages print but no
 * service knows (reference: determinations per classification).
 */
export const otherDeterminations: ReadonlyMap<string, Verdict['determination']> = new Map([
	['compromiseduser', 'compromisedAccount'],
	['confirmeduseractivity', 'confirmedActivity'],
	['clean', 'notMalicious'],
	['insufficientdata', 'notEnoughDataToValidate'],
	['noenoughdatatovalidate', 'notEnoughDataToValidate'],
	['notavailable', 'unknown'],
]);

/**
 * Reads a verdict: `<classification>:<determination>` or an object with both, in either API's spelling and letter case.
 * @returns undefined when it is no pair that the service accepts
 */
export function readVerdict(value: unknown): Verdict | undefined {
	const parts = typeof value === 'string' ? value.split(':') : membersOf(value);
	const [first, second] = parts.map((part) => (typeof part === 'string' ? part.trim().toLowerCase() : ''));
	if (parts.length !== 2 || first === undefined || second === undefined) return undefined;
	for (const classification of classifications) {
		if (classification.toLowerCase() !== first) continue;
		const wanted = (otherDeterminations.get(second) ?? second).toLowerCase();
		const found = verdictPairs[classification].find((member) => member.toLowerCase() === wanted);
		if (found !== undefined) return { classification, determination: found };
	}
	return undefined;
}

function membersOf(value: unknown): readonly unknown[] {
	if (typeof value !== 'object' || value === null) return [];
	return 'classification' in value && 'determination' in value
		? [value.classification, value.determination]
		: [];
}
