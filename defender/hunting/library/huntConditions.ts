/**
 * Conditions in KQL that several hunts share. Each is complete in itself, so it can be joined with `or`. A list without
 * values matches nothing.
 */

export const IN_WINDOW = 'Timestamp between (_p_from .. _p_to)';

/** By ID first. Some tables contain the name without its domain, and people enter it that way. */
export const ON_DEVICES =
	'(DeviceId in (_p_deviceIds) or DeviceName in~ (_p_deviceNames) or tostring(split(DeviceName, ".")[0]) in~ (_p_hostNames))';

/** For tables whose device name belongs to another computer as well. */
export function namesDevice(column: string): string {
	return `(${column} in~ (_p_deviceNames) or tostring(split(${column}, ".")[0]) in~ (_p_hostNames))`;
}

/** Accounts in tables of sign-ins, which identify them by Entra ID. */
export const BY_SIGNED_IN_USER = '(AccountUpn in~ (_p_upns) or AccountObjectId in~ (_p_objectIds))';

/** Tables of devices contain the NetBIOS name of the domain, those of identities its DNS name, which starts with it. */
const BY_DOMAIN_ACCOUNT = String.raw`strcat(tostring(split(AccountDomain, ".")[0]), "\\", AccountName) in~ (_p_domainAccounts)`;

/** Accounts in tables with all identifiers. */
export const BY_USER = [
	'(AccountUpn in~ (_p_upns)',
	'AccountObjectId in~ (_p_objectIds)',
	'AccountSid in~ (_p_sids)',
	BY_DOMAIN_ACCOUNT,
	'AccountName in~ (_p_plainAccounts))',
].join(' or ');

/**
 * Accounts in tables of devices, which know a domain account by SID and name only. The name of a principal name counts,
 * because nothing else of it is in these tables.
 */
export const BY_DEVICE_USER = [
	'(AccountSid in~ (_p_sids)',
	BY_DOMAIN_ACCOUNT,
	'AccountName in~ (_p_accountNames))',
].join(' or ');

/** The person who acted in a cloud app. The table has no principal name, but the original event has. */
export const BY_CLOUD_USER =
	'(AccountObjectId in~ (_p_objectIds) or AccountId in~ (_p_upns) or tostring(RawEventData.UserId) in~ (_p_upns))';

export const BY_HASH = '(SHA256 in (_p_sha256) or SHA1 in (_p_sha1) or MD5 in (_p_md5))';

/** Host name of an address with or without scheme, user, port and path. */
export function hostOf(column: string): string {
	return `tolower(extract(@"^(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?(?:[^/?#@]*@)?([^/:?#]+)", 1, ${column}))`;
}

/** A host name in the list, or up to four labels below one of them. `endswith` would also match another domain. */
export function inDomains(host: string): string {
	const parents = [1, 2, 3, 4].map((labels) => {
		const pattern = String.raw`@"^(?:[^.]+\.){${labels}}(.+)$"`;
		return `extract(${pattern}, 1, ${host}) in~ (_p_domains)`;
	});
	return `(${[`${host} in~ (_p_domains)`, ...parents].join(' or ')})`;
}

/** Messages in tables with both IDs. */
export const BY_MESSAGE =
	'(NetworkMessageId in~ (_p_networkMessageIds) or InternetMessageId in~ (_p_internetMessageIds))';

/** Writes constant texts as a list for `in`. */
export function literalList(texts: readonly string[]): string {
	return texts.map((text) => `"${text}"`).join(', ');
}
