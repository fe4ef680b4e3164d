import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	canonicalMember,
	determinationSpellings,
	toLegacyFilter,
	toLegacyMember,
} from '../../../defender/api/legacyNames.ts';
import { settableStatuses, verdictPairs, type Verdict } from '../../../defender/incidents/vocabulary.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('canonicalMember', () => {
	eachRow([
		['status', 'Active', 'active'],
		['status', 'InProgress', 'inProgress'],
		['status', 'Redirected', 'redirected'],
		['status', 'AwaitingAction', 'awaitingAction'],
		['severity', 'UnSpecified', 'unknown'],
		['severity', 'Informational', 'informational'],
		['classification', 'InformationalExpectedActivity', 'informationalExpectedActivity'],
		['determination', 'NotAvailable', 'unknown'],
		['determination', 'CompromisedUser', 'compromisedAccount'],
		['determination', 'ConfirmedUserActivity', 'confirmedActivity'],
		['determination', 'Clean', 'notMalicious'],
		['determination', 'InsufficientData', 'notEnoughDataToValidate'],
		['determination', 'NoEnoughDataToValidate', 'notEnoughDataToValidate'],
		['determination', 'Apt', 'apt'],
		['determination', 'MultiStagedAttack', 'multiStagedAttack'],
		['serviceSource', 'MicrosoftDefenderATP', 'microsoftDefenderForEndpoint'],
		['serviceSource', 'OfficeATP', 'microsoftDefenderForOffice365'],
		['serviceSource', 'MicrosoftDefenderForIdentity', 'microsoftDefenderForIdentity'],
		['detectionSource', 'WindowsDefenderAv', 'antivirus'],
		['detectionSource', 'MCAS', 'cloudAppSecurity'],
		['investigationState', 'SuppressedAlert', 'suppressedAlert'],
	])('member of the older API → its canonical name', (field, older, canonical) => {
		expect(canonicalMember(field, older)).toBe(canonical);
	});

	eachRow(['somethingNew', 'XDR', '', 'ünknown', '__proto__', 'constructor'])(
		'unknown member → unchanged',
		(member) => expect(canonicalMember('determination', member)).toBe(member),
	);
});

describe('toLegacyMember and canonicalMember', () => {
	const pairs = Object.entries(verdictPairs).flatMap(([classification, determinations]) =>
		determinations.map(
			(determination) => [classification as Verdict['classification'], determination] as const,
		),
	);

	it('each verdict in each spelling → there and back unchanged', () => {
		fc.assert(
			fc.property(fc.constantFrom(...pairs), ([classification, determination]) => {
				expect(canonicalMember('classification', toLegacyMember(classification))).toBe(classification);
				const spellings = determinationSpellings(determination);
				expect(spellings.map((one) => canonicalMember('determination', one))).toEqual(
					spellings.map(() => determination),
				);
				expect(new Set(spellings).size).toBe(spellings.length);
				expect(spellings.length).toBeLessThanOrEqual(3);
			}),
			{ seed: 20_261_122 },
		);
	});

	it('each status → there and back unchanged', () => {
		const sent = settableStatuses.map(toLegacyMember);
		expect(sent).toEqual(['Active', 'InProgress', 'Resolved']);
		expect(sent.map((one) => canonicalMember('status', one))).toEqual(settableStatuses);
	});

	it('several spellings → only for two determinations of a false positive', () => {
		const two = pairs.filter(([, one]) => determinationSpellings(one).length > 1);
		expect(two.map(([, one]) => [one, ...determinationSpellings(one)])).toEqual([
			['notMalicious', 'NotMalicious', 'Clean'],
			['notEnoughDataToValidate', 'NotEnoughDataToValidate', 'NoEnoughDataToValidate', 'InsufficientData'],
		]);
	});
});

describe('toLegacyFilter', () => {
	eachRow([
		["status eq 'inProgress'", "status eq 'InProgress'"],
		["status ne 'redirected'", "status ne 'Redirected'"],
		[
			'createdDateTime ge 2026-11-01T00:00:00Z and lastUpdateDateTime lt 2026-11-02T00:00:00Z',
			'createdTime ge 2026-11-01T00:00:00Z and lastUpdateTime lt 2026-11-02T00:00:00Z',
		],
		['(lastUpdateTime gt 2026-11-01T00:00:00Z)', 'lastUpdateTime gt 2026-11-01T00:00:00Z'],
		["status eq 'active' and (assignedTo eq 'x)(')", "status eq 'Active' and assignedTo eq 'x)('"],
		["((status eq 'active') or (status eq 'resolved'))", "(status eq 'Active') or (status eq 'Resolved')"],
		["assignedTo eq '('", "assignedTo eq '('"],
		["assignedTo eq 'createdDateTime'", "assignedTo eq 'createdDateTime'"],
		["assignedTo eq 'o''status eq ''active'", "assignedTo eq 'o''status eq ''active'"],
		["assignedTo eq 'status' and status eq 'active'", "assignedTo eq 'status' and status eq 'Active'"],
		["assignedTo eq 'a\nb\u2028'", "assignedTo eq 'a\nb\u2028'"],
	])('names and members outside text literals → those of the older API', (canonical, older) => {
		expect(toLegacyFilter(canonical)).toBe(older);
	});

	it('any text literal of another field → unchanged', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const filter = `assignedTo eq '${text.replace(/'/g, "''")}'`;
				expect(toLegacyFilter(filter)).toBe(filter);
			}),
			{ seed: 20_261_122 },
		);
	});
});
