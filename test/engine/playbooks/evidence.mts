const SEEN = '2026-11-20T00:00:00Z';

export type Evidence = Readonly<Record<string, unknown>>;

const evidence = (kind: string, fields: Evidence): Evidence => ({
	'@odata.type': `#microsoft.graph.security.${kind}Evidence`,
	createdDateTime: SEEN,
	verdict: 'unknown',
	remediationStatus: 'none',
	roles: [],
	detailedRoles: [],
	tags: [],
	...fields,
});

/** A device of that name, with Defender's id when one is given. */
export const device = (deviceDnsName: string | null, mdeDeviceId: string | null = null) =>
	evidence('device', { deviceDnsName, mdeDeviceId });

/** Devices `pc-0` and so on. */
export const devices = (count: number) => Array.from({ length: count }, (_, index) => device(`pc-${index}`));

/** A user of that sign-in name. */
export const user = (userPrincipalName: string) =>
	evidence('user', { userAccount: { userPrincipalName, accountName: userPrincipalName } });

/** A file with both hashes. */
export const file = (fileName: string, sha1: string, sha256: string) =>
	evidence('file', { fileDetails: { fileName, filePath: 'C:\\', sha1, sha256 } });

/** An address. */
export const ip = (ipAddress: string) => evidence('ip', { ipAddress });

/** A link. */
export const url = (address: string) => evidence('url', { url: address });

/** A mail. */
export const mail = (networkMessageId: string) =>
	evidence('analyzedMessage', { networkMessageId, subject: 'x', recipientEmailAddress: 'x@contoso.com' });
