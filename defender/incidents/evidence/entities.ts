import type { Alert } from '../incident';
import { keyOfValue } from './evidenceKeys';
import { splitEvidence, type EvidencePiece } from './evidencePiece';
import type { NamedValue } from './valueReaders';

/** The things an incident is about, as plain values for the next node; each list without doubles, in order of appearance. */
export interface Entities {
	readonly devices: ReadonlyArray<{ readonly deviceId: string | null; readonly name: string | null }>;
	/** User principal names, or `DOMAIN\account` where none is known. */
	readonly users: readonly string[];
	/** SHA-256 where known, else SHA-1. */
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

/** Collects the entities named by the evidence of all alerts; evidence of unknown type adds nothing and is no reason to stop. */
export function collectEntities(alerts: readonly Alert[]): Entities {
	const pieces = alerts.flatMap((alert) => alert.evidence).flatMap((raw) => splitEvidence(raw));
	const found = pieces.flatMap(({ own, mentioned }) => [...own, ...mentioned]);
	const valuesOf = (
		entityType: NamedValue['entityType'],
		...iocTypes: ReadonlyArray<NamedValue['iocType']>
	) =>
		unique(
			found.filter((one) => one.entityType === entityType && iocTypes.includes(one.iocType)),
			keyOfValue,
		).map(({ value }) => value);
	return {
		devices: unique(pieces.flatMap(deviceOf), (device) => lower(device.deviceId ?? device.name)),
		users: valuesOf('user', 'username'),
		files: unique(
			pieces.flatMap(fileOf),
			({ sha256, sha1, name }) => lower(sha256 ?? sha1) || `/${name ?? ''}`,
		),
		ips: valuesOf('ip', 'ipv4', 'ipv6', 'other'),
		urls: valuesOf('url', 'url'),
		mailboxes: valuesOf('mailbox', 'email'),
	};
}

function deviceOf({ entityType, own }: EvidencePiece): Entities['devices'] {
	if (entityType !== 'device') return [];
	const deviceId = first(own, 'deviceId');
	const name = first(own, 'hostname');
	return deviceId === null && name === null ? [] : [{ deviceId, name }];
}

function fileOf({ entityType, own, mentioned }: EvidencePiece): Entities['files'] {
	if (entityType !== 'file' && entityType !== 'process') return [];
	const values = [...own, ...mentioned];
	const file = {
		name: first(values, 'filename'),
		sha256: first(values, 'sha256'),
		sha1: first(values, 'sha1'),
	};
	return file.name === null && file.sha256 === null && file.sha1 === null ? [] : [file];
}

function first(found: readonly NamedValue[], iocType: NamedValue['iocType']): string | null {
	return found.find((one) => one.iocType === iocType)?.value ?? null;
}

function lower(text: string | null): string {
	return (text ?? '').toLowerCase();
}

function unique<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
	const firsts = new Map<string, T>();
	for (const value of values) {
		const key = keyOf(value);
		if (!firsts.has(key)) firsts.set(key, value);
	}
	return [...firsts.values()];
}
