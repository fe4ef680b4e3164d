import { isRecord } from '../../core/isRecord';
import { parseIp } from './ipAddress';
import type { EntityType, IocType } from './evidenceVocabulary';

/** A value in its original spelling, with its types. */
export interface NamedValue {
	readonly entityType: EntityType;
	readonly iocType: IocType;
	readonly value: string;
}

/** Returns the values in one property of evidence; none for an unexpected shape. */
export type ValueReader = (value: unknown) => readonly NamedValue[];

export type Properties = Readonly<Record<string, unknown>>;

/** Returns a reader for text. */
export function text(entityType: EntityType, iocType: IocType): ValueReader {
	return (value) => namedValue(entityType, iocType, nonEmptyText(value));
}

/** Returns a reader for an ID that the service sends as text or as a number. */
export function id(entityType: EntityType, iocType: IocType = 'id'): ValueReader {
	return (value) =>
		namedValue(entityType, iocType, typeof value === 'number' ? String(value) : nonEmptyText(value));
}

/** Returns a reader for the first of some properties that contains text. */
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

/** microsoft.graph.security.fileHash, and evidence of the same shape. */
export const hash: ValueReader = (value) => {
	const { algorithm, value: digits } = asRecord(value);
	return namedValue('file', HASHES.get(String(algorithm).toLowerCase()) ?? 'other', nonEmptyText(digits));
};

/** microsoft.graph.security.userAccount: the principal name, or `DOMAIN\account` without one. */
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

/** A registry key that starts with its hive, as in the hunting tables. */
export const registryKey: ValueReader = (value) => {
	const { registryHive, registryKey: path } = asRecord(value);
	const hive = nonEmptyText(registryHive);
	const key = nonEmptyText(path);
	return namedValue('registryKey', 'registryKey', hive === null || key === null ? key : `${hive}\\${key}`);
};

/** Returns a text that is not empty; null for any other value. */
export function nonEmptyText(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** Values with which services write that there is no ID: the GUID of zeros and the null SID. */
const NO_ID = /^(?:0{8}-0{4}-0{4}-0{4}-0{12}|S-1-0-0)$/i;

/** Returns an ID that is not empty, and not one of those that mean that there is none; null for any other value. */
export function identifier(value: unknown): string | null {
	const found = nonEmptyText(value);
	return found === null || NO_ID.test(found) ? null : found;
}

/** Returns an object; an empty one for any other value. */
function asRecord(value: unknown): Properties {
	return isRecord(value) ? value : {};
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
