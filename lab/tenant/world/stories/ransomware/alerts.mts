import type { AlertDraft } from '../../drafts.mts';
import { draftAlert } from '../../drafts.mts';
import { judgedAt } from '../../evidence/base.mts';
import {
	deviceEvidence,
	fileEvidence,
	processEvidence,
	registryValueEvidence,
} from '../../evidence/endpoint.mts';
import { userEvidence } from '../../evidence/identity.mts';
import { ipEvidence, networkConnectionEvidence, urlEvidence } from '../../evidence/network.mts';
import { MINUTE, shift } from '../../instants.mts';
import type { Scene } from '../../scene.mts';
import type { Chain, ServerStage } from './chain.mts';
import { COMMAND_AND_CONTROL, DOWNLOAD, STEP } from './chain.mts';

function execution(scene: Scene, chain: Chain): AlertDraft {
	const createdAt = scene.ago(STEP.lure - 4 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'endpoint',
		title: 'Suspicious PowerShell command line',
		description: 'A shortcut opened from a downloaded archive started PowerShell with an encoded command.',
		category: 'Execution',
		techniques: ['T1059.001', 'T1027', 'T1204.002'],
		severity: 'medium',
		createdAt,
		activity: [chain.cmd.startedAt, chain.powershell.startedAt],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked']), chain.patientZero, 'high'),
			userEvidence(judge('suspicious', ['compromised']), chain.powershell.account),
			processEvidence(judge('suspicious'), chain.cmd),
			processEvidence(judge('malicious'), chain.powershell),
			fileEvidence(judge('malicious', ['source']), chain.patientZero, chain.lure),
		],
	});
}

function commandAndControl(scene: Scene, chain: Chain): AlertDraft {
	const createdAt = scene.ago(STEP.download - 6 * MINUTE);
	const judge = judgedAt(createdAt);
	const beacon = { ip: COMMAND_AND_CONTROL.ip, port: 443 };
	return draftAlert(scene, {
		sensor: 'indicator',
		title: 'Connection to a custom network indicator',
		description: `${chain.implant.program.fileName} was downloaded from ${DOWNLOAD.domain} and reports to an address on the block list.`,
		category: 'CommandAndControl',
		techniques: ['T1071.001', 'T1105'],
		severity: 'medium',
		createdAt,
		updatedAt: scene.ago(30 * MINUTE),
		activity: [chain.implant.startedAt, scene.ago(35 * MINUTE)],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked']), chain.patientZero, 'high'),
			processEvidence(judge('malicious', ['source']), chain.implant),
			fileEvidence(judge('malicious', ['created']), chain.patientZero, chain.implant.program),
			urlEvidence(judge('malicious', ['source']), `https://${DOWNLOAD.domain}${DOWNLOAD.path}`),
			ipEvidence(judge('malicious', ['source']), DOWNLOAD.ip, 'NL'),
			ipEvidence(judge('malicious', ['commandAndControl']), COMMAND_AND_CONTROL.ip, 'MD'),
			networkConnectionEvidence(judge('malicious'), { ip: chain.patientZero.ip, port: 51_544 }, beacon),
		],
	});
}

function credentialAccess(scene: Scene, chain: Chain): AlertDraft {
	const createdAt = scene.ago(STEP.dump - 3 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'endpoint',
		title: 'Process memory dump of LSASS',
		description: 'rundll32.exe wrote a dump of the local security authority process to disk.',
		category: 'CredentialAccess',
		techniques: ['T1003.001'],
		severity: 'high',
		createdAt,
		activity: [chain.dump.startedAt, shift(chain.dump.startedAt, 6)],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked']), chain.patientZero, 'high'),
			processEvidence(judge('malicious'), chain.dump),
			fileEvidence(judge('suspicious', ['created']), chain.patientZero, chain.dumpFile),
			userEvidence(judge('suspicious', ['compromised']), scene.cast.backupService),
		],
	});
}

function lateralMovement(scene: Scene, chain: Chain): AlertDraft {
	const createdAt = scene.ago(STEP.lateral - 8 * MINUTE);
	const judge = judgedAt(createdAt);
	const starts = chain.servers.map((stage) => stage.implant.startedAt);
	return draftAlert(scene, {
		sensor: 'endpoint',
		title: 'Suspicious remote service execution',
		description: 'A file was copied to administrative shares and started as a service on two servers.',
		category: 'LateralMovement',
		techniques: ['T1021.002', 'T1543.003', 'T1570'],
		severity: 'high',
		createdAt,
		activity: [starts[0] ?? createdAt, starts[1] ?? createdAt],
		evidence: [
			deviceEvidence(judge('suspicious', ['source']), chain.patientZero, 'high'),
			userEvidence(judge('suspicious', ['compromised']), scene.cast.backupService),
			ipEvidence(judge('suspicious', ['source']), chain.patientZero.ip),
			...chain.servers.flatMap((stage) => [
				deviceEvidence(judge('suspicious', ['attacked', 'destination']), stage.device, 'high'),
				processEvidence(judge('malicious'), stage.implant),
				registryValueEvidence(
					judge('suspicious'),
					stage.device,
					'SYSTEM\\CurrentControlSet\\Services\\wupd',
					'ImagePath',
					stage.implant.commandLine,
				),
			]),
		],
	});
}

function impact(scene: Scene, stage: ServerStage): AlertDraft {
	const createdAt = shift(stage.vssadmin.startedAt, 95);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'endpoint',
		title: 'File backups were deleted',
		description: `Shadow copies on ${stage.device.hostName} were deleted and recovery was switched off.`,
		category: 'Impact',
		techniques: ['T1490'],
		severity: 'high',
		createdAt,
		activity: [stage.vssadmin.startedAt, stage.bcdedit.startedAt],
		evidence: [
			deviceEvidence(judge('malicious', ['attacked']), stage.device, 'high'),
			processEvidence(judge('malicious'), stage.vssadmin),
			processEvidence(judge('malicious'), stage.bcdedit),
			userEvidence(judge('suspicious', ['compromised']), stage.vssadmin.account),
		],
	});
}

function encryption(scene: Scene, chain: Chain): AlertDraft {
	const createdAt = scene.ago(STEP.encryption - 2 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'antivirus',
		title: 'Ransomware behavior detected in the file system',
		description: 'One process renamed many documents to the same unknown extension within minutes.',
		category: 'Ransomware',
		techniques: ['T1486'],
		severity: 'high',
		createdAt,
		updatedAt: scene.ago(9 * MINUTE),
		activity: [scene.ago(STEP.encryption), scene.ago(31 * MINUTE)],
		threat: { name: 'Ransom:Win32/Practice.A', family: 'Practice' },
		investigationState: 'running',
		evidence: chain.servers.flatMap((stage) => [
			deviceEvidence(judge('malicious', ['attacked']), stage.device, 'high'),
			processEvidence(judge('malicious'), stage.implant),
			fileEvidence(judge('malicious'), stage.device, stage.implant.program),
		]),
	});
}

/** The alerts of the main incident, oldest first. */
export function chainAlerts(scene: Scene, chain: Chain): AlertDraft[] {
	return [
		execution(scene, chain),
		commandAndControl(scene, chain),
		credentialAccess(scene, chain),
		lateralMovement(scene, chain),
		...chain.servers.map((stage) => impact(scene, stage)),
		encryption(scene, chain),
	];
}
