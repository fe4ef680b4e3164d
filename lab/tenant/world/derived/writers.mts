import { lazyTables, type TablesByName } from '../lazyTables.mts';
import type { Scene } from '../scene.mts';
import { behaviorEntities, behaviorInfo, disruptionEvents } from './behaviors.mts';
import { deviceEvents } from './deviceEvents.mts';
import { deviceInfo, deviceNetworkInfo } from './devices.mts';
import { identityDirectoryEvents, identityLogonEvents, identityQueryEvents } from './directoryEvents.mts';
import { exposureEdges, exposureNodes } from './exposure.mts';
import type { TableWriter } from './facts.mts';
import { deviceFileCertificateInfo, deviceImageLoadEvents } from './files.mts';
import { identityAccountInfo, identityInfo } from './identities.mts';
import { campaignInfo, messageEvents, messageUrlInfo } from './messages.mts';
import { deviceRegistryEvents } from './registry.mts';
import { appSignIns, graphApiAuditEvents, oauthAppInfo, signInsBeta } from './signIns.mts';
import {
	secureConfiguration,
	secureConfigurationKnowledge,
	softwareInventory,
	softwareVulnerabilities,
	vulnerabilityKnowledge,
} from './vulnerabilities.mts';

/** The tables of advanced hunting that follow from the people, the devices and other tables. */
const WRITERS: Readonly<Record<string, TableWriter>> = {
	AADSignInEventsBeta: signInsBeta,
	AADSpnSignInEventsBeta: appSignIns,
	BehaviorEntities: behaviorEntities,
	BehaviorInfo: behaviorInfo,
	CampaignInfo: campaignInfo,
	DeviceEvents: deviceEvents,
	DeviceFileCertificateInfo: deviceFileCertificateInfo,
	DeviceImageLoadEvents: deviceImageLoadEvents,
	DeviceInfo: deviceInfo,
	DeviceNetworkInfo: deviceNetworkInfo,
	DeviceRegistryEvents: deviceRegistryEvents,
	DeviceTvmSecureConfigurationAssessment: secureConfiguration,
	DeviceTvmSecureConfigurationAssessmentKB: secureConfigurationKnowledge,
	DeviceTvmSoftwareInventory: softwareInventory,
	DeviceTvmSoftwareVulnerabilities: softwareVulnerabilities,
	DeviceTvmSoftwareVulnerabilitiesKB: vulnerabilityKnowledge,
	DisruptionAndResponseEvents: disruptionEvents,
	EntraIdSpnSignInEvents: appSignIns,
	ExposureGraphEdges: exposureEdges,
	ExposureGraphNodes: exposureNodes,
	GraphApiAuditEvents: graphApiAuditEvents,
	IdentityAccountInfo: identityAccountInfo,
	IdentityDirectoryEvents: identityDirectoryEvents,
	IdentityInfo: identityInfo,
	IdentityLogonEvents: identityLogonEvents,
	IdentityQueryEvents: identityQueryEvents,
	MessageEvents: messageEvents,
	MessageUrlInfo: messageUrlInfo,
	OAuthAppInfo: oauthAppInfo,
};

/** The names of the tables that follow from others. */
export const DERIVED_TABLES: readonly string[] = Object.keys(WRITERS);

/** The given tables and those that follow from them, which are written when a query first reads them. */
export function withDerivedTables(scene: Scene, base: TablesByName): TablesByName {
	const facts = { scene: scene.fork('derived'), base };
	const makers = Object.entries(WRITERS).map(([name, write]) => [name, () => write(facts)] as const);
	const given = Object.keys(base).map((name) => [name, () => base[name] ?? []] as const);
	return lazyTables(Object.fromEntries([...given, ...makers]));
}
