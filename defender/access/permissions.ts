import type { Endpoint, PermissionLevel, PermissionNames } from './endpoint';

export interface Permission {
	/** As Entra ID shows it, and as a token lists it in `roles` (application) or `scp` (user). */
	readonly name: string;
	/** ID of the app role or delegated scope, which is the same in every tenant and cloud. */
	readonly id: string;
}

/** An API and its permissions per context and level: the smallest that Microsoft documents as sufficient. */
export interface ProtectedApi {
	/** Name of the API in Entra ID's permission picker. */
	readonly name: string;
	readonly appId: string;
	readonly permissions: Readonly<Record<Endpoint['context'], Readonly<Record<PermissionLevel, Permission>>>>;
}

export const permissionLevels: readonly PermissionLevel[] = ['read', 'respond', 'hunt'];

/**
 * Permission names and IDs for sentences, the credential test and the setup recipes.
 * The IDs of Graph are Microsoft's. Those of the older API come from the published manifest of "Microsoft Threat
 * Protection", and several public setup scripts use the same ones.
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export const protectedApis: Readonly<Record<Endpoint['api'], ProtectedApi>> = {
	graph: {
		name: 'Microsoft Graph',
		appId: '00000003-0000-0000-c000-000000000000',
		permissions: {
			application: {
				read: { name: 'SecurityIncident.Read.All', id: '45cc0394-e837-488b-a098-1918f48d186c' },
				respond: { name: 'SecurityIncident.ReadWrite.All', id: '34bf0e97-1971-4929-b999-9e2442d941d7' },
				hunt: { name: 'ThreatHunting.Read.All', id: 'dd98c7f5-2d42-42d3-a0e4-633161547251' },
			},
			user: {
				read: { name: 'SecurityIncident.Read.All', id: 'b9abcc4f-94fc-4457-9141-d20ce80ec952' },
				respond: { name: 'SecurityIncident.ReadWrite.All', id: '128ca929-1a19-45e6-a3b8-435ec44a36ba' },
				hunt: { name: 'ThreatHunting.Read.All', id: 'b152eca8-ea73-4a48-8c98-1a6742673d99' },
			},
		},
	},
	legacy: {
		name: 'Microsoft Threat Protection',
		appId: '8ee8fdad-f234-4243-8f3b-15c294843740',
		permissions: {
			application: {
				read: { name: 'Incident.Read.All', id: 'a9790345-4595-42e4-971a-ccdc79f19b7c' },
				respond: { name: 'Incident.ReadWrite.All', id: '8d90f441-09cf-4fdc-ab45-e874fa3a28e8' },
				hunt: { name: 'AdvancedHunting.Read.All', id: '7734e8e5-8dde-42fc-b5ae-6eafea078693' },
			},
			user: {
				read: { name: 'Incident.Read', id: '12c153a4-4204-4224-aa3c-4626e2f47c2b' },
				respond: { name: 'Incident.ReadWrite', id: '2af415cc-88cf-4146-a0c8-444c3a80d5db' },
				hunt: { name: 'AdvancedHunting.Read', id: '15f11de4-5113-4268-a2d1-0bad43d781f9' },
			},
		},
	},
};

type Signer = Pick<Endpoint, 'api' | 'context'>;

export function permissionNames({ api, context }: Signer): PermissionNames {
	const { read, respond, hunt } = protectedApis[api].permissions[context];
	return { read: read.name, respond: respond.name, hunt: hunt.name };
}

/** Whether permissions in a token are enough for a level. The permission to change incidents includes reading them. */
export function hasPermission(signer: Signer, level: PermissionLevel, granted: readonly string[]): boolean {
	const { [level]: needed, respond } = permissionNames(signer);
	const sufficient = level === 'read' ? [needed, respond] : [needed];
	return sufficient.some((name) => granted.includes(name));
}
