import type { IncidentDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import { deviceEvidence } from '../evidence/endpoint.mts';
import { userEvidence } from '../evidence/identity.mts';
import type { Device } from '../cast.mts';
import type { InstantText } from '../instants.mts';
import { DAY, HOUR } from '../instants.mts';
import type { Scene } from '../scene.mts';
import type { Story } from '../story.mts';

const AUTOMATION = 'API-App:n8n automation';

function ruleHit(
	scene: Scene,
	key: string,
	device: Device,
	createdAt: InstantText,
	updatedAt: InstantText,
): IncidentDraft {
	const judge = judgedAt(createdAt);
	const tagged = createdAt !== updatedAt;
	const alert = draftAlert(scene, {
		sensor: 'customDetection',
		title: 'Custom rule: local administrator logon out of hours',
		description: 'Raised by a custom detection rule of this tenant.',
		category: 'SuspiciousActivity',
		techniques: ['T1078.003'],
		severity: 'low',
		createdAt,
		investigationState: 'unsupportedAlertType',
		evidence: [
			deviceEvidence(judge('unknown', ['contextual']), device, 'none'),
			userEvidence(judge('unknown', ['contextual']), device.owner),
		],
	});
	return draftIncident(scene, {
		key,
		name: `Custom rule: local administrator logon out of hours on ${device.hostName}`,
		severity: 'low',
		status: 'active',
		createdAt,
		updatedAt,
		alerts: [alert],
		customTags: tagged ? ['out-of-hours'] : [],
		...(tagged ? { lastModifiedBy: AUTOMATION } : {}),
		priorityScore: 8,
	});
}

/**
 * Equal instants, as one run of a rule or one run of an automation leaves them: five incidents created and updated
 * at the very same instant, and three more whose last update is the same one.
 */
export function tiesStory(scene: Scene): Story {
	const { laptops } = scene.cast;
	const ranAt = scene.ago(10 * HOUR);
	const taggedAt = scene.ago(26 * HOUR);
	return {
		incidents: [
			...laptops.slice(0, 5).map((device, index) => ruleHit(scene, `tie-${index}`, device, ranAt, ranAt)),
			...laptops
				.slice(5, 8)
				.map((device, index) =>
					ruleHit(scene, `tagged-${index}`, device, scene.ago(2 * DAY + index * HOUR), taggedAt),
				),
		],
		rows: {},
	};
}
