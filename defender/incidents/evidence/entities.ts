import type { Alert } from '../incident';
import { mergeAccounts, type Account } from './accounts';
import { mergeDevices, type DeviceEntity } from './devices';
import { fieldsOf, groupEntities, piecesOf } from './entityGroups';
import { keyOfValue } from './evidenceKeys';
import { mergeFiles, type FileEntity } from './files';
import { mergeMessages, type MessageEntity } from './messages';
import type { NamedValue } from './valueReaders';

/** The entities of an incident. Each list has no duplicates and is in order of appearance. */
export interface Entities {
	readonly devices: readonly DeviceEntity[];
	readonly accounts: readonly Account[];
	/** User principal names, or `DOMAIN\account` without one. */
	readonly users: readonly string[];
	readonly files: ReadonlyArray<FileEntity & { readonly deviceIds: readonly string[] }>;
	readonly messages: readonly MessageEntity[];
	readonly ips: readonly string[];
	readonly urls: readonly string[];
	/** Primary addresses. */
	readonly mailboxes: readonly string[];
}

/** Collects the entities in the evidence of all alerts; evidence of an unknown type is skipped. */
export function collectEntities(alerts: readonly Alert[]): Entities {
	const pieces = piecesOf(alerts);
	const groups = groupEntities(pieces);
	const named = pieces.flatMap(({ piece: { own, mentioned } }) => [...own, ...mentioned]);
	return {
		devices: groups.devices.map((group) => mergeDevices(fieldsOf(group))),
		accounts: groups.accounts.map((group) => mergeAccounts(fieldsOf(group))),
		users: valuesOf(named, 'user', 'username'),
		files: groups.files.map((group) => {
			const fields = fieldsOf(group);
			return { ...mergeFiles(fields), deviceIds: deviceIdsOf(fields) };
		}),
		messages: groups.messages.map((group) => mergeMessages(fieldsOf(group))),
		ips: valuesOf(named, 'ip', 'ipv4', 'ipv6', 'other'),
		urls: valuesOf(named, 'url', 'url'),
		mailboxes: valuesOf(named, 'mailbox', 'email'),
	};
}

function valuesOf(
	named: readonly NamedValue[],
	entityType: NamedValue['entityType'],
	...iocTypes: ReadonlyArray<NamedValue['iocType']>
): readonly string[] {
	const chosen = named.filter((one) => one.entityType === entityType && iocTypes.includes(one.iocType));
	return withoutDuplicates(chosen, keyOfValue).map(({ value }) => value);
}

function deviceIdsOf(sightings: ReadonlyArray<{ readonly deviceId: string | null }>): readonly string[] {
	return withoutDuplicates(
		sightings.flatMap(({ deviceId }) => deviceId ?? []),
		(deviceId) => deviceId.toLowerCase(),
	);
}

function withoutDuplicates<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
	const firstByKey = new Map<string, T>();
	for (const value of values) {
		const key = keyOf(value);
		if (!firstByKey.has(key)) firstByKey.set(key, value);
	}
	return [...firstByKey.values()];
}
