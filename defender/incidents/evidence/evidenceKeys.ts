import { parseIp } from './ipAddress';
import type { EvidencePiece } from './evidencePiece';
import { isRecord, type NamedValue } from './valueReaders';
import type { IocType } from './vocabulary';

/** Written in any letter case, these are the same thing. */
const CASE_INSENSITIVE: ReadonlySet<IocType> = new Set([
	'appId',
	'authentihash',
	'deviceId',
	'domain',
	'email',
	'entraDeviceId',
	'hostname',
	'macAddress',
	'md5',
	'networkMessageId',
	'objectId',
	'sha1',
	'sha256',
	'sid',
	'username',
]);

/** An equal name or id means the same thing only among things of one type. */
const UNIQUE_PER_TYPE: ReadonlySet<IocType> = new Set(['id', 'name', 'other']);

/** What the alerts say anew about the same thing, and what is therefore no part of which thing it is. */
const ASSESSMENT: ReadonlySet<string> = new Set([
	'createdDateTime',
	'detailedRoles',
	'remediationStatus',
	'remediationStatusDetails',
	'roles',
	'tags',
	'verdict',
]);

/** Equal for values that are the same, however they are written. */
export function keyOfValue({ entityType, iocType, value }: NamedValue): string {
	return JSON.stringify([
		iocType,
		UNIQUE_PER_TYPE.has(iocType) ? entityType : '',
		normalizeValue(iocType, value),
	]);
}

/** Equal for evidence without a value that says the same of the same thing. */
export function keyOfPiece({ entityType, raw }: EvidencePiece): string {
	return JSON.stringify([entityType, withoutAssessment(raw)]);
}

function normalizeValue(iocType: IocType, value: string): string {
	if (iocType === 'ipv4' || iocType === 'ipv6') {
		const ip = parseIp(value);
		return ip === undefined ? value : `${ip.groups.join(':')}${ip.zone.toLowerCase()}`;
	}
	return CASE_INSENSITIVE.has(iocType) ? value.toLowerCase() : value;
}

function withoutAssessment(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutAssessment);
	if (!isRecord(value)) return value;
	const isEvidence = typeof value['verdict'] === 'string';
	return Object.entries(value)
		.filter(([name]) => !isEvidence || !ASSESSMENT.has(name))
		.map(([name, inner]) => [name, withoutAssessment(inner)]);
}
