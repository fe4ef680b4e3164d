import type { IncidentDraft } from '../../drafts.mts';
import { draftAlert, draftIncident } from '../../drafts.mts';
import { judgedAt } from '../../evidence/base.mts';
import { deviceEvidence } from '../../evidence/endpoint.mts';
import { securityGroupEvidence, userEvidence } from '../../evidence/identity.mts';
import { analyzedMessageEvidence, mailboxEvidence, mailClusterEvidence } from '../../evidence/mail.mts';
import { MINUTE, shift } from '../../instants.mts';
import type { Attachment, Message } from '../../mail.mts';
import type { Program } from '../../programs.mts';
import type { Scene } from '../../scene.mts';
import type { Story } from '../../story.mts';
import { chainAlerts } from './alerts.mts';
import type { Chain } from './chain.mts';
import { playChain, STEP } from './chain.mts';
import { chainRows } from './rows.mts';

const RECIPIENTS = ['j.okafor', 'l.haas', 'p.varga', 'c.moreau'] as const;

/** The mail that brought the archive: four copies, one of them opened. */
function lureMail(scene: Scene, archive: Program): Message[] {
	const clusterId = scene.prng.bigLong();
	const attachment: Attachment = { ...archive, threatName: 'Trojan:LNK/PracticeLure' };
	return RECIPIENTS.map(
		(name, index): Message => ({
			networkMessageId: scene.prng.guid(),
			internetMessageId: `<${scene.prng.hex(16)}@billing-portal.example>`,
			receivedAt: scene.ago(STEP.mail - index * 3),
			attachments: [attachment],
			sender: {
				address: 'accounts@billing-portal.example',
				displayName: 'Accounts Receivable',
				domain: 'billing-portal.example',
				ip: '203.0.113.21',
			},
			recipient: scene.cast.person(name),
			subject: 'Overdue: Invoice 2211',
			urls: [],
			deliveryAction: 'Delivered',
			deliveryLocation: 'Inbox/folder',
			threats: ['Malware'],
			detection: 'File detonation',
			clusterId,
			direction: 'Inbound',
		}),
	).map((message) => ({ ...message, removedAt: shift(message.receivedAt, 49 * MINUTE) }));
}

function mainIncident(scene: Scene, chain: Chain): IncidentDraft {
	return draftIncident(scene, {
		key: 'ransomware',
		name: 'Multi-stage incident involving Execution & Ransomware on multiple endpoints',
		severity: 'high',
		status: 'active',
		createdAt: scene.ago(STEP.lure - 5 * MINUTE),
		updatedAt: scene.ago(4 * MINUTE),
		alerts: chainAlerts(scene, chain),
		systemTags: ['Ransomware'],
		priorityScore: 98,
		summary: 'From one opened shortcut to renamed files on two servers within half a day.',
	});
}

function accountIncident(scene: Scene, chain: Chain): IncidentDraft {
	const createdAt = scene.ago(STEP.lateral - 12 * MINUTE);
	const judge = judgedAt(createdAt);
	const account = scene.cast.backupService;
	const group = { name: 'Backup Operators', guid: scene.prng.guid(), sid: 'S-1-5-32-551' };
	const alert = draftAlert(scene, {
		sensor: 'identity',
		title: 'Service account used from an unusual host',
		description: 'A service account of a sensitive group signed in from a laptop for the first time.',
		category: 'LateralMovement',
		techniques: ['T1078.002', 'T1021'],
		severity: 'medium',
		createdAt,
		activity: [scene.ago(STEP.lateral + 5 * MINUTE), scene.ago(STEP.lateral - 4 * MINUTE)],
		evidence: [
			userEvidence(judge('suspicious', ['compromised']), account),
			securityGroupEvidence(judge('unknown', ['contextual']), group),
			deviceEvidence(judge('suspicious', ['source']), chain.patientZero, 'high'),
			...chain.servers.map((stage) => deviceEvidence(judge('unknown', ['destination']), stage.device)),
		],
	});
	return draftIncident(scene, {
		key: 'ransomware-account',
		name: 'Suspicious use of a service account',
		severity: 'medium',
		status: 'active',
		createdAt,
		updatedAt: createdAt,
		alerts: [alert],
		priorityScore: 71,
	});
}

function mailIncident(scene: Scene, messages: readonly Message[]): IncidentDraft {
	const createdAt = scene.ago(STEP.mail - 50 * MINUTE);
	const judge = judgedAt(createdAt);
	const alert = draftAlert(scene, {
		sensor: 'mail',
		title: 'Email messages containing malicious file removed after delivery',
		description: 'Messages with an archive that holds a shortcut were delivered and later found malicious.',
		category: 'InitialAccess',
		techniques: ['T1566.001'],
		severity: 'informational',
		createdAt,
		activity: [messages[0]?.receivedAt ?? createdAt, messages.at(-1)?.receivedAt ?? createdAt],
		investigationState: 'pendingApproval',
		evidence: [
			mailClusterEvidence(judge('malicious'), messages),
			...messages.flatMap((message) => [
				analyzedMessageEvidence(judge('malicious', [], 'remediated'), message),
				mailboxEvidence(judge('unknown', ['attacked']), message.recipient),
			]),
		],
	});
	return draftIncident(scene, {
		key: 'ransomware-mail',
		name: 'Malicious file in email, several recipients',
		severity: 'informational',
		status: 'active',
		createdAt,
		updatedAt: createdAt,
		alerts: [alert],
		priorityScore: 22,
	});
}

/** Ransomware at night: one main incident and two the correlation has not joined to it. */
export function ransomwareStory(scene: Scene): Story {
	const chain = playChain(scene);
	const messages = lureMail(scene, chain.archive);
	return {
		incidents: [mainIncident(scene, chain), accountIncident(scene, chain), mailIncident(scene, messages)],
		rows: chainRows(scene, chain, messages),
	};
}
