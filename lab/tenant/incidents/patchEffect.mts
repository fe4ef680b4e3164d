import type { Behaviours } from '../behaviours.mts';
import { badRequest } from '../serviceError.mts';
import type { IncidentPatch, IncidentRecord } from './records.mts';

/** A merged incident takes no writes; what was meant for it belongs to its target. */
export function refuseRedirected({ id, redirectIncidentId }: IncidentRecord): void {
	if (redirectIncidentId === null) return;
	throw badRequest(
		`Incident '${id}' was merged into incident '${redirectIncidentId}' and cannot be changed.`,
	);
}

/** Which determinations the portal offers for a classification; `unknown` goes with each. */
const DETERMINATIONS: Readonly<Record<string, readonly string[]>> = {
	unknown: [],
	truePositive: [
		'multiStagedAttack',
		'maliciousUserActivity',
		'compromisedAccount',
		'malware',
		'phishing',
		'unwantedSoftware',
		'other',
		// Withdrawn, but still on old incidents: they must stay writable in their other fields.
		'apt',
	],
	informationalExpectedActivity: [
		'securityTesting',
		'lineOfBusinessApplication',
		'confirmedActivity',
		'other',
		'securityPersonnel',
	],
	falsePositive: ['notMalicious', 'notEnoughDataToValidate', 'other'],
};

/** Throws the 400 for a classification and a determination that do not go together. */
export function refuseUnfitVerdict({ classification, determination }: IncidentRecord): void {
	if (determination === 'unknown' || DETERMINATIONS[classification]?.includes(determination)) return;
	throw badRequest(
		`The determination '${determination}' is not valid for the classification '${classification}'.`,
	);
}

/** What of a valid patch the service really does: the fields whose values will differ. */
export function effectOf(
	patch: IncidentPatch,
	before: IncidentRecord,
	behaviours: Behaviours,
): IncidentPatch {
	const { assignedTo, customTags, severity, classification, determination, ...plain } = patch;
	const verdict = { ...given('classification', classification), ...given('determination', determination) };
	const clears = classification === 'unknown' && before.classification !== 'unknown';
	const asked: IncidentPatch = {
		...plain,
		...ownerEffect(assignedTo, behaviours),
		...tagsEffect(customTags, before, behaviours),
		...(behaviours.silentlyIgnored === 'severity' ? {} : given('severity', severity)),
		...(behaviours.silentlyIgnored === 'clearVerdict' && clears ? {} : verdict),
	};
	const old = new Map<string, unknown>(Object.entries(before));
	return Object.fromEntries(
		Object.entries(asked).filter(
			([field, value]) => JSON.stringify(value) !== JSON.stringify(old.get(field)),
		),
	);
}

const given = <K extends string, V>(name: K, value: V | undefined) =>
	value === undefined ? {} : { [name]: value };

function ownerEffect(owner: string | null | undefined, { unassign }: Behaviours): IncidentPatch {
	if (owner === undefined) return {};
	if (owner !== null && owner !== '') return { assignedTo: owner };
	const understood = unassign === 'both' || (owner === null ? unassign === 'null' : unassign === 'empty');
	return understood ? { assignedTo: null } : {};
}

function tagsEffect(
	tags: readonly string[] | undefined,
	before: IncidentRecord,
	behaviours: Behaviours,
): IncidentPatch {
	if (tags === undefined || (tags.length === 0 && behaviours.emptyTags === 'ignored')) return {};
	const kept = behaviours.tags === 'merge' && tags.length > 0 ? before.customTags : [];
	return { customTags: [...new Set([...kept, ...tags])] };
}
