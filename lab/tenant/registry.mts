import type { TenantClock } from './clock.mts';
import type { AccessTokens } from './entra/accessTokens.mts';
import type { SigningKeys } from './entra/keys.mts';
import type { RequestLedger, OpenCall } from './requestLedger.mts';
import type { TenantState } from './tenantState.mts';

/** What all tenants of one practice server share. */
export interface Registry {
	/** `http://127.0.0.1:<port>` */
	readonly origin: string;
	readonly keys: SigningKeys;
	readonly tokens: AccessTokens;
	/** Stamps calls that belong to no tenant. */
	readonly clock: TenantClock;
	/** Every call, also those that belong to no tenant. */
	readonly ledger: RequestLedger;
	readonly tenants: TenantState[];
	/** By ID or verified domain, case-insensitive. */
	tenantNamed(name: string): TenantState | undefined;
	/** The tenant that a bearer token claims to be for; with a single tenant, calls without a token are its own. */
	tenantOfToken(authorization: string | undefined): TenantState | undefined;
	/** Whose token it is, as the request ledger shows it; null without one. */
	bearerOf(authorization: string | undefined): Bearer | null;
	record(call: OpenCall, tenant: TenantState | undefined): void;
	/** Next GUID for trace and request ids. */
	nextId(): string;
	/** The clock of `iat` and `exp`: callers compare those with their own. */
	readonly realTime: () => Date;
}

export interface Bearer {
	readonly label: string;
	readonly sequence?: number;
}

/** The text behind `Bearer `, or undefined. */
export const bearerText = (authorization: string | undefined): string | undefined =>
	/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];

/** The part of a registry that follows from its tenants and tokens. */
export function createLookups(
	tenants: readonly TenantState[],
	tokens: AccessTokens,
	ledger: RequestLedger,
): Pick<Registry, 'tenantNamed' | 'tenantOfToken' | 'bearerOf' | 'record'> {
	const tenantNamed = (name: string) =>
		tenants.find(({ id, domain }) => id === name.toLowerCase() || domain === name.toLowerCase());
	return {
		tenantNamed,
		tenantOfToken: (authorization) => {
			const claims = tokens.peek(bearerText(authorization) ?? '');
			if (claims !== undefined) return tenantNamed(claims.tenantId);
			return tenants.length === 1 ? tenants[0] : undefined;
		},
		bearerOf: (authorization) => {
			if (authorization === undefined) return null;
			const claims = tokens.peek(bearerText(authorization) ?? '');
			if (claims === undefined) return { label: 'Bearer unknown' };
			return { label: `Bearer ${claims.tenantId}/${claims.sequence}`, sequence: claims.sequence };
		},
		record: (call, tenant) => {
			ledger.add(call);
			tenant?.ledger.add(call);
		},
	};
}
