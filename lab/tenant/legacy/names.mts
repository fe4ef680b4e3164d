import type { Behaviours } from '../behaviours.mts';

/** `inProgress` → `InProgress`: the older API writes the same members in PascalCase, but for those below. */
export const pascal = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** Severity as the older API writes it; no severity reads `UnSpecified`, in that casing. */
export const severityName = (severity: string): string =>
	severity === 'unknown' ? 'UnSpecified' : pascal(severity);

/** How each profile spells the two false positive determinations on which the sources disagree; reads return the first. */
const FALSE_POSITIVE_NAMES: Readonly<
	Record<
		Behaviours['falsePositiveNames'],
		{ readonly benign: readonly string[]; readonly noData: readonly string[] }
	>
> = {
	patchPage: { benign: ['Clean'], noData: ['NoEnoughDataToValidate'] },
	resourcePage: { benign: ['Clean'], noData: ['InsufficientData'] },
	graph: { benign: ['NotMalicious'], noData: ['NotEnoughDataToValidate'] },
	any: {
		benign: ['NotMalicious', 'Clean'],
		noData: ['NotEnoughDataToValidate', 'NoEnoughDataToValidate', 'InsufficientData'],
	},
};

type Names = Behaviours['falsePositiveNames'];

/** A determination as the older API writes it; null stays null. */
export function determinationName(determination: string, names: Names): string {
	const { benign, noData } = FALSE_POSITIVE_NAMES[names];
	if (determination === 'unknown') return 'NotAvailable';
	if (determination === 'notMalicious') return benign[0] ?? '';
	return determination === 'notEnoughDataToValidate' ? (noData[0] ?? '') : pascal(determination);
}

/** Determinations that the PATCH page lists and that are spelled alike everywhere, by their name in the store. */
const WRITABLE_DETERMINATIONS = [
	'multiStagedAttack',
	'maliciousUserActivity',
	'compromisedAccount',
	'malware',
	'phishing',
	'unwantedSoftware',
	'securityTesting',
	'lineOfBusinessApplication',
	'confirmedActivity',
	'other',
];

/** Values that a PATCH accepts, by property: the written member and its name in the store. */
export function writableMembers(names: Names): Readonly<Record<string, ReadonlyMap<string, string>>> {
	const members = (stored: readonly string[]) => new Map(stored.map((name) => [pascal(name), name]));
	const { benign, noData } = FALSE_POSITIVE_NAMES[names];
	return {
		status: members(['active', 'inProgress', 'resolved']),
		classification: members(['truePositive', 'informationalExpectedActivity', 'falsePositive']),
		determination: new Map([
			...members(WRITABLE_DETERMINATIONS),
			...benign.map((name): [string, string] => [name, 'notMalicious']),
			...noData.map((name): [string, string] => [name, 'notEnoughDataToValidate']),
		]),
	};
}

/** Products by the names in Microsoft's samples of the older API; the others in PascalCase. */
const SERVICES: Readonly<Record<string, string>> = {
	microsoftDefenderForEndpoint: 'MicrosoftDefenderATP',
	microsoftDefenderForCloudApps: 'MicrosoftCloudAppSecurity',
	microsoftDefenderForOffice365: 'OfficeATP',
};
export const serviceName = (service: string): string => SERVICES[service] ?? pascal(service);

const DETECTORS: Readonly<Record<string, string>> = {
	antivirus: 'WindowsDefenderAv',
	cloudAppSecurity: 'MCAS',
	microsoftDefenderForOffice365: 'OfficeATP',
};
export const detectorName = (detector: string): string => DETECTORS[detector] ?? pascal(detector);
