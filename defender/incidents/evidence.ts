import type { Alert, Evidence } from './incident';

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

type Properties = Readonly<Record<string, unknown>>;

/** Collects the entities named by the evidence of all alerts; evidence of unknown type adds nothing and is no reason to stop. */
export function collectEntities(alerts: readonly Alert[]): Entities {
	const evidence = alerts.flatMap((alert) => alert.evidence);
	return {
		devices: unique(evidence.flatMap(deviceOf), (device) => device.deviceId ?? device.name ?? ''),
		users: unique(evidence.flatMap(userOf), (user) => user.toLowerCase()),
		files: unique(evidence.flatMap(filesOf), (file) => file.sha256 ?? file.sha1 ?? file.name ?? ''),
		ips: unique(
			evidence.flatMap((item) => ofType(item, 'ipEvidence', 'ipAddress')),
			identity,
		),
		urls: unique(
			evidence.flatMap((item) => ofType(item, 'urlEvidence', 'url')),
			identity,
		),
		mailboxes: unique(
			evidence.flatMap((item) => ofType(item, 'mailboxEvidence', 'primaryAddress')),
			(address) => address.toLowerCase(),
		),
	};
}

function deviceOf(item: Evidence): Entities['devices'] {
	if (!isType(item, 'deviceEvidence')) return [];
	const deviceId = text(item['mdeDeviceId']);
	const name = text(item['deviceDnsName']) ?? text(item['hostName']);
	return deviceId === null && name === null ? [] : [{ deviceId, name }];
}

function userOf(item: Evidence): readonly string[] {
	const account = record(item['userAccount']);
	const upn = text(account['userPrincipalName']) ?? text(item['upn']);
	if (upn !== null) return [upn];
	const name = text(account['accountName']);
	const domain = text(account['domainName']);
	return name === null ? [] : [domain === null ? name : `${domain}\\${name}`];
}

function filesOf(item: Evidence): Entities['files'] {
	const details = isType(item, 'fileEvidence')
		? [item['fileDetails']]
		: isType(item, 'processEvidence')
			? [item['imageFile']]
			: [];
	return details.map(record).flatMap((file) => {
		const found = { name: text(file['fileName']), sha256: text(file['sha256']), sha1: text(file['sha1']) };
		return found.name === null && found.sha256 === null && found.sha1 === null ? [] : [found];
	});
}

function ofType(item: Evidence, type: string, property: string): readonly string[] {
	const value = isType(item, type) ? text(item[property]) : null;
	return value === null ? [] : [value];
}

function isType(item: Evidence, type: string): boolean {
	return item['@odata.type'] === `#microsoft.graph.security.${type}`;
}

function unique<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
	const first = new Map<string, T>();
	for (const value of values) {
		const key = keyOf(value);
		if (!first.has(key)) first.set(key, value);
	}
	return [...first.values()];
}

function identity(value: string): string {
	return value;
}

function record(value: unknown): Properties {
	return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Properties {
	return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
