import { MINUTE, shift } from '../../instants.mts';
import type { Message } from '../../mail.mts';
import { cloudActed, signedIn } from '../../rows/cloud.mts';
import { clicked, mailRows } from '../../rows/mail.mts';
import type { TimedRow, Rows } from '../../rows/tables.mts';
import type { Scene } from '../../scene.mts';
import { ENTRA_APPS, EXCHANGE } from '../../services.mts';
import type { Takeover } from './takeover.mts';
import { ATTACKER_AGENT, FORWARD_TO, RULE_NAME } from './takeover.mts';
import { NEW_PLACE, PHISHING_URL, STEP } from './wave.mts';

const CLICKS = ['ClickedThrough', 'ClickAllowed', 'ClickBlocked'] as const;

function mailboxRows(scene: Scene, takeover: Takeover): TimedRow[] {
	const { prng } = scene;
	const { victim, sessionId, ruleId, ruleAt } = takeover;
	const act = { service: EXCHANGE, person: victim, place: NEW_PLACE };
	return [
		cloudActed(prng, ruleAt, {
			...act,
			action: 'New-InboxRule',
			activityType: 'Create',
			object: { name: RULE_NAME, type: 'Inbox rule', id: ruleId },
			raw: {
				SessionId: sessionId,
				Parameters: [
					{ Name: 'Name', Value: RULE_NAME },
					{ Name: 'ForwardTo', Value: FORWARD_TO },
					{ Name: 'SubjectOrBodyContainsWords', Value: 'invoice;payment;wire' },
					{ Name: 'DeleteMessage', Value: 'True' },
				],
			},
		}),
		cloudActed(prng, shift(ruleAt, 11 * MINUTE), {
			...act,
			action: 'MailItemsAccessed',
			activityType: 'View',
			object: { name: '\\Inbox', type: 'Folder', id: prng.guid() },
			raw: { SessionId: sessionId, OperationCount: 214 },
		}),
	];
}

/** Everything hunting can find of the wave and the stolen session. */
export function waveRows(scene: Scene, wave: readonly Message[], takeover: Takeover): Rows {
	const { prng } = scene;
	const { victim, requestId, sessionId } = takeover;
	return {
		...mailRows(prng, wave),
		UrlClickEvents: wave.slice(0, CLICKS.length).map((message, index) =>
			clicked(prng, scene.ago(STEP.click - index * 70), {
				message,
				url: PHISHING_URL,
				action: CLICKS[index] ?? 'ClickBlocked',
				ip: message.recipient.homeIp,
			}),
		),
		EntraIdSignInEvents: [
			signedIn(prng, takeover.signedInAt, {
				...ENTRA_APPS.officeHome,
				person: victim,
				place: NEW_PLACE,
				requestId,
				sessionId,
				risk: 100,
				userAgent: ATTACKER_AGENT,
				managed: false,
				singleFactor: true,
			}),
		],
		CloudAppEvents: mailboxRows(scene, takeover),
	};
}
