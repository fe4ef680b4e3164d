import type { HuntLicense } from './libraryHunt';

/** Microsoft products by the tables that they fill. @see https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables */

export function endpoint(...tables: readonly string[]): HuntLicense {
	return { tables, product: 'Microsoft Defender for Endpoint P2' };
}

export function office(...tables: readonly string[]): HuntLicense {
	return { tables, product: 'Microsoft Defender for Office 365 P2' };
}

export function cloudApps(...tables: readonly string[]): HuntLicense {
	return { tables, product: 'Microsoft Defender for Cloud Apps' };
}

export function identity(...tables: readonly string[]): HuntLicense {
	return { tables, product: 'Microsoft Defender for Identity' };
}

/** The older table has the same columns as far as the hunts read them. */
export const SIGN_INS: HuntLicense = {
	tables: ['EntraIdSignInEvents'],
	product: 'Microsoft Entra ID P2',
	fallback: 'AADSignInEventsBeta',
};

/** The tables are branches of a `union`, which works without them. */
export function optional(license: HuntLicense): HuntLicense {
	return { ...license, optional: true };
}
