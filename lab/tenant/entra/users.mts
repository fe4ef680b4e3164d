import { randomBytes } from 'node:crypto';
import { announced } from '../announce.mts';
import { guidFrom } from '../identifiers.mts';

/** Roles of Entra ID that matter to Defender; an account without any is `none`. */
export const DIRECTORY_ROLES = [
	'none',
	'Security Reader',
	'Global Reader',
	'Security Operator',
	'Security Administrator',
	'Global Administrator',
] as const;
export type DirectoryRole = (typeof DIRECTORY_ROLES)[number];

/** Why the sessions of a user ended: password changed or sessions revoked, or not used for too long. */
export type SessionEnd = 'revoked' | 'inactive';

/** A person who can sign in. */
export interface PracticeUser {
	readonly id: string;
	readonly userPrincipalName: string;
	readonly displayName: string;
	/** Different in every process. */
	readonly password: string;
	readonly role: DirectoryRole;
	/** A changed role applies at once, also to tokens issued before. */
	setRole(role: DirectoryRole): void;
	/** Ends what was signed in so far: refresh tokens stop working, access tokens live to their end. */
	endSessions(because: SessionEnd): void;
	/** Counts how often sessions were ended. */
	readonly session: { readonly number: number; readonly endedBecause: SessionEnd; readonly endedAt: Date };
}

export interface UserOptions {
	/** Default `Security Operator`. */
	readonly role?: DirectoryRole;
	readonly displayName?: string;
	/** The part before the @ of the user name; default follows from the number of the user. */
	readonly alias?: string;
}

const READERS: readonly DirectoryRole[] = DIRECTORY_ROLES.filter((role) => role !== 'none');
const WRITERS: readonly DirectoryRole[] = [
	'Security Operator',
	'Security Administrator',
	'Global Administrator',
];

/** May read incidents and hunt. */
export const maySee = ({ role }: PracticeUser): boolean => READERS.includes(role);
/** May change incidents. */
export const mayChange = ({ role }: PracticeUser): boolean => WRITERS.includes(role);
/** May consent to permissions for the whole organisation. */
export const mayConsent = ({ role }: PracticeUser): boolean => role === 'Global Administrator';

/**
 * @param place of the user in the tenant, from 0; ids follow from it
 * @param now the clock of tokens
 */
export function createUser(
	tenant: { readonly id: string; readonly domain: string },
	place: number,
	now: () => Date,
	options: UserOptions = {},
): PracticeUser {
	let role = options.role ?? 'Security Operator';
	let session: PracticeUser['session'] = { number: 0, endedBecause: 'revoked', endedAt: new Date(0) };
	return {
		id: guidFrom(`${tenant.id}/user/${place}`),
		userPrincipalName: `${options.alias ?? `analyst${place + 1}`}@${tenant.domain}`,
		displayName: options.displayName ?? `Practice Analyst ${place + 1}`,
		password: announced(`Pw-${randomBytes(15).toString('base64url')}`),
		get role() {
			return role;
		},
		setRole: (next) => {
			role = next;
		},
		get session() {
			return session;
		},
		endSessions: (because) => {
			session = { number: session.number + 1, endedBecause: because, endedAt: now() };
		},
	};
}
