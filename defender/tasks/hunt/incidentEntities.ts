import type { EntityField } from '../../hunting/library/libraryHunt';
import { hostOfUrl } from '../../hunting/library/urlHosts';
import { isHash } from '../../hunting/library/huntValues';
import type { Alert } from '../../incidents/incident';
import type { Account } from '../../incidents/evidence/accounts';
import type { DeviceEntity } from '../../incidents/evidence/devices';
import {
	fieldsOf,
	groupEntities,
	piecesOf,
	type AlertPiece,
	type EntityGroup,
} from '../../incidents/evidence/entityGroups';
import { mergeAccounts } from '../../incidents/evidence/accounts';
import { mergeDevices } from '../../incidents/evidence/devices';
import type { EntityType, IocType } from '../../incidents/evidence/evidenceVocabulary';
import { mergeFiles, type FileSighting } from '../../incidents/evidence/files';
import { selectRelevant } from '../../incidents/evidence/relevance';
import { groupValues } from '../../incidents/evidence/valueGroups';

/** An entity to search for: all its identifiers, the most readable one first. */
export type HuntEntity = readonly [string, ...string[]];

/** What the fields of a library hunt can search for, the most relevant first. */
export interface HuntEntities extends Readonly<Record<EntityField, readonly HuntEntity[]>> {
	readonly processId: readonly HuntEntity[];
}

/** Local System, Local Service, Network Service: they exist on every device and would match everything. */
const BUILT_IN_SIDS = new Set(['s-1-5-18', 's-1-5-19', 's-1-5-20']);

/**
 * Collects the entities in the evidence of alerts as values for the fields of library hunts.
 * @param roles of the entities to search for; empty for all
 */
export function incidentEntities(alerts: readonly Alert[], roles: readonly string[]): HuntEntities {
	const pieces = piecesOf(alerts);
	const { accounts, devices, files } = groupEntities(pieces);
	const values = (entityType: EntityType, ...iocTypes: readonly IocType[]) =>
		valuesIn(pieces, roles, entityType, iocTypes);
	const messageIds = values('message', 'networkMessageId');
	const related = <T>(groups: readonly EntityGroup<T>[]) => selectRelevant(groups, (group) => group, roles);
	return {
		devices: related(devices).flatMap((group) => deviceNames(mergeDevices(fieldsOf(group)))),
		users: related(accounts).flatMap((group) => accountNames(mergeAccounts(fieldsOf(group)))),
		hashes: related(ownFiles(files)).flatMap((group) => hashesOf(fieldsOf(group))),
		ips: values('ip', 'ipv4', 'ipv6'),
		domains: values('domain', 'domain'),
		urls: values('url', 'url'),
		messageIds,
		// A sender may send much other mail, so it counts only for a message that cannot be identified.
		senders: messageIds.length > 0 ? [] : values('sender', 'email'),
		apps: [...values('application', 'appId'), ...values('servicePrincipal', 'appId')].filter(isFirst),
		processId: processesIn(pieces),
	};
}

/** Adds the hosts of the URLs to the domains. */
export function withUrlHosts(entities: HuntEntities): HuntEntities {
	const hosts = entities.urls.flatMap(([url]): readonly HuntEntity[] => {
		const host = hostOfUrl(url);
		return host === undefined ? [] : [[host]];
	});
	return { ...entities, domains: [...entities.domains, ...hosts].filter(isFirst) };
}

function valuesIn(
	pieces: readonly AlertPiece[],
	roles: readonly string[],
	entityType: EntityType,
	iocTypes: readonly IocType[],
): readonly HuntEntity[] {
	const groups = groupValues(pieces, entityType, iocTypes);
	return selectRelevant(groups, ({ mentions }) => mentions, roles).map(({ value }) => [value]);
}

/** With its name, because tables of logons know the other device by name only. */
function deviceNames({ deviceId, name }: DeviceEntity): readonly HuntEntity[] {
	return toEntity([name, deviceId]);
}

function accountNames({ upn, objectId, sid, domain, name }: Account): readonly HuntEntity[] {
	if (sid !== null && BUILT_IN_SIDS.has(sid.toLowerCase())) return [];
	const local = name === null || domain === null ? null : `${domain}\\${name}`;
	const known = [upn, objectId, sid, local];
	return toEntity(known.some((one) => one !== null) ? known : [name]);
}

/** Programs of processes are often part of Windows, so they count only if no alert names a file itself. */
function ownFiles(files: readonly EntityGroup<FileSighting>[]): readonly EntityGroup<FileSighting>[] {
	const own = files.filter((group) => group.some(({ isOwn }) => isOwn));
	return own.length > 0 ? own : files;
}

function hashesOf(fields: readonly FileSighting[]): readonly HuntEntity[] {
	const { sha256, sha1, md5 } = mergeFiles(fields);
	return toEntity([sha256, sha1, md5].map((hash) => (hash !== null && isHash(hash) ? hash : null)));
}

/** Process IDs of evidence; the devices are a field of their own. */
function processesIn(pieces: readonly AlertPiece[]): readonly HuntEntity[] {
	const ids = pieces
		.filter(({ piece }) => piece.entityType === 'process')
		.map(({ piece }) => piece.raw['processId'])
		.filter((id): id is number | string => typeof id === 'number' || typeof id === 'string')
		.map(String)
		.filter((id) => /^\d{1,18}$/.test(id));
	return [...new Set(ids)].map((id): HuntEntity => [id]);
}

function toEntity(identifiers: ReadonlyArray<string | null>): readonly HuntEntity[] {
	const [first, ...more] = identifiers.filter((one): one is string => one !== null && one !== '');
	return first === undefined ? [] : [[first, ...more]];
}

function isFirst([value]: HuntEntity, index: number, all: readonly HuntEntity[]): boolean {
	return all.findIndex(([other]) => other.toLowerCase() === value.toLowerCase()) === index;
}
