import { isRecord } from '../../core/isRecord';
import { parseIp } from './ipAddress';
import type { EvidencePiece } from './evidencePiece';
import type { NamedValue } from './valueReaders';
import type { IocType } from './evidenceVocabulary';

/** Types whose values are case-insensitive. */
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

/** Types whose values identify an entity only within one entity type. */
const UNIQUE_PER_TYPE: ReadonlySet<IocType> = new Set(['id', 'name', 'other']);

/** Properties in which alerts assess an entity. They differ between alerts, so they do not identify it. */
const ASSESSMENT: ReadonlySet<string> = new Set([
	'createdDateTime',
	'detailedRoles',
	'remediationStatus',
	'remediationStatusDetails',
	'roles',
	'tags',
	'verdict',
]);

/** Returns a key that is the same for every spelling of a value. */
export function keyOfValue({ entityType, iocType, value }: NamedValue): string {
	return JSON.stringify([
		iocType,
		UNIQUE_PER_TYPE.has(iocType) ? entityType : '',
		normalizeValue(iocType, value),
	]);
}

/** Returns a key for evidence without a value: equal except for the assessment. */
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
