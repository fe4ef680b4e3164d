import type { IncidentPatch } from '../incidents/update';
import {
	otherDeterminations,
	type Determination,
	type PatchField,
	type SettableStatus,
	type Verdict,
} from '../incidents/vocabulary';
import { isRecord } from '../core/isRecord';
import type { JsonObject } from './parseBody';

/*
 * Names and enum members of this API with Graph v1.0's, which are the canonical ones. Values not listed here differ from
 * Graph only in the case of their first letter. The members not on Microsoft's pages appear in other integrations.
 * https://learn.microsoft.com/defender-xdr/api-incident
 */

type Names = ReadonlyMap<string, string>;
const names = (table: Readonly<Record<string, string>>): Names => new Map(Object.entries(table));

export const incidentNames = names({
	incidentId: 'id',
	incidentName: 'displayName',
	createdTime: 'createdDateTime',
	lastUpdateTime: 'lastUpdateDateTime',
	tags: 'customTags',
});

export const alertNames = names({
	alertId: 'id',
	creationTime: 'createdDateTime',
	lastUpdatedTime: 'lastUpdateDateTime',
	resolvedTime: 'resolvedDateTime',
	firstActivity: 'firstActivityDateTime',
	lastActivity: 'lastActivityDateTime',
	actorName: 'actorDisplayName',
});

/** Enum members with different names in the two APIs, by field and in lower case. */
const MEMBERS: Readonly<Record<string, Names>> = {
	severity: names({ unspecified: 'unknown' }),
	determination: otherDeterminations,
	serviceSource: names({
		microsoftdefenderatp: 'microsoftDefenderForEndpoint',
		microsoftcloudappsecurity: 'microsoftDefenderForCloudApps',
		mcas: 'microsoftDefenderForCloudApps',
		azureatp: 'microsoftDefenderForIdentity',
		officeatp: 'microsoftDefenderForOffice365',
		mtp: 'microsoft365Defender',
		microsoftthreatprotection: 'microsoft365Defender',
		aadidentityprotection: 'azureAdIdentityProtection',
		appgovernance: 'microsoftAppGovernance',
		microsoftdatalossprevention: 'dataLossPrevention',
	}),
	detectionSource: names({
		windowsdefenderav: 'antivirus',
		windowsdefenderatp: 'microsoftDefenderForEndpoint',
		windowsdefendersmartscreen: 'smartScreen',
		customerti: 'customTi',
		customti: 'customTi',
		officeatp: 'microsoftDefenderForOffice365',
		azureatp: 'microsoftDefenderForIdentity',
		mcas: 'cloudAppSecurity',
		mtp: 'microsoft365Defender',
		threatexperts: 'microsoftThreatExperts',
		aadidentityprotection: 'azureAdIdentityProtection',
	}),
};

const ENUM_FIELDS = [
	'status',
	'severity',
	'classification',
	'determination',
	'investigationState',
	'serviceSource',
	'detectionSource',
	'verdict',
	'remediationStatus',
	'healthStatus',
	'riskScore',
] as const;

/** Returns an enum member in the canonical spelling. Unknown members keep their name. */
export function canonicalMember(field: string, member: string): string {
	const known = MEMBERS[field]?.get(member.toLowerCase());
	// Abbreviations keep their capital letters.
	return known ?? member.replace(/^[A-Z](?=[a-z0-9])/, (letter) => letter.toLowerCase());
}

/** Converts property names and enum members of an object to the canonical ones. */
export function toCanonical(wire: JsonObject, canonicalNames: Names): JsonObject {
	const entries = Object.entries(wire).map(
		([name, value]) => [canonicalNames.get(name) ?? name, value] as const,
	);
	const result = Object.fromEntries(entries);
	const members = ENUM_FIELDS.flatMap((field) => {
		const value: unknown = result[field];
		return typeof value === 'string' ? [[field, canonicalMember(field, value)] as const] : [];
	});
	return { ...result, ...Object.fromEntries(members) };
}

/** Fields that this API can update, with their names there. */
export const patchNames: Readonly<Partial<Record<PatchField, string>>> = {
	status: 'status',
	classification: 'classification',
	determination: 'determination',
	assignedTo: 'assignedTo',
	customTags: 'tags',
};

const capitalize = (member: string) => member.replace(/^[a-z]/, (letter) => letter.toUpperCase());

/** Returns a status or classification in the spelling of this API. */
export function toLegacyMember(member: SettableStatus | Verdict['classification']): string {
	return capitalize(member);
}

/**
 * Returns the possible spellings of a determination in this API, likeliest first. Microsoft's pages and other integrations
 * spell the determinations of false positives differently.
 */
export function determinationSpellings(member: Determination): readonly string[] {
	switch (member) {
		case 'unknown':
			return ['NotAvailable'];
		case 'notMalicious':
			return ['NotMalicious', 'Clean'];
		case 'notEnoughDataToValidate':
			return ['NotEnoughDataToValidate', 'NoEnoughDataToValidate', 'InsufficientData'];
		default:
			return [capitalize(member)];
	}
}

const FILTER_NAMES = names({ createdDateTime: 'createdTime', lastUpdateDateTime: 'lastUpdateTime' });

/**
 * Converts a `$filter` to the names of this API. Users may write either names. Text literals are unchanged. The documentation
 * joins conditions only by `and`, so the parentheses around the user's part are removed.
 */
export function toLegacyFilter(filter: string): string {
	const pieces = withoutOuterParentheses(filter.split(/('(?:[^']|'')*')/));
	return pieces
		.map((piece, index) => {
			if (index % 2 === 0) return piece.replace(/\w+/g, (word) => FILTER_NAMES.get(word) ?? word);
			const isStatus = /\bstatus\s+(?:eq|ne)\s+$/.test(pieces[index - 1] ?? '');
			return isStatus ? `'${capitalize(piece.slice(1, -1))}'` : piece;
		})
		.join('');
}

/** Start of the user's part, which is the last one. Our own conditions only have parentheses of functions. */
const OPENING = /(?<!\w)\(/;

function withoutOuterParentheses(pieces: readonly string[]): readonly string[] {
	const open = pieces.findIndex((piece, index) => index % 2 === 0 && OPENING.test(piece));
	const last = pieces.length - 1;
	if (open < 0 || pieces[last]?.endsWith(')') !== true) return pieces;
	return pieces
		.map((piece, index) => (index === open ? piece.replace(OPENING, '') : piece))
		.map((piece, index) => (index === last ? piece.slice(0, -1) : piece));
}

/** Returns the objects in a list. */
export function objectsIn(value: unknown): readonly JsonObject[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Converts a change to the names and spellings of this API. */
export function toLegacyPatch(patch: IncidentPatch, determination: string | undefined): object {
	const { status, classification, assignedTo, customTags } = patch;
	return {
		...(status === undefined ? {} : { status: toLegacyMember(status) }),
		...(classification === undefined ? {} : { classification: toLegacyMember(classification) }),
		...(determination === undefined ? {} : { determination }),
		// An empty string removes the owner. The documentation does not mention null.
		...(assignedTo === undefined ? {} : { assignedTo: assignedTo ?? '' }),
		...(customTags === undefined ? {} : { tags: customTags }),
	};
}
