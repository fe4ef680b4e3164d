import { parseIp } from './ipAddress';
import type { Piece } from './pieces';
import { isRecord, type Found } from './readers';
import type { IocType } from './vocabulary';

/** Written in any letter case, these are the same thing. */
const CASELESS: ReadonlySet<IocType> = new Set([
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
const OF_ONE_TYPE: ReadonlySet<IocType> = new Set(['id', 'name', 'other']);

/** What the alerts say anew about the same thing, and what is therefore no part of which thing it is. */
const JUDGEMENT: ReadonlySet<string> = new Set([
	'createdDateTime',
	'detailedRoles',
	'remediationStatus',
	'remediationStatusDetails',
	'roles',
	'tags',
	'verdict',
]);

/** Equal for values that are the same, however they are written. */
export function keyOfValue({ entityType, iocType, value }: Found): string {
	return JSON.stringify([iocType, OF_ONE_TYPE.has(iocType) ? entityType : '', comparable(iocType, value)]);
}

/** Equal for evidence without a value that says the same of the same thing. */
export function keyOfPiece({ entityType, raw }: Piece): string {
	return JSON.stringify([entityType, withoutJudgement(raw)]);
}

function comparable(iocType: IocType, value: string): string {
	if (iocType === 'ipv4' || iocType === 'ipv6') {
		const ip = parseIp(value);
		return ip === undefined ? value : `${ip.groups.join(':')}${ip.zone.toLowerCase()}`;
	}
	return CASELESS.has(iocType) ? value.toLowerCase() : value;
}

function withoutJudgement(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutJudgement);
	if (!isRecord(value)) return value;
	const isEvidence = typeof value['verdict'] === 'string';
	return Object.entries(value)
		.filter(([name]) => !isEvidence || !JUDGEMENT.has(name))
		.map(([name, inner]) => [name, withoutJudgement(inner)]);
}
