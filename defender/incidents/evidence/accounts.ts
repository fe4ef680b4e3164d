import { isRecord } from '../../core/isRecord';
import type { EvidencePiece } from './evidencePiece';
import type { IdentityKey } from './groupByIdentity';
import { firstOf, lowerCase, type Sighting } from './sighting';
import { identifier, nonEmptyText, type Properties } from './valueReaders';

/** A user account with its identifiers. A null identifier is in none of the evidence. */
export interface Account {
	/** Entra ID. */
	readonly objectId: string | null;
	/** User principal name. */
	readonly upn: string | null;
	/** On-premises security identifier if there is one, otherwise that of Entra ID (`S-1-12-1-…`). */
	readonly sid: string | null;
	readonly domain: string | null;
	/** Account name without its domain. */
	readonly name: string | null;
}

/** Returns the accounts that a piece of evidence names. */
export function accountsIn({ entityType, raw }: EvidencePiece): readonly Sighting<Account>[] {
	const found = (fields: Account, isOwn: boolean) => (isIdentified(fields) ? [{ fields, isOwn }] : []);
	switch (entityType) {
		case 'user':
			return found(readAccount(raw['userAccount']), true);
		case 'process':
			return found(readAccount(raw['userAccount']), false);
		case 'mailbox': {
			const account = readAccount(raw['userAccount']);
			return found({ ...account, upn: account.upn ?? nonEmptyText(raw['upn']) }, false);
		}
		case 'mailboxRule':
			return found({ ...NO_ACCOUNT, objectId: guid(raw), upn: nonEmptyText(raw['upn']) }, false);
		default:
			return [];
	}
}

/**
 * One person may have two SIDs, on premises and in Entra ID, but only one object ID. Different local accounts may share the
 * name `WORKGROUP\administrator`, and every computer has the same SID for its system and service accounts.
 */
export const accountKeys: readonly IdentityKey<Account>[] = [
	{ of: ({ objectId }) => lowerCase(objectId) },
	{ of: ({ sid }) => (isShared(sid) ? null : lowerCase(sid)), unless: [0] },
	{ of: ({ upn }) => lowerCase(upn), unless: [0] },
	{
		of: ({ domain, name }) => (domain === null ? null : lowerCase(name && `${domain}\\${name}`)),
		unless: [0, 1, 2],
	},
	{ of: ({ sid }) => (isShared(sid) ? lowerCase(sid) : null), unless: [0, 1, 2, 3] },
	{ of: (account) => (hasOnlyName(account) ? lowerCase(account.name) : null) },
];

/** Returns one account with the identifiers from all mentions of it. */
export function mergeAccounts(all: readonly Account[]): Account {
	const onPremises = all.find(({ sid }) => sid !== null && /^S-1-5-21-/i.test(sid));
	return {
		objectId: firstOf(all, 'objectId'),
		upn: firstOf(all, 'upn'),
		sid: onPremises?.sid ?? firstOf(all, 'sid'),
		domain: firstOf(all, 'domain'),
		name: firstOf(all, 'name'),
	};
}

const NO_ACCOUNT: Account = { objectId: null, upn: null, sid: null, domain: null, name: null };

/** microsoft.graph.security.userAccount */
function readAccount(value: unknown): Account {
	if (!isRecord(value)) return NO_ACCOUNT;
	return {
		objectId: identifier(value['azureAdUserId']),
		upn: nonEmptyText(value['userPrincipalName']),
		sid: identifier(value['userSid']),
		domain: nonEmptyText(value['domainName']),
		name: nonEmptyText(value['accountName']),
	};
}

/** In Exchange Online, it is the object ID of the mailbox's account. */
function guid(raw: Properties): string | null {
	return identifier(raw['externalDirectoryObjectId']);
}

/**
 * Whether a SID is of no domain, computer or tenant.
 * @see https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
 */
function isShared(sid: string | null): boolean {
	return sid !== null && /^S-1-/i.test(sid) && !/^S-1-(?:5-21|12-1)-/i.test(sid);
}

function isIdentified({ objectId, upn, sid, name }: Account): boolean {
	return objectId !== null || upn !== null || sid !== null || name !== null;
}

function hasOnlyName({ objectId, upn, sid, domain }: Account): boolean {
	return objectId === null && upn === null && sid === null && domain === null;
}
