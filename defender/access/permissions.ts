/**
 * Application permission that Microsoft documents as sufficient for each kind of call on Graph
 * (reference: "list incidents", "update incident", "create comment", "run hunting query").
 */
export const graphPermissions = {
	read: 'SecurityIncident.Read.All',
	write: 'SecurityIncident.ReadWrite.All',
	hunt: 'ThreatHunting.Read.All',
} as const;
