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
 * Reads a verdict written `<classification>:<determination>`.
 * @returns undefined when it is no pair that the service accepts
 */
export function parseVerdict(text: string): Verdict | undefined {
	const [classification = '', determination = '', ...rest] = text.split(':').map((part) => part.trim());
	if (rest.length > 0 || !isClassification(classification)) return undefined;
	const found = verdictPairs[classification].find((member) => member === determination);
	return found === undefined ? undefined : { classification, determination: found };
}

function isClassification(text: string): text is keyof typeof verdictPairs {
	return Object.prototype.hasOwnProperty.call(verdictPairs, text);
}
