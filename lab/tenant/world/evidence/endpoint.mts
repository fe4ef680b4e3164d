import type { Account, Device } from '../cast.mts';
import type { ProcessRun } from '../processRun.mts';
import type { Program } from '../programs.mts';
import type { EvidenceBase } from './base.mts';
import { head } from './base.mts';

/** microsoft.graph.security.userAccount */
export function userAccount(account: Account) {
	return {
		accountName: account.accountName,
		domainName: account.domain.toUpperCase(),
		userSid: account.sid,
		azureAdUserId: account.objectId,
		userPrincipalName: account.upn,
		displayName: account.displayName,
		activeDirectoryObjectGuid: null,
		tenantId: null,
		resourceAccessEvents: [],
	};
}

/** microsoft.graph.security.fileDetails; `filePath` is the folder without the file name. */
function fileDetails(file: Program) {
	return {
		sha1: file.sha1,
		sha256: file.sha256,
		md5: file.md5,
		sha256Ac: null,
		fileName: file.fileName,
		filePath: file.folder,
		fileSize: file.size,
		filePublisher: file.company,
		signer: file.signature === 'Valid' ? file.company : null,
		issuer: file.signature === 'Valid' ? 'Contoso Example Issuing CA' : null,
	};
}

type RiskScore = 'none' | 'informational' | 'low' | 'medium' | 'high';

export function deviceEvidence(base: EvidenceBase, device: Device, riskScore: RiskScore = 'medium') {
	return {
		...head('deviceEvidence', base),
		firstSeenDateTime: device.firstSeen,
		mdeDeviceId: device.deviceId,
		azureAdDeviceId: device.azureAdDeviceId,
		deviceDnsName: device.dnsName,
		hostName: device.hostName,
		ntDomain: 'CORP',
		dnsDomain: 'corp.contoso.com',
		osPlatform: device.osPlatform,
		osBuild: device.osBuild,
		version: device.version,
		healthStatus: 'active' as const,
		riskScore,
		rbacGroupId: device.group.id,
		rbacGroupName: device.group.name,
		onboardingStatus: 'onboarded' as const,
		defenderAvStatus: 'updated' as const,
		lastIpAddress: device.ip,
		lastExternalIpAddress: device.externalIp,
		ipInterfaces: [device.ip],
		vmMetadata: null,
		loggedOnUsers: [{ accountName: device.owner.accountName, domainName: device.owner.domain.toUpperCase() }],
		resourceAccessEvents: [],
	};
}

type DetectionStatus = 'detected' | 'blocked' | 'prevented';

export function processEvidence(
	base: EvidenceBase,
	run: ProcessRun,
	detectionStatus: DetectionStatus = 'detected',
) {
	return {
		...head('processEvidence', base),
		processId: run.processId,
		parentProcessId: run.parent?.processId ?? null,
		processCommandLine: run.commandLine,
		processCreationDateTime: run.startedAt,
		parentProcessCreationDateTime: run.parent?.startedAt ?? null,
		detectionStatus,
		mdeDeviceId: run.device.deviceId,
		imageFile: fileDetails(run.program),
		parentProcessImageFile: run.parent === null ? null : fileDetails(run.parent.program),
		userAccount: userAccount(run.account),
	};
}

export function fileEvidence(
	base: EvidenceBase,
	device: Device,
	file: Program,
	detectionStatus: DetectionStatus = 'detected',
) {
	return {
		...head('fileEvidence', base),
		detectionStatus,
		mdeDeviceId: device.deviceId,
		fileDetails: fileDetails(file),
	};
}

export function registryKeyEvidence(base: EvidenceBase, registryHive: string, registryKey: string) {
	return { ...head('registryKeyEvidence', base), registryKey, registryHive };
}

/** A text (REG_SZ) value under HKEY_LOCAL_MACHINE. */
export function registryValueEvidence(
	base: EvidenceBase,
	device: Device,
	registryKey: string,
	registryValueName: string,
	registryValue: string,
) {
	return {
		...head('registryValueEvidence', base),
		mdeDeviceId: device.deviceId,
		registryHive: 'HKEY_LOCAL_MACHINE',
		registryKey,
		registryValue,
		registryValueName,
		registryValueType: 'String',
	};
}
