import { isRecord } from '../core/isRecord';

/** A member of a vocabulary that the service may extend: a known name, or any other text, which passes through. */
export type Open<Known extends string> = Known | (string & {});

export const incidentStatuses = ['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction'] as const;
export const severities = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
export const classifications = [
	'unknown',
	'truePositive',
	'informationalExpectedActivity',
	'falsePositive',
] as const;
/** Member names of the published model. `apt` and `securityPersonnel` appear only in old incidents and cannot be set. */
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

export type IncidentStatus = Open<(typeof incidentStatuses)[number] | 'unknownFutureValue'>;
export type Severity = Open<(typeof severities)[number] | 'unknownFutureValue'>;
export type Classification = Open<(typeof classifications)[number] | 'unknownFutureValue'>;
export type Determination = Open<(typeof determinations)[number] | 'unknownFutureValue'>;

/** Statuses that a client may set. With `redirected`, the portal could no longer open the incident. */
export const settableStatuses = ['active', 'inProgress', 'resolved'] as const;
export type SettableStatus = (typeof settableStatuses)[number];

/** Severities that a client may set; `unknown` is read-only. */
export type SettableSeverity = Exclude<(typeof severities)[number], 'unknown'>;

/** The fields that one PATCH can write, with canonical names, in the order of reports. */
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

/** The determinations of each classification: the pairs of the portal, with the member names of Microsoft's SDKs. */
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

/** Classification and determination; neither is meaningful alone. */
export interface Verdict {
	readonly classification: keyof typeof verdictPairs;
	readonly determination: (typeof determinations)[number];
}

/**
 * Other spellings of determinations, in lower case: members of the other API, and names that occur only in Microsoft's
 * documentation and are accepted by neither service.
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
 * Reads a verdict: `<classification>:<determination>` or an object with both, in either API's spelling; case-insensitive.
 * @returns undefined when the service does not accept the pair
 */
export function readVerdict(value: unknown): Verdict | undefined {
	const parts = typeof value === 'string' ? value.split(':') : verdictMembers(value);
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

function verdictMembers(value: unknown): readonly unknown[] {
	return isRecord(value) ? [value['classification'], value['determination']] : [];
}
