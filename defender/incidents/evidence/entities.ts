import type { Alert } from '../incident';
import { keyOfValue } from './evidenceKeys';
import { splitEvidence, type EvidencePiece } from './evidencePiece';
import type { NamedValue } from './valueReaders';

/** The entities of an incident as plain values. Each list has no duplicates and is in order of appearance. */
export interface Entities {
	readonly devices: ReadonlyArray<{ readonly deviceId: string | null; readonly name: string | null }>;
	/** User principal names, or `DOMAIN\account` without one. */
	readonly users: readonly string[];
	readonly files: ReadonlyArray<{
		readonly name: string | null;
		readonly sha256: string | null;
		readonly sha1: string | null;
	}>;
	readonly ips: readonly string[];
	readonly urls: readonly string[];
	/** Primary addresses. */
	readonly mailboxes: readonly string[];
}

/** Collects the entities in the evidence of all alerts; evidence of an unknown type is skipped. */
export function collectEntities(alerts: readonly Alert[]): Entities {
	const pieces = alerts.flatMap((alert) => alert.evidence).flatMap((raw) => splitEvidence(raw));
	const named = pieces.flatMap(({ own, mentioned }) => [...own, ...mentioned]);
	const valuesOf = (
		entityType: NamedValue['entityType'],
		...iocTypes: ReadonlyArray<NamedValue['iocType']>
	) =>
		withoutDuplicates(
			named.filter((one) => one.entityType === entityType && iocTypes.includes(one.iocType)),
			keyOfValue,
		).map(({ value }) => value);
	return {
		devices: withoutDuplicates(pieces.flatMap(devicesIn), (device) => lower(device.deviceId ?? device.name)),
		users: valuesOf('user', 'username'),
		files: withoutDuplicates(
			pieces.flatMap(filesIn),
			({ sha256, sha1, name }) => lower(sha256 ?? sha1) || `/${name ?? ''}`,
		),
		ips: valuesOf('ip', 'ipv4', 'ipv6', 'other'),
		urls: valuesOf('url', 'url'),
		mailboxes: valuesOf('mailbox', 'email'),
	};
}

function devicesIn({ entityType, own }: EvidencePiece): Entities['devices'] {
	if (entityType !== 'device') return [];
	const deviceId = firstValue(own, 'deviceId');
	const name = firstValue(own, 'hostname');
	return deviceId === null && name === null ? [] : [{ deviceId, name }];
}

function filesIn({ entityType, own, mentioned }: EvidencePiece): Entities['files'] {
	if (entityType !== 'file' && entityType !== 'process') return [];
	const values = [...own, ...mentioned];
	const file = {
		name: firstValue(values, 'filename'),
		sha256: firstValue(values, 'sha256'),
		sha1: firstValue(values, 'sha1'),
	};
	return file.name === null && file.sha256 === null && file.sha1 === null ? [] : [file];
}

function firstValue(named: readonly NamedValue[], iocType: NamedValue['iocType']): string | null {
	return named.find((one) => one.iocType === iocType)?.value ?? null;
}

function lower(text: string | null): string {
	return (text ?? '').toLowerCase();
}

function withoutDuplicates<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
	const firstByKey = new Map<string, T>();
	for (const value of values) {
		const key = keyOf(value);
		if (!firstByKey.has(key)) firstByKey.set(key, value);
	}
	return [...firstByKey.values()];
}
