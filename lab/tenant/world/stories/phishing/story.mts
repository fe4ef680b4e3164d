import type { IncidentDraft } from '../../drafts.mts';
import { draftAlert, draftIncident } from '../../drafts.mts';
import { judgedAt } from '../../evidence/base.mts';
import { userEvidence } from '../../evidence/identity.mts';
import { analyzedMessageEvidence, submissionMailEvidence } from '../../evidence/mail.mts';
import { MINUTE } from '../../instants.mts';
import type { Message } from '../../mail.mts';
import type { Scene } from '../../scene.mts';
import type { Story } from '../../story.mts';
import { clickAlert, takeoverAlerts } from './alerts.mts';
import { waveRows } from './rows.mts';
import { takeOver } from './takeover.mts';
import { mailWave, STEP } from './wave.mts';

function reportIncident(scene: Scene, reported: Message): IncidentDraft {
	const createdAt = scene.ago(STEP.mail - 30 * MINUTE);
	const judge = judgedAt(createdAt);
	const alert = draftAlert(scene, {
		sensor: 'mail',
		title: 'Email reported by user as malware or phish',
		description: 'A user reported a message with the built-in button.',
		category: 'InitialAccess',
		techniques: ['T1566'],
		severity: 'low',
		createdAt,
		evidence: [
			submissionMailEvidence(judge('suspicious'), reported, scene.prng.guid()),
			analyzedMessageEvidence(judge('suspicious'), reported),
			userEvidence(judge('unknown', ['contextual']), reported.recipient),
		],
	});
	return draftIncident(scene, {
		key: 'phishing-report',
		name: 'Email reported by user as malware or phish',
		severity: 'low',
		status: 'active',
		createdAt,
		updatedAt: createdAt,
		alerts: [alert],
		priorityScore: 15,
	});
}

/** Phishing: a wave, three clicks, one stolen session, one forwarding rule. */
export function phishingStory(scene: Scene): Story {
	const wave = mailWave(scene);
	const [clickedMail, , reportedMail] = wave;
	if (clickedMail === undefined || reportedMail === undefined) {
		throw new RangeError('The phishing wave needs at least three recipients.');
	}
	const takeover = takeOver(scene, clickedMail);
	const alerts = [clickAlert(scene, wave), ...takeoverAlerts(scene, takeover)];
	const main = draftIncident(scene, {
		key: 'phishing',
		name: `Phishing campaign with account takeover involving ${takeover.victim.displayName}`,
		severity: 'high',
		status: 'active',
		createdAt: scene.ago(STEP.click - 7 * MINUTE),
		updatedAt: scene.ago(25 * MINUTE),
		alerts,
		systemTags: ['BEC'],
		priorityScore: 86,
	});
	return { incidents: [main, reportIncident(scene, reportedMail)], rows: waveRows(scene, wave, takeover) };
}
