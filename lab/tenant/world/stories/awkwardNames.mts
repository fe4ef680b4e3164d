import type { AlertDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import { deviceEvidence, fileEvidence } from '../evidence/endpoint.mts';
import type { InstantText } from '../instants.mts';
import { HOUR, MINUTE, shift } from '../instants.mts';
import type { Program } from '../programs.mts';
import { makeProgram } from '../programs.mts';
import { fileChanged, processCreated } from '../rows/endpoint.mts';
import type { Scene } from '../scene.mts';
import type { Story } from '../story.mts';

/** Attackers choose names. These break queries, JSON by hand, CSV and HTML that forget to escape. */
const AWKWARD_INCIDENT_NAME =
	'"; DeviceInfo | take 1 // it\'s the "Q3\\budget\\" share 🔥 \\\' <b>`$(id)`</b> {{ $json.id }}';
/** Holds U+2028, which JSON allows and old JavaScript took for a line end. */
const AWKWARD_DESCRIPTION = 'First line of the report\u2028second line\ttabbed, then = and @ and +1';
export const AWKWARD_FILE_NAMES = [
	'report "final".sh',
	"it's fine.sh",
	'ends with a backslash\\',
	'party 🎉 invite.sh',
	'a; rm -rf $HOME #.sh',
	'percent%20and&amp;.sh',
] as const;

const BEGAN = 4 * HOUR;

function namesAlert(scene: Scene, files: readonly Program[], createdAt: InstantText): AlertDraft {
	const judge = judgedAt(createdAt);
	const device = scene.cast.device('lx-build-01');
	return draftAlert(scene, {
		sensor: 'endpoint',
		title: `Suspicious file "${files[0]?.fileName ?? ''}" dropped and launched`,
		description: AWKWARD_DESCRIPTION,
		category: 'Execution',
		techniques: ['T1059.004', 'T1036'],
		severity: 'high',
		createdAt,
		activity: [shift(createdAt, -5 * MINUTE), createdAt],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked']), device, 'medium'),
			...files.map((file) => fileEvidence(judge('suspicious'), device, file)),
		],
	});
}

/** Files with awkward names on a Linux build server, in an incident with an awkward name of its own. */
export function awkwardNamesStory(scene: Scene): Story {
	const { prng, cast } = scene;
	const device = cast.device('lx-build-01');
	const account = cast.buildService;
	const shell = scene.run(device, 'bash', BEGAN + HOUR, '/usr/bin/bash', { account });
	const files = AWKWARD_FILE_NAMES.map((name) => makeProgram(prng, name, '/home/svc-build/drop', 'nobody'));
	const runs = files.map((file, index) =>
		scene.run(device, 'bash', BEGAN - index * 10, `bash "${file.folder}/${file.fileName}"`, {
			parent: shell,
		}),
	);
	const createdAt = scene.ago(BEGAN - 6 * MINUTE);
	return {
		incidents: [
			draftIncident(scene, {
				key: 'awkward-names',
				name: AWKWARD_INCIDENT_NAME,
				severity: 'high',
				status: 'active',
				createdAt,
				updatedAt: shift(createdAt, 3 * MINUTE),
				alerts: [namesAlert(scene, files, createdAt)],
				description: AWKWARD_DESCRIPTION,
				customTags: ["o'neill", 'a"b', 'c\\d', '日本'],
				priorityScore: 58,
			}),
		],
		rows: {
			DeviceFileEvents: files.map((file, index) =>
				fileChanged(prng, shell, scene.ago(BEGAN + 60 - index), { action: 'FileCreated', file }),
			),
			DeviceProcessEvents: runs.map((run) => processCreated(prng, run)),
		},
	};
}
