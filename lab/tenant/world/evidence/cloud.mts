import type { EvidenceBase } from './base.mts';
import { head } from './base.mts';

/** A connected cloud service by its number in Defender for Cloud Apps: `ApplicationId` of CloudAppEvents. */
export interface CloudService {
	readonly appId: number;
	readonly name: string;
}

export function cloudApplicationEvidence(base: EvidenceBase, service: CloudService) {
	return {
		...head('cloudApplicationEvidence', base),
		appId: service.appId,
		displayName: service.name,
		instanceId: 0,
		instanceName: service.name,
		saasAppId: service.appId,
		stream: null,
	};
}

/** An app registered in Entra ID that asks for consent. */
export interface OAuthApp {
	readonly appId: string;
	readonly objectId: string;
	readonly name: string;
	readonly publisher: string;
	readonly ownerTenantId: string;
}

export function oauthApplicationEvidence(base: EvidenceBase, app: OAuthApp) {
	return {
		...head('oauthApplicationEvidence', base),
		appId: app.appId,
		displayName: app.name,
		objectId: app.objectId,
		publisher: app.publisher,
	};
}

export function servicePrincipalEvidence(base: EvidenceBase, app: OAuthApp, tenantId: string) {
	return {
		...head('servicePrincipalEvidence', base),
		appId: app.appId,
		appOwnerTenantId: app.ownerTenantId,
		servicePrincipalName: app.name,
		servicePrincipalObjectId: app.objectId,
		servicePrincipalType: 'application' as const,
		tenantId,
	};
}

/** An Azure resource by its provider path, such as `Microsoft.Storage/storageAccounts`. */
export interface AzureResource {
	readonly subscriptionId: string;
	readonly type: string;
	readonly name: string;
}

export function azureResourceEvidence(base: EvidenceBase, resource: AzureResource) {
	const { subscriptionId, type, name } = resource;
	return {
		...head('azureResourceEvidence', base),
		resourceId: `/subscriptions/${subscriptionId}/resourceGroups/rg-data/providers/${type}/${name}`,
		resourceName: name,
		resourceType: type,
	};
}

export function blobContainerEvidence(base: EvidenceBase, storage: AzureResource, name: string) {
	return {
		...head('blobContainerEvidence', base),
		name,
		storageResource: azureResourceEvidence(base, storage),
		url: `https://${storage.name}.blob.storage.example/${name}`,
	};
}

export function blobEvidence(base: EvidenceBase, storage: AzureResource, container: string, name: string) {
	const blobContainer = blobContainerEvidence(base, storage, container);
	return {
		...head('blobEvidence', base),
		blobContainer,
		etag: null,
		fileHashes: [],
		name,
		url: `${blobContainer.url}/${name}`,
	};
}
