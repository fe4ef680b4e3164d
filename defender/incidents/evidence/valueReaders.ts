import { parseIp } from './ipAddress';
import type { EntityType, IocType } from './vocabulary';

/** A value that evidence names, spelled as it came. */
export interface NamedValue {
	readonly entityType: EntityType;
	readonly iocType: IocType;
	readonly value: string;
}

/** Takes the values out of what stands at one place of a piece of evidence; nothing out of what has another shape. */
export type ValueReader = (value: unknown) => readonly NamedValue[];

export type Properties = Readonly<Record<string, unknown>>;

/** A text as it is. */
export function text(entityType: EntityType, iocType: IocType): ValueReader {
	return (value) => namedValue(entityType, iocType, nonEmptyText(value));
}

/** An id that the service writes as text or as a number. */
export function id(entityType: EntityType, iocType: IocType = 'id'): ValueReader {
	return (value) =>
		namedValue(entityType, iocType, typeof value === 'number' ? String(value) : nonEmptyText(value));
}

/** The first of these properties that holds a text. */
export function firstPresent(
	entityType: EntityType,
	iocType: IocType,
	names: readonly string[],
): ValueReader {
	return (value) => namedValue(entityType, iocType, firstText(asRecord(value), names));
}

export const url = text('url', 'url');
export const username = text('user', 'username');
export const deviceId = text('device', 'deviceId');
export const sender = text('sender', 'email');
export const recipient = text('recipient', 'email');
export const mailbox = text('mailbox', 'email');

export const ip: ValueReader = (value) => {
	const address = nonEmptyText(value);
	const version = address === null ? undefined : parseIp(address)?.version;
	return namedValue('ip', version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : 'other', address);
};

/** microsoft.graph.security.fileDetails */
export const file: ValueReader = (value) => {
	const details = asRecord(value);
	return [
		...namedValue('file', 'sha256', nonEmptyText(details['sha256'])),
		...namedValue('file', 'sha1', nonEmptyText(details['sha1'])),
		...namedValue('file', 'md5', nonEmptyText(details['md5'])),
		...namedValue('file', 'authentihash', nonEmptyText(details['sha256Ac'])),
		...namedValue('file', 'filename', nonEmptyText(details['fileName'])),
		...namedValue('file', 'filepath', nonEmptyText(details['filePath'])),
	];
};

const HASHES = new Map<string, IocType>([
	['sha256', 'sha256'],
	['sha1', 'sha1'],
	['md5', 'md5'],
	['sha256ac', 'authentihash'],
]);

/** microsoft.graph.security.fileHash, and the evidence of the same shape. */
export const hash: ValueReader = (value) => {
	const { algorithm, value: digits } = asRecord(value);
	return namedValue('file', HASHES.get(String(algorithm).toLowerCase()) ?? 'other', nonEmptyText(digits));
};

/** microsoft.graph.security.userAccount: the principal name, or `DOMAIN\account` where none is known. */
export const account: ValueReader = (value) => {
	const user = asRecord(value);
	const name = nonEmptyText(user['accountName']);
	const domain = nonEmptyText(user['domainName']);
	const local = name === null || domain === null ? name : `${domain}\\${name}`;
	return [
		...namedValue('user', 'username', nonEmptyText(user['userPrincipalName']) ?? local),
		...namedValue('user', 'objectId', nonEmptyText(user['azureAdUserId'])),
		...namedValue('user', 'sid', nonEmptyText(user['userSid'])),
	];
};

/** A registry key with its hive before it, as the hunting tables write keys. */
export const registryKey: ValueReader = (value) => {
	const { registryHive, registryKey: path } = asRecord(value);
	const hive = nonEmptyText(registryHive);
	const key = nonEmptyText(path);
	return namedValue('registryKey', 'registryKey', hive === null || key === null ? key : `${hive}\\${key}`);
};

/** The text, unless it is empty; null for whatever is no text. */
export function nonEmptyText(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** The object's properties; none for whatever is no object. */
export function asRecord(value: unknown): Properties {
	return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Properties {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstText(properties: Properties, names: readonly string[]): string | null {
	for (const name of names) {
		const value = nonEmptyText(properties[name]);
		if (value !== null) return value;
	}
	return null;
}

function namedValue(entityType: EntityType, iocType: IocType, value: string | null): readonly NamedValue[] {
	return value === null ? [] : [{ entityType, iocType, value }];
}
