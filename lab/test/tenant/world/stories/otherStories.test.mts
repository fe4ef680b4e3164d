import { describe, expect } from 'vitest';

import { eachRow } from '../../../support/eachRow.mts';
import { SEEDED_WORLDS } from '../../../support/sampleWorlds.mts';
import { evidenceOf, rowsOfLastDay, textIn, incidentNamed, valuesOf } from '../../../support/storyFacts.mts';

describe('generated false alarms', () => {
	eachRow(SEEDED_WORLDS)(
		'the admin script → started by the signed management agent on every managed laptop',
		({ world }) => {
			const incident = incidentNamed(world, 'Suspicious script execution');
			expect(incident).toMatchObject({ severity: 'high', status: 'active', assignedTo: null });
			const runs = rowsOfLastDay(world, 'DeviceProcessEvents').filter((row) =>
				textIn(row, 'ProcessCommandLine').includes('Repair-ClientHealth.ps1'),
			);
			expect(valuesOf(runs, 'DeviceId').size).toBeGreaterThan(10);
			for (const run of runs) {
				expect(run).toMatchObject({
					InitiatingProcessFileName: 'CcmExec.exe',
					InitiatingProcessFolderPath: 'c:\\windows\\ccm\\ccmexec.exe',
					InitiatingProcessSignatureStatus: 'Valid',
				});
			}
			for (const item of evidenceOf(incident, 'deviceEvidence')) {
				expect(item.tags).toContain('managed-by-configmgr');
				expect(valuesOf(runs, 'DeviceId')).toContain(item.mdeDeviceId);
			}
		},
	);

	eachRow(SEEDED_WORLDS)('the security exercise → marked by tag and title', ({ world }) => {
		const incident = incidentNamed(world, 'purple team');
		expect(incident.customTags).toContain('security-test');
		const commands = valuesOf(rowsOfLastDay(world, 'DeviceProcessEvents'), 'ProcessCommandLine');
		for (const item of evidenceOf(incident, 'processEvidence'))
			expect(commands).toContain(item.processCommandLine);
	});
});

describe('generated password spray and consent attack', () => {
	eachRow(SEEDED_WORLDS)('the password spray → sixty sign-ins in the rows, one successful', ({ world }) => {
		const incident = incidentNamed(world, 'Password spray');
		const requests = new Set(evidenceOf(incident, 'cloudLogonRequestEvidence').map((item) => item.requestId));
		const rows = rowsOfLastDay(world, 'EntraIdSignInEvents').filter((row) =>
			requests.has(textIn(row, 'RequestId')),
		);
		expect(rows).toHaveLength(60);
		expect(rows.filter((row) => row['ErrorCode'] === 0)).toHaveLength(1);
		expect(valuesOf(rows, 'IPAddress').size).toBe(1);
	});

	eachRow(SEEDED_WORLDS)("the consent → a row with the app's ID", ({ world }) => {
		const [app] = evidenceOf(incidentNamed(world, 'OAuth app consent'), 'oauthApplicationEvidence');
		const rows = rowsOfLastDay(world, 'CloudAppEvents').filter(
			(row) => row['ActionType'] === 'Consent to application.',
		);
		expect(valuesOf(rows, 'OAuthAppId')).toEqual(new Set([app?.appId]));
	});
});

describe('generated alert tables', () => {
	eachRow(SEEDED_WORLDS)(
		"AlertInfo and AlertEvidence → the incidents' alerts and devices, no others",
		({ world }) => {
			const incident = incidentNamed(world, 'Ransomware');
			const ids = new Set(world.incidents.flatMap((item) => item.alerts.map((alert) => alert.id)));
			const info = rowsOfLastDay(world, 'AlertInfo');
			const evidence = rowsOfLastDay(world, 'AlertEvidence');
			for (const alert of incident.alerts) expect(valuesOf(info, 'AlertId')).toContain(alert.id);
			for (const item of evidenceOf(incident, 'deviceEvidence')) {
				expect(valuesOf(evidence, 'DeviceId')).toContain(item.mdeDeviceId);
			}
			for (const id of valuesOf([...info, ...evidence], 'AlertId')) expect(ids).toContain(id);
		},
	);
});
