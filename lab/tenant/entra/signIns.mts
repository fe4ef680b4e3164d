import { randomBytes } from 'node:crypto';
import type { PracticeApp } from '../app.mts';
import type { Resource } from './resources.mts';
import type { PracticeUser } from './users.mts';

/** What a request of the user flow asks for. */
export interface ScopeRequest {
	readonly resource: Resource;
	/** The resource as the request named it. */
	readonly audience: string;
	/** Delegated permissions without the resource's address; `default` means all that were consented to. */
	readonly names: readonly string[] | 'default';
	/** A refresh token is wanted. */
	readonly offline: boolean;
}

/** Where an answer may be sent: an app of the tenant and one of its registered addresses. */
export interface ReturnAddress {
	readonly app: PracticeApp;
	readonly redirectUri: string;
	readonly state: string | undefined;
}

/** An authorize request that passed every check. */
export interface AuthorizeRequest extends ReturnAddress {
	readonly scopes: ScopeRequest;
	/** The S256 challenge; always there for a public client. */
	readonly challenge: string | undefined;
	readonly prompt: string;
	readonly loginHint: string;
}

/** A person on the pages between the authorize request and its answer. */
export interface Flow {
	readonly request: AuthorizeRequest;
	/** The password was right. */
	user?: PracticeUser;
	/** The second factor was shown. */
	approved: boolean;
	readonly endsAt: number;
}

/** What a signed-in person allowed an app. */
export interface UserGrant {
	readonly user: PracticeUser;
	readonly clientId: string;
	readonly scopes: ScopeRequest;
	/** Of the user when the grant was made; a later one means that the grant has ended. */
	readonly sessionNumber: number;
	readonly secondFactor: boolean;
	readonly grantedAt: Date;
}

/** An authorization code, bound to what it was asked with. */
export interface IssuedCode {
	readonly grant: UserGrant;
	readonly redirectUri: string;
	/** The S256 challenge, when the request had one. */
	readonly challenge: string | undefined;
	readonly endsAt: number;
	used: boolean;
}

export interface IssuedRefreshToken {
	readonly grant: UserGrant;
	used: boolean;
}

/** Policies that apply to users who sign in. */
export interface Policies {
	/** A second factor is asked for; grants made without one are not renewed. */
	secondFactor: boolean;
	/** Conditional Access blocks every user. */
	blocked: boolean;
}

/** What one tenant knows of people who sign in. */
export interface SignIns {
	readonly users: PracticeUser[];
	readonly policies: Policies;
	readonly flows: Map<string, Flow>;
	readonly codes: Map<string, IssuedCode>;
	readonly refreshTokens: Map<string, IssuedRefreshToken>;
}

/** No sign-ins yet, no policies. */
export const createSignIns = (users: PracticeUser[]): SignIns => ({
	users,
	policies: { secondFactor: false, blocked: false },
	flows: new Map(),
	codes: new Map(),
	refreshTokens: new Map(),
});

/** A text that cannot be guessed, with Entra's look of codes and refresh tokens in front. */
export const secretText = (prefix: string): string => `${prefix}${randomBytes(48).toString('base64url')}`;
