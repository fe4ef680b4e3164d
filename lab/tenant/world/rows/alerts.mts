import type { InstantText } from '../instants.mts';
import type { DetectionSource, WorldAlert, WorldEvidence } from '../shapes.mts';
import type { TimedRow } from './tables.mts';

/** Hunting writes some detectors by short names; for the others it writes the product's name. */
const DETECTORS: Partial<Record<DetectionSource, string>> = {
	microsoftDefenderForEndpoint: 'EDR',
	antivirus: 'Antivirus',
	smartScreen: 'SmartScreen',
	customTi: 'Custom TI',
	customDetection: 'Custom detection',
};

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function common(alert: WorldAlert): TimedRow {
	return {
		Timestamp: alert.createdDateTime,
		AlertId: alert.id,
		Title: alert.title,
		Severity: capital(alert.severity),
		ServiceSource: alert.productName,
		DetectionSource: DETECTORS[alert.detectionSource] ?? alert.productName,
		AttackTechniques: JSON.stringify(alert.mitreTechniques),
	};
}

interface Account {
	readonly accountName: string;
	readonly domainName: string;
	readonly userSid: string;
	readonly azureAdUserId: string | null;
	readonly userPrincipalName: string | null;
}

function accountColumns(account: Account) {
	return {
		AccountName: account.accountName,
		AccountDomain: account.domainName.toLowerCase(),
		AccountSid: account.userSid,
		AccountObjectId: account.azureAdUserId,
		AccountUpn: account.userPrincipalName,
	};
}

interface FileFacts {
	readonly fileName: string;
	readonly filePath: string;
	readonly sha1: string;
	readonly sha256: string;
	readonly fileSize: number;
}

function fileColumns(file: FileFacts) {
	return {
		FileName: file.fileName,
		FolderPath: file.filePath,
		SHA1: file.sha1,
		SHA256: file.sha256,
		FileSize: file.fileSize,
	};
}

/** The columns of one entity, or null for kinds AlertEvidence has no columns for in this world. */
function entityColumns(item: WorldEvidence) {
	switch (item['@odata.type']) {
		case '#microsoft.graph.security.deviceEvidence': {
			const { mdeDeviceId, deviceDnsName, lastIpAddress } = item;
			return {
				EntityType: 'Machine',
				DeviceId: mdeDeviceId,
				DeviceName: deviceDnsName,
				LocalIP: lastIpAddress,
			};
		}
		case '#microsoft.graph.security.userEvidence':
			return { EntityType: 'User', ...accountColumns(item.userAccount) };
		case '#microsoft.graph.security.mailboxEvidence':
			return { EntityType: 'Mailbox', ...accountColumns(item.userAccount) };
		case '#microsoft.graph.security.processEvidence': {
			const { processCommandLine, mdeDeviceId, imageFile, userAccount } = item;
			const columns = { ...fileColumns(imageFile), ...accountColumns(userAccount) };
			return {
				EntityType: 'Process',
				ProcessCommandLine: processCommandLine,
				DeviceId: mdeDeviceId,
				...columns,
			};
		}
		case '#microsoft.graph.security.fileEvidence':
			return { EntityType: 'File', DeviceId: item.mdeDeviceId, ...fileColumns(item.fileDetails) };
		case '#microsoft.graph.security.ipEvidence':
			return { EntityType: 'Ip', RemoteIP: item.ipAddress };
		case '#microsoft.graph.security.urlEvidence':
			return { EntityType: 'Url', RemoteUrl: item.url };
		case '#microsoft.graph.security.analyzedMessageEvidence': {
			const { networkMessageId, subject, recipientEmailAddress } = item;
			const columns = { NetworkMessageId: networkMessageId, EmailSubject: subject };
			return { EntityType: 'MailMessage', ...columns, AccountUpn: recipientEmailAddress };
		}
		case '#microsoft.graph.security.registryKeyEvidence':
			return { EntityType: 'RegistryKey', RegistryKey: `${item.registryHive}\\${item.registryKey}` };
		case '#microsoft.graph.security.oauthApplicationEvidence':
			return {
				EntityType: 'OAuthApplication',
				OAuthApplicationId: item.appId,
				Application: item.displayName,
			};
		case '#microsoft.graph.security.cloudApplicationEvidence':
			return { EntityType: 'CloudApplication', ApplicationId: item.appId, Application: item.displayName };
		default:
			return null;
	}
}

function evidenceRows(alert: WorldAlert): TimedRow[] {
	return alert.evidence.flatMap((item) => {
		const entity = entityColumns(item);
		if (entity === null) return [];
		const impacted = item.roles.some((role) => role === 'attacked' || role === 'compromised');
		const EvidenceRole = impacted ? 'Impacted' : 'Related';
		return [
			{
				...common(alert),
				Categories: JSON.stringify(alert.categories),
				...entity,
				EvidenceRole,
				AdditionalFields: '{}',
			},
		];
	});
}

/** AlertInfo and AlertEvidence, oldest first, written from those of the alerts that were created since `oldest`. */
export function alertTables(all: readonly WorldAlert[], oldest: InstantText = '') {
	const alerts = all
		.filter((alert) => alert.createdDateTime >= oldest)
		.sort((a, b) =>
			a.createdDateTime < b.createdDateTime ? -1 : a.createdDateTime > b.createdDateTime ? 1 : 0,
		);
	return {
		AlertInfo: alerts.map((alert): TimedRow => ({ ...common(alert), Category: alert.category })),
		AlertEvidence: alerts.flatMap(evidenceRows),
	};
}
