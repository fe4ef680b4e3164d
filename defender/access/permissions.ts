import type { Api } from './clouds';

/**
 * Application permission that Microsoft documents as sufficient for each kind of call on Graph
 * (reference: "list incidents", "update incident", "create comment", "run hunting query").
 */
export const graphPermissions = {
	read: 'SecurityIncident.Read.All',
	write: 'SecurityIncident.ReadWrite.All',
	hunt: 'ThreatHunting.Read.All',
} as const;

/** How much a signed-in user entrusts to the credential: `read` looks and hunts, `respond` also changes incidents. */
export type TrustLevel = 'read' | 'respond';

/** The two permissions that a signed-in user consents to. */
export interface DelegatedPermissions {
	readonly incidents: string;
	readonly hunting: string;
}

/** Delegated permissions by API and trust level (reference: the permission tables of both APIs' operations). */
export const delegatedPermissions: Readonly<Record<Api, Readonly<Record<TrustLevel, DelegatedPermissions>>>> =
	{
		graph: {
			read: { incidents: 'SecurityIncident.Read.All', hunting: 'ThreatHunting.Read.All' },
			respond: { incidents: 'SecurityIncident.ReadWrite.All', hunting: 'ThreatHunting.Read.All' },
		},
		legacy: {
			read: { incidents: 'Incident.Read', hunting: 'AdvancedHunting.Read' },
			respond: { incidents: 'Incident.ReadWrite', hunting: 'AdvancedHunting.Read' },
		},
	};
