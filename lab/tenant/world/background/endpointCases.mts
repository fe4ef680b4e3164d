import { judgedAt } from '../evidence/base.mts';
import { deviceEvidence, fileEvidence, processEvidence, registryKeyEvidence } from '../evidence/endpoint.mts';
import { securityGroupEvidence, activeDirectoryDomainEvidence, userEvidence } from '../evidence/identity.mts';
import { ipEvidence, urlEvidence } from '../evidence/network.mts';
import { fileChanged, processCreated } from '../rows/endpoint.mts';
import type { Case } from './case.mts';

const blockedMalware: Case = (scene, createdAt, ageSeconds) => {
	const device = scene.prng.pick(scene.cast.laptops);
	const judge = judgedAt(createdAt);
	const file = scene.programs('dropper');
	const browser = scene.run(device, 'edge', ageSeconds + 600, 'msedge.exe --profile-directory=Default');
	return {
		sensor: 'antivirus',
		name: 'Malware prevented on one endpoint',
		title: "'Practice' malware was prevented",
		description: 'Antivirus stopped a downloaded file before it ran.',
		category: 'Malware',
		techniques: ['T1204.002'],
		evidence: [
			deviceEvidence(judge('unknown', ['contextual']), device, 'low'),
			fileEvidence(judge('malicious', [], 'prevented'), device, file, 'prevented'),
			processEvidence(judge('unknown', ['source']), browser),
		],
		rows: {
			DeviceProcessEvents: [processCreated(scene.prng, browser)],
			DeviceFileEvents: [
				fileChanged(scene.prng, browser, scene.ago(ageSeconds + 90), { action: 'FileCreated', file }),
			],
		},
	};
};

const officeMacro: Case = (scene, createdAt, ageSeconds) => {
	const device = scene.prng.pick(scene.cast.laptops);
	const judge = judgedAt(createdAt);
	const word = scene.run(
		device,
		'winword',
		ageSeconds + 300,
		'WINWORD.EXE /n "C:\\Users\\Public\\offer.docm"',
	);
	const script = scene.run(device, 'cmd', ageSeconds + 280, 'cmd.exe /c whoami /all', { parent: word });
	return {
		sensor: 'endpoint',
		name: 'Script launched from a macro on one endpoint',
		title: 'Office application started a command interpreter',
		description: 'An office program started a command interpreter.',
		category: 'Execution',
		techniques: ['T1059.003', 'T1204.002'],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked']), device),
			processEvidence(judge('suspicious'), script),
			userEvidence(judge('suspicious', ['compromised']), script.account),
		],
		rows: { DeviceProcessEvents: [word, script].map((run) => processCreated(scene.prng, run)) },
	};
};

const blockedSite: Case = (scene, createdAt) => {
	const device = scene.prng.pick(scene.cast.laptops);
	const judge = judgedAt(createdAt);
	return {
		sensor: 'smartScreen',
		name: 'Connection to a blocked site on one endpoint',
		title: 'Access to a phishing site was blocked',
		description: 'Network protection stopped a browser from opening a site.',
		category: 'InitialAccess',
		techniques: ['T1566.002'],
		evidence: [
			deviceEvidence(judge('unknown', ['contextual']), device, 'none'),
			urlEvidence(judge('malicious', [], 'blocked'), 'https://prize-draw.example/win'),
			ipEvidence(judge('suspicious', [], 'blocked'), '203.0.113.99', 'US'),
		],
		rows: {},
	};
};

const autostart: Case = (scene, createdAt, ageSeconds) => {
	const device = scene.prng.pick(scene.cast.laptops);
	const judge = judgedAt(createdAt);
	const key = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce';
	const reg = scene.run(
		device,
		'reg',
		ageSeconds + 200,
		`reg.exe add HKCU\\${key} /v updater /d updater.exe`,
	);
	return {
		sensor: 'endpoint',
		name: 'Persistence on one endpoint',
		title: 'Anomalous autostart entry',
		description: 'A registry key that starts programs at logon was changed.',
		category: 'Persistence',
		techniques: ['T1547.001'],
		evidence: [
			deviceEvidence(judge('suspicious', ['attacked']), device),
			processEvidence(judge('suspicious'), reg),
			registryKeyEvidence(judge('suspicious', ['edited']), 'HKEY_CURRENT_USER', key),
		],
		rows: { DeviceProcessEvents: [processCreated(scene.prng, reg)] },
	};
};

const directoryReconnaissance: Case = (scene, createdAt) => {
	const judge = judgedAt(createdAt);
	const person = scene.prng.pick(scene.cast.people);
	return {
		sensor: 'identity',
		name: 'Reconnaissance against the directory',
		title: 'User and group membership reconnaissance (SAMR)',
		description: 'One account listed the members of sensitive groups on a domain controller.',
		category: 'Discovery',
		techniques: ['T1069.002', 'T1087.002'],
		evidence: [
			userEvidence(judge('suspicious', ['source']), person),
			deviceEvidence(judge('unknown', ['destination']), scene.cast.device('dc-01')),
			securityGroupEvidence(judge('unknown', ['contextual']), {
				name: 'Domain Admins',
				guid: scene.prng.guid(),
				sid: 'S-1-5-21-1111111111-2222222222-3333333333-512',
			}),
			activeDirectoryDomainEvidence(judge('unknown', ['contextual']), 'corp.contoso.com'),
		],
		rows: {},
	};
};

export const ENDPOINT_CASES: readonly Case[] = [
	blockedMalware,
	officeMacro,
	blockedSite,
	autostart,
	directoryReconnaissance,
];
