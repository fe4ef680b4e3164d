import type { IncidentDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import { deviceEvidence, fileEvidence, processEvidence } from '../evidence/endpoint.mts';
import { userEvidence } from '../evidence/identity.mts';
import { HOUR, MINUTE, shift } from '../instants.mts';
import type { ProcessRun } from '../processRun.mts';
import { makeProgram } from '../programs.mts';
import { connected, fileChanged, loggedOn, processCreated } from '../rows/endpoint.mts';
import type { Scene } from '../scene.mts';
import type { Story } from '../story.mts';

const RAN = 5 * HOUR + 10 * MINUTE;
const SCRIPT_FOLDER = 'C:\\Windows\\CCM\\SystemTemp\\ITOps';
const SCRIPT = 'Repair-ClientHealth.ps1';
const TARGETS = ['lt-0533', 'lt-0547', 'lt-0602'] as const;

/** One run of the script: CcmExec, signed and in its known folder, starts PowerShell as the system account. */
function runScript(scene: Scene, hostName: string, delay: number): ProcessRun {
	const device = scene.cast.device(hostName);
	const { system } = scene.cast;
	const services = scene.run(device, 'services', 40 * HOUR, 'services.exe', { account: system });
	const agent = scene.run(device, 'ccmexec', 39 * HOUR, 'C:\\Windows\\CCM\\CcmExec.exe', {
		parent: services,
	});
	const command = `powershell.exe -NoLogo -NonInteractive -ExecutionPolicy AllSigned -File "${SCRIPT_FOLDER}\\${SCRIPT}"`;
	return scene.run(device, 'powershell', RAN - delay, command, { parent: agent });
}

function scriptIncident(
	scene: Scene,
	runs: readonly ProcessRun[],
	script: ReturnType<typeof makeProgram>,
): IncidentDraft {
	const alerts = runs.map((run) => {
		const createdAt = shift(run.startedAt, 3 * MINUTE);
		const judge = judgedAt(createdAt);
		return draftAlert(scene, {
			sensor: 'endpoint',
			title: 'Suspicious script run with system privileges',
			description: `PowerShell ran a script from ${SCRIPT_FOLDER}, started by the configuration management agent.`,
			category: 'Execution',
			techniques: ['T1059.001'],
			severity: 'high',
			createdAt,
			activity: [run.startedAt, shift(run.startedAt, 40)],
			evidence: [
				deviceEvidence(judge('unknown', ['contextual'], 'none', ['managed-by-configmgr']), run.device, 'low'),
				processEvidence(judge('suspicious'), run),
				...(run.parent === null ? [] : [processEvidence(judge('noThreatsFound', ['source']), run.parent)]),
				fileEvidence(judge('noThreatsFound', ['scanned']), run.device, script),
				userEvidence(judge('unknown', ['contextual']), scene.cast.system),
			],
		});
	});
	return draftIncident(scene, {
		key: 'admin-script',
		name: 'Suspicious script execution on multiple endpoints',
		severity: 'high',
		status: 'active',
		createdAt: scene.ago(RAN - 4 * MINUTE),
		updatedAt: scene.ago(RAN - 30 * MINUTE),
		alerts,
		customTags: ['it-managed'],
		priorityScore: 64,
	});
}

/**
 * A false positive that a hunt recognises as one: the parent is the management agent in its own folder, every file
 * is signed, the script came from the management server, and the same run is seen on every managed laptop.
 */
export function adminScriptStory(scene: Scene): Story {
	const { prng, cast } = scene;
	const script = makeProgram(prng, SCRIPT, SCRIPT_FOLDER, 'vendor', 'Contoso IT Operations', 'ITOps Toolkit');
	const server = cast.device('srv-sccm-01');
	const flagged = TARGETS.map((name, index) => runScript(scene, name, index * 50));
	const unflagged = cast.laptops
		.filter(
			(laptop) => laptop.osPlatform === 'Windows11' && !TARGETS.some((name) => name === laptop.hostName),
		)
		.map((laptop, index) => runScript(scene, laptop.hostName, 300 + index * 45));
	const runs = [...flagged, ...unflagged];
	const agents = runs.flatMap((run) => (run.parent === null ? [] : [{ run, agent: run.parent }]));
	return {
		incidents: [scriptIncident(scene, flagged, script)],
		rows: {
			DeviceProcessEvents: runs.map((run) => processCreated(prng, run)),
			DeviceFileEvents: agents.map(({ run, agent }) =>
				fileChanged(prng, agent, shift(run.startedAt, -12), {
					action: 'FileCreated',
					file: script,
					originUrl: `http://${server.dnsName}/SMS_DP_SMSPKG$/ITO00042/${SCRIPT}`,
					originIp: server.ip,
				}),
			),
			DeviceNetworkEvents: agents.map(({ run, agent }) =>
				connected(prng, agent, shift(run.startedAt, -20), {
					remoteIp: server.ip,
					remotePort: 443,
					remoteUrl: server.dnsName,
				}),
			),
			DeviceLogonEvents: [
				loggedOn(prng, scene.ago(RAN + 20 * MINUTE), {
					device: server,
					account: cast.person('it.admin'),
					type: 'RemoteInteractive',
					from: cast.device('lt-0799'),
					localAdmin: true,
				}),
			],
		},
	};
}
