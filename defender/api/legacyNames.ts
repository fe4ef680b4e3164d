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
 * Names and enumerations of the older API beside Graph v1.0's, which are the canonical ones (reference: Defender XDR
 * incident API pages; spellings of peers). What stands in no table is the same text with another first letter.
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

/** Members that are not the same word in both APIs, by field and in lower case. */
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

const ENUMS = [
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

/** A member in the canonical spelling; an unknown one passes by name. */
export function canonicalMember(field: string, member: string): string {
	const known = MEMBERS[field]?.get(member.toLowerCase());
	// A word is written like all others; an abbreviation is left alone.
	return known ?? member.replace(/^[A-Z](?=[a-z0-9])/, (letter) => letter.toLowerCase());
}

/** An object's enumerations in the canonical spelling, and its properties under the canonical names. */
export function canonical(wire: JsonObject, namesHere: Names): JsonObject {
	const entries = Object.entries(wire).map(([name, value]) => [namesHere.get(name) ?? name, value] as const);
	const result = Object.fromEntries(entries);
	const members = ENUMS.flatMap((field) => {
		const value: unknown = result[field];
		return typeof value === 'string' ? [[field, canonicalMember(field, value)] as const] : [];
	});
	return { ...result, ...Object.fromEntries(members) };
}

/** The fields that a PATCH of the older API can write, with their names there. */
export const patchNames: Readonly<Partial<Record<PatchField, string>>> = {
	status: 'status',
	classification: 'classification',
	determination: 'determination',
	assignedTo: 'assignedTo',
	customTags: 'tags',
};

const capital = (member: string) => member.replace(/^[a-z]/, (letter) => letter.toUpperCase());

/** A status or classification as the older API takes it. */
export function sendable(member: SettableStatus | Verdict['classification']): string {
	return capital(member);
}

/**
 * A determination as the older API takes it. Of a false positive Microsoft's pages and the peers who send it name different
 * spellings, so there are several to try.
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
			return [capital(member)];
	}
}

const FILTER_NAMES = names({ createdDateTime: 'createdTime', lastUpdateDateTime: 'lastUpdateTime' });

/**
 * A `$filter` in the older API's names; a user may have written it in either. Text literals stay as they are. Conditions are
 * joined by `and` alone (documented forms), so the parentheses around a user's own part go.
 */
export function toLegacyFilter(filter: string): string {
	const pieces = withoutOuterParentheses(filter.split(/('(?:[^']|'')*')/));
	return pieces
		.map((piece, place) => {
			if (place % 2 === 0) return piece.replace(/\w+/g, (word) => FILTER_NAMES.get(word) ?? word);
			const isStatus = /\bstatus\s+(?:eq|ne)\s+$/.test(pieces[place - 1] ?? '');
			return isStatus ? `'${capital(piece.slice(1, -1))}'` : piece;
		})
		.join('');
}

/** Opens the part of the user, which is the last: our own conditions have parentheses of functions alone. */
const OPENING = /(?<!\w)\(/;

function withoutOuterParentheses(pieces: readonly string[]): readonly string[] {
	const open = pieces.findIndex((piece, place) => place % 2 === 0 && OPENING.test(piece));
	const last = pieces.length - 1;
	if (open < 0 || pieces[last]?.endsWith(')') !== true) return pieces;
	return pieces
		.map((piece, place) => (place === open ? piece.replace(OPENING, '') : piece))
		.map((piece, place) => (place === last ? piece.slice(0, -1) : piece));
}

/** The objects of a list; what is none is left out. */
export function objectsIn(value: unknown): readonly JsonObject[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A change in the older API's names and spellings. */
export function toLegacyPatch(patch: IncidentPatch, determination: string | undefined): object {
	const { status, classification, assignedTo, customTags } = patch;
	return {
		...(status === undefined ? {} : { status: sendable(status) }),
		...(classification === undefined ? {} : { classification: sendable(classification) }),
		...(determination === undefined ? {} : { determination }),
		// The empty text takes the owner away; null is documented for nothing.
		...(assignedTo === undefined ? {} : { assignedTo: assignedTo ?? '' }),
		...(customTags === undefined ? {} : { tags: customTags }),
	};
}
