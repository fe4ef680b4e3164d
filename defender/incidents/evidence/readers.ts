import { parseIp } from './ipAddress';
import type { EntityType, IocType } from './vocabulary';

/** A value that evidence names, spelled as it came. */
export interface Found {
	readonly entityType: EntityType;
	readonly iocType: IocType;
	readonly value: string;
}

/** Takes the values out of what stands at one place of a piece of evidence; nothing out of what has another shape. */
export type Reader = (value: unknown) => readonly Found[];

export type Properties = Readonly<Record<string, unknown>>;

/** A text as it is. */
export function text(entityType: EntityType, iocType: IocType): Reader {
	return (value) => found(entityType, iocType, textOf(value));
}

/** An id that the service writes as text or as a number. */
export function id(entityType: EntityType, iocType: IocType = 'id'): Reader {
	return (value) => found(entityType, iocType, typeof value === 'number' ? String(value) : textOf(value));
}

/** The first of these properties that holds a text. */
export function firstOf(entityType: EntityType, iocType: IocType, names: readonly string[]): Reader {
	return (value) => found(entityType, iocType, firstText(recordOf(value), names));
}

export const url = text('url', 'url');
export const username = text('user', 'username');
export const deviceId = text('device', 'deviceId');
export const sender = text('sender', 'email');
export const recipient = text('recipient', 'email');
export const mailbox = text('mailbox', 'email');

export const ip: Reader = (value) => {
	const address = textOf(value);
	const version = address === null ? undefined : parseIp(address)?.version;
	return found('ip', version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : 'other', address);
};

/** microsoft.graph.security.fileDetails */
export const file: Reader = (value) => {
	const details = recordOf(value);
	return [
		...found('file', 'sha256', textOf(details['sha256'])),
		...found('file', 'sha1', textOf(details['sha1'])),
		...found('file', 'md5', textOf(details['md5'])),
		...found('file', 'authentihash', textOf(details['sha256Ac'])),
		...found('file', 'filename', textOf(details['fileName'])),
		...found('file', 'filepath', textOf(details['filePath'])),
	];
};

const HASHES = new Map<string, IocType>([
	['sha256', 'sha256'],
	['sha1', 'sha1'],
	['md5', 'md5'],
	['sha256ac', 'authentihash'],
]);

/** microsoft.graph.security.fileHash, and the evidence of the same shape. */
export const hash: Reader = (value) => {
	const { algorithm, value: digits } = recordOf(value);
	return found('file', HASHES.get(String(algorithm).toLowerCase()) ?? 'other', textOf(digits));
};

/** microsoft.graph.security.userAccount: the principal name, or `DOMAIN\account` where none is known. */
export const account: Reader = (value) => {
	const user = recordOf(value);
	const name = textOf(user['accountName']);
	const domain = textOf(user['domainName']);
	const local = name === null || domain === null ? name : `${domain}\\${name}`;
	return [
		...found('user', 'username', textOf(user['userPrincipalName']) ?? local),
		...found('user', 'objectId', textOf(user['azureAdUserId'])),
		...found('user', 'sid', textOf(user['userSid'])),
	];
};

/** A registry key with its hive before it, as the hunting tables write keys. */
export const registryKey: Reader = (value) => {
	const { registryHive, registryKey: path } = recordOf(value);
	const hive = textOf(registryHive);
	const key = textOf(path);
	return found('registryKey', 'registryKey', hive === null || key === null ? key : `${hive}\\${key}`);
};

/** The text, unless it is empty; null for whatever is no text. */
export function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** The object's properties; none for whatever is no object. */
export function recordOf(value: unknown): Properties {
	return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Properties {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstText(properties: Properties, names: readonly string[]): string | null {
	for (const name of names) {
		const value = textOf(properties[name]);
		if (value !== null) return value;
	}
	return null;
}

function found(entityType: EntityType, iocType: IocType, value: string | null): readonly Found[] {
	return value === null ? [] : [{ entityType, iocType, value }];
}
