/** An API that tokens can be made for, as every tenant knows it. */
export interface Resource {
	readonly name: string;
	/** Every App ID URI and the app id under which a scope may name it; the first is the documented one. */
	readonly identifiers: readonly string[];
	/** Application permissions of this API; an app's other roles do not enter its tokens. */
	readonly roles: readonly string[];
	/** Delegated permissions of this API. */
	readonly scopes: readonly string[];
}

export const GRAPH: Resource = {
	name: 'Microsoft Graph',
	identifiers: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
	roles: ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'],
	scopes: ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'],
};

export const THREAT_PROTECTION: Resource = {
	name: 'Microsoft Threat Protection',
	identifiers: ['https://api.security.microsoft.com', '8ee8fdad-f234-4243-8f3b-15c294843740'],
	roles: ['Incident.Read.All', 'Incident.ReadWrite.All', 'AdvancedHunting.Read.All'],
	scopes: ['Incident.Read', 'Incident.ReadWrite', 'AdvancedHunting.Read'],
};

const DEFENDER_FOR_ENDPOINT: Resource = {
	name: 'WindowsDefenderATP',
	identifiers: ['https://api.securitycenter.microsoft.com', 'fc780465-2017-40d4-a0c5-307022471b92'],
	roles: ['AdvancedQuery.Read.All'],
	scopes: ['AdvancedQuery.Read'],
};

/** The APIs of the global cloud; the hosts of other clouds are unknown here, as they are there. */
export const RESOURCES: readonly Resource[] = [GRAPH, THREAT_PROTECTION, DEFENDER_FOR_ENDPOINT];

/** By one of its identifiers. */
export const resourceNamed = (identifier: string): Resource | undefined =>
	RESOURCES.find(({ identifiers }) => identifiers.includes(identifier));
