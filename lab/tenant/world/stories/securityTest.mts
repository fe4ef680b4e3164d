import type { AlertDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import {
	deviceEvidence,
	processEvidence,
	registryKeyEvidence,
	registryValueEvidence,
} from '../evidence/endpoint.mts';
import { userEvidence } from '../evidence/identity.mts';
import { HOUR, MINUTE, shift } from '../instants.mts';
import type { ProcessRun } from '../processRun.mts';
import { fileChanged, processCreated } from '../rows/endpoint.mts';
import type { Scene } from '../scene.mts';
import type { Story } from '../story.mts';

const BEGAN = 6 * HOUR + 30 * MINUTE;
const RUN_KEY = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run';

const MARKER = { fileName: 'marker.txt', folder: 'C:\\SecTest', size: 42 };

interface Exercise {
	readonly tool: ProcessRun;
	readonly reg: ProcessRun;
}

function exerciseAlert(scene: Scene, { tool, reg }: Exercise): AlertDraft {
	const { device, account } = tool;
	const createdAt = shift(reg.startedAt, 4 * MINUTE);
	const judge = judgedAt(createdAt);
	const value = `${MARKER.folder}\\${MARKER.fileName}`;
	return draftAlert(scene, {
		sensor: 'endpoint',
		title: 'Attack simulation: autostart entry written (purple team exercise PT-2026-11)',
		description: 'A tool signed by the red team wrote an autostart entry on a test laptop.',
		category: 'Persistence',
		techniques: ['T1547.001'],
		severity: 'high',
		createdAt,
		activity: [tool.startedAt, reg.startedAt],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked'], 'none', ['security-test']), device, 'low'),
			userEvidence(judge('suspicious', ['source']), account),
			processEvidence(judge('suspicious'), tool),
			processEvidence(judge('suspicious'), reg),
			registryKeyEvidence(judge('suspicious', ['edited']), 'HKEY_LOCAL_MACHINE', RUN_KEY),
			registryValueEvidence(judge('suspicious', ['created']), device, RUN_KEY, 'PT-2026-11', value),
		],
	});
}

/** The announced exercise: tag `security-test`, the red team's account, a tool signed by it, one known test laptop. */
export function securityTestStory(scene: Scene): Story {
	const { prng, cast } = scene;
	const device = cast.device('lt-0655');
	const account = cast.person('red.team');
	const explorer = scene.run(device, 'explorer', 10 * HOUR, 'C:\\Windows\\explorer.exe', { account });
	const simulate = 'C:\\SecTest\\contoso-attacksim.exe --exercise PT-2026-11 --technique T1547.001';
	const tool = scene.run(device, 'emulator', BEGAN, simulate, { parent: explorer });
	const command = `reg.exe add HKLM\\${RUN_KEY} /v PT-2026-11 /d C:\\SecTest\\marker.txt /f`;
	const reg = scene.run(device, 'reg', BEGAN - 20, command, { parent: tool });
	const alert = exerciseAlert(scene, { tool, reg });
	return {
		incidents: [
			draftIncident(scene, {
				key: 'security-test',
				name: 'Persistence incident on one endpoint (purple team exercise PT-2026-11)',
				severity: 'high',
				status: 'active',
				createdAt: alert.createdDateTime,
				updatedAt: shift(alert.createdDateTime, 20 * MINUTE),
				alerts: [alert],
				customTags: ['security-test'],
				priorityScore: 40,
			}),
		],
		rows: {
			DeviceProcessEvents: [explorer, tool, reg].map((run) => processCreated(prng, run)),
			DeviceFileEvents: [
				fileChanged(prng, tool, shift(tool.startedAt, 5), { action: 'FileCreated', file: MARKER }),
			],
		},
	};
}
