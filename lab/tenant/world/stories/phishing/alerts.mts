import type { AlertDraft } from '../../drafts.mts';
import { draftAlert } from '../../drafts.mts';
import { judgedAt } from '../../evidence/base.mts';
import { cloudApplicationEvidence } from '../../evidence/cloud.mts';
import {
	cloudLogonRequestEvidence,
	cloudLogonSessionEvidence,
	userEvidence,
} from '../../evidence/identity.mts';
import {
	analyzedMessageEvidence,
	mailboxConfigurationEvidence,
	mailboxEvidence,
	mailClusterEvidence,
} from '../../evidence/mail.mts';
import { ipEvidence, urlEvidence } from '../../evidence/network.mts';
import { MINUTE, shift } from '../../instants.mts';
import type { Message } from '../../mail.mts';
import type { Scene } from '../../scene.mts';
import { EXCHANGE } from '../../services.mts';
import type { Takeover } from './takeover.mts';
import { ATTACKER_AGENT, RULE_NAME } from './takeover.mts';
import { NEW_PLACE, PHISHING_URL, STEP } from './wave.mts';

/** Defender for Office 365: the wave and its clicks. */
export function clickAlert(scene: Scene, wave: readonly Message[]): AlertDraft {
	const createdAt = scene.ago(STEP.click - 6 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'mail',
		title: 'A potentially malicious URL click was detected',
		description: 'Three recipients of a phishing wave opened its link; two were let through.',
		category: 'InitialAccess',
		techniques: ['T1566.002'],
		severity: 'high',
		createdAt,
		activity: [wave[0]?.receivedAt ?? createdAt, scene.ago(STEP.click - 3 * MINUTE)],
		evidence: [
			mailClusterEvidence(judge('malicious'), wave),
			urlEvidence(judge('malicious'), PHISHING_URL),
			ipEvidence(judge('suspicious', ['source']), wave[0]?.sender.ip ?? NEW_PLACE.ip, NEW_PLACE.countryCode),
			...wave
				.slice(0, 3)
				.flatMap((message) => [
					analyzedMessageEvidence(judge('malicious'), message),
					mailboxEvidence(judge('suspicious', ['attacked']), message.recipient),
					userEvidence(judge('suspicious', ['compromised']), message.recipient),
				]),
		],
	});
}

function signInAlert(scene: Scene, takeover: Takeover): AlertDraft {
	const { victim, sessionId, signedInAt } = takeover;
	const createdAt = shift(signedInAt, 4 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'entra',
		title: 'Unfamiliar sign-in properties',
		description: 'A sign-in from a country and device this user has not used before.',
		category: 'InitialAccess',
		techniques: ['T1078.004'],
		severity: 'high',
		createdAt,
		activity: [signedInAt, signedInAt],
		evidence: [
			userEvidence(judge('suspicious', ['compromised']), victim),
			ipEvidence(judge('suspicious', ['attacker']), NEW_PLACE.ip, NEW_PLACE.countryCode),
			cloudLogonRequestEvidence(judge('suspicious'), takeover.requestId),
			cloudLogonSessionEvidence(judge('suspicious'), {
				account: victim,
				sessionId,
				userAgent: ATTACKER_AGENT,
				browser: 'Chrome',
				operatingSystem: 'Linux',
				startedAt: signedInAt,
			}),
		],
	});
}

function ruleAlert(scene: Scene, takeover: Takeover): AlertDraft {
	const { victim, ruleAt, ruleId } = takeover;
	const createdAt = shift(ruleAt, 9 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'cloudApps',
		title: 'Suspicious inbox forwarding rule',
		description: 'An inbox rule that forwards and hides mail was created from a new address.',
		category: 'Exfiltration',
		techniques: ['T1114.003', 'T1564.008'],
		severity: 'high',
		createdAt,
		updatedAt: scene.ago(25 * MINUTE),
		activity: [ruleAt, ruleAt],
		evidence: [
			mailboxEvidence(judge('suspicious', ['compromised']), victim),
			mailboxConfigurationEvidence(judge('malicious', ['created']), victim, { id: ruleId, name: RULE_NAME }),
			cloudApplicationEvidence(judge('unknown', ['contextual']), EXCHANGE),
			ipEvidence(judge('suspicious', ['attacker']), NEW_PLACE.ip, NEW_PLACE.countryCode),
		],
	});
}

/** What followed the click: the sign-in, then the rule. */
export function takeoverAlerts(scene: Scene, takeover: Takeover): AlertDraft[] {
	return [signInAlert(scene, takeover), ruleAlert(scene, takeover)];
}
