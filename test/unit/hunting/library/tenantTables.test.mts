import { describe, expect, it } from 'vitest';
import { libraryHunts } from '../../../../defender/hunting/library/huntLibrary.ts';
import { candidateTables, TenantTables } from '../../../../defender/hunting/library/tenantTables.ts';
import { missingTable } from '../../../../defender/hunting/refusal/missingTable.ts';
import { huntOf } from '../../../support/libraryRun.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

function adapt(id: string, ...missing: readonly string[]) {
	const hunt = libraryHunts.find((one) => one.id === id);
	if (hunt === undefined) throw new Error(`no hunt ${id}`);
	const tables = new TenantTables();
	missing.forEach((table) => tables.recordMissing(table));
	return tables.adapt(hunt);
}

describe('missing tables › a hunt', () => {
	it('no missing table → the KQL of the library', () => {
		expect(adapt('password-spray')).toMatchObject({
			kind: 'runs',
			kql: libraryHunts.find(({ id }) => id === 'password-spray')?.kql,
			omitted: [],
		});
	});

	it('table with a replacement → replaced; both missing → unavailable with the product', () => {
		const replaced = adapt('password-spray', 'EntraIdSignInEvents');
		expect(replaced.kind === 'runs' && replaced.kql).toMatch(/^let SignIns = AADSignInEventsBeta\n/);
		expect(adapt('password-spray', 'EntraIdSignInEvents', 'AADSignInEventsBeta')).toEqual({
			kind: 'unavailable',
			table: 'EntraIdSignInEvents',
			product: 'Microsoft Entra ID P2',
		});
	});

	it('branch of a union → omitted; all branches → unavailable', () => {
		const without = adapt('indicator-contacts', 'UrlClickEvents');
		expect(without).toMatchObject({ kind: 'runs', omitted: ['UrlClickEvents'] });
		expect(without.kind === 'runs' && without.kql).toMatch(/^union isfuzzy=true\n/);
		expect(
			adapt('indicator-contacts', 'UrlClickEvents', 'EmailUrlInfo', 'DeviceNetworkEvents'),
		).toMatchObject({
			kind: 'unavailable',
		});
	});

	it('table outside a union → unavailable, even if another branch remains', () => {
		expect(adapt('attachment-executed', 'EmailAttachmentInfo')).toEqual({
			kind: 'unavailable',
			table: 'EmailAttachmentInfo',
			product: 'Microsoft Defender for Office 365 P2',
		});
		expect(adapt('persistence', 'DeviceRegistryEvents', 'DeviceEvents', 'DeviceFileEvents')).toEqual({
			kind: 'unavailable',
			table: 'DeviceRegistryEvents',
			product: 'Microsoft Defender for Endpoint P2',
		});
	});

	it('tables that a query may name → with the replacement, if there is one', () => {
		expect(candidateTables(huntOf('password-spray'))).toEqual(['EntraIdSignInEvents', 'AADSignInEventsBeta']);
		expect(candidateTables(huntOf('script-abuse'))).toEqual(['DeviceProcessEvents']);
	});

	it('sign-ins without both tables of Entra ID → those of Defender for Identity remain', () => {
		const without = adapt('user-sign-ins', 'EntraIdSignInEvents', 'AADSignInEventsBeta');
		expect(without).toMatchObject({ kind: 'runs', omitted: ['EntraIdSignInEvents'] });
	});

	it('the same table reported twice → not new', () => {
		const tables = new TenantTables();
		expect([tables.recordMissing('A'), tables.recordMissing('A')]).toEqual([true, false]);
	});
});

describe('missing tables › Microsoft’s message', () => {
	eachRow([
		["'where' operator: Failed to resolve table or column expression named 'EmailEvents'", 'EmailEvents'],
		[
			"The name 'EmailEvents' does not refer to any known column, table, variable or function.",
			'EmailEvents',
		],
		["Failed to resolve scalar expression named 'EmailEventsX'", undefined],
		["Query execution has exceeded the allowed limits of 'EmailEvents'", undefined],
		['', undefined],
	])('name of a table of the hunt → found, nothing else', (message, table) => {
		expect(missingTable(message, ['UrlClickEvents', 'EmailEvents'])).toBe(table);
	});
});
