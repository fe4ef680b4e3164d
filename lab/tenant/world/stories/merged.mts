import type { AlertDraft, IncidentDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import { deviceEvidence, fileEvidence } from '../evidence/endpoint.mts';
import { DAY, HOUR, MINUTE } from '../instants.mts';
import { fileChanged } from '../rows/endpoint.mts';
import type { Scene } from '../scene.mts';
import type { Story } from '../story.mts';

function malwareAlert(scene: Scene, hostName: string, secondsAgo: number): AlertDraft {
	const createdAt = scene.ago(secondsAgo);
	const judge = judgedAt(createdAt);
	const device = scene.cast.device(hostName);
	return draftAlert(scene, {
		sensor: 'antivirus',
		title: "'Practice' unwanted software was prevented",
		description: 'An installer that bundles other software was stopped before it ran.',
		category: 'UnwantedSoftware',
		techniques: ['T1204.002'],
		severity: 'medium',
		createdAt,
		threat: { name: 'PUA:Win32/Practice', family: 'Practice' },
		investigationState: 'successfullyRemediated',
		evidence: [
			deviceEvidence(judge('unknown', ['contextual']), device, 'low'),
			fileEvidence(judge('malicious', [], 'prevented'), device, scene.programs('dropper'), 'prevented'),
		],
	});
}

/** What Defender leaves of a merged incident: no alerts, no custom tags, and where they went. */
function mergedAway(
	scene: Scene,
	key: string,
	redirectTo: string,
	createdAgo: number,
	mergedAgo: number,
): IncidentDraft {
	return draftIncident(scene, {
		key,
		name: 'Unwanted software on one endpoint',
		severity: 'medium',
		status: 'redirected',
		redirectTo,
		createdAt: scene.ago(createdAgo),
		updatedAt: scene.ago(mergedAgo),
		alerts: [],
		systemTags: ['Redirected'],
	});
}

/** One merged pair, and a chain of two merges: first → second → last. */
export function mergedStory(scene: Scene): Story {
	const { prng, cast } = scene;
	const pairAlerts = [malwareAlert(scene, 'lt-0671', 15 * HOUR), malwareAlert(scene, 'lt-0702', 14 * HOUR)];
	const lastAlerts = ['lt-0718', 'lt-0744', 'lt-0760'].map((name, index) =>
		malwareAlert(scene, name, 3 * DAY - index * HOUR),
	);
	return {
		incidents: [
			mergedAway(scene, 'merged-source', 'merged-target', 14 * HOUR, 13 * HOUR),
			draftIncident(scene, {
				key: 'merged-target',
				name: 'Unwanted software on multiple endpoints',
				severity: 'medium',
				status: 'active',
				createdAt: scene.ago(15 * HOUR),
				updatedAt: scene.ago(13 * HOUR),
				alerts: pairAlerts,
				priorityScore: 35,
			}),
			mergedAway(scene, 'chain-first', 'chain-second', 3 * DAY - HOUR, 3 * DAY - 3 * HOUR),
			mergedAway(scene, 'chain-second', 'chain-last', 3 * DAY - 2 * HOUR, 2 * DAY),
			draftIncident(scene, {
				key: 'chain-last',
				name: 'Unwanted software on multiple endpoints, one source',
				severity: 'medium',
				status: 'inProgress',
				assignedTo: 'k.brandt@contoso.com',
				lastModifiedBy: 'k.brandt@contoso.com',
				createdAt: scene.ago(3 * DAY),
				updatedAt: scene.ago(2 * DAY - 20 * MINUTE),
				alerts: lastAlerts,
				priorityScore: 38,
			}),
		],
		rows: {
			DeviceFileEvents: ['lt-0671', 'lt-0702'].map((name, index) => {
				const secondsAgo = (15 - index) * HOUR + MINUTE;
				const browser = scene.run(cast.device(name), 'edge', secondsAgo + HOUR, 'msedge.exe');
				return fileChanged(prng, browser, scene.ago(secondsAgo), {
					action: 'FileCreated',
					file: scene.programs('dropper'),
					originUrl: 'https://downloads.example/setup_invoice.exe',
					originIp: '203.0.113.30',
				});
			}),
		},
	};
}
