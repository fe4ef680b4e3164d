import { describe, expect, it } from 'vitest';

import { SAMPLE_WORLDS } from '../../../support/sampleWorlds.mts';
import { evidenceOf, rowsOfLastDay, incidentNamed, valuesOf } from '../../../support/storyFacts.mts';

describe.each(SAMPLE_WORLDS.map((world, index) => ({ world, index })))(
	'the harmless alarms of world $index',
	({ world }) => {
		it('show the admin script as started by the signed management agent on every managed laptop', () => {
			const incident = incidentNamed(world, 'Suspicious script execution');
			expect(incident).toMatchObject({ severity: 'high', status: 'active', assignedTo: null });
			const runs = rowsOfLastDay(world, 'DeviceProcessEvents').filter((row) =>
				String(row['ProcessCommandLine']).includes('Repair-ClientHealth.ps1'),
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
		});

		it('mark the exercise by tag and by title', () => {
			const incident = incidentNamed(world, 'purple team');
			expect(incident.customTags).toContain('security-test');
			const commands = valuesOf(rowsOfLastDay(world, 'DeviceProcessEvents'), 'ProcessCommandLine');
			for (const item of evidenceOf(incident, 'processEvidence'))
				expect(commands).toContain(item.processCommandLine);
		});
	},
);

describe.each(SAMPLE_WORLDS.map((world, index) => ({ world, index })))(
	'the other attacks of world $index',
	({ world }) => {
		it('show each of the sixty sprayed sign-ins in the rows, with one success', () => {
			const incident = incidentNamed(world, 'Password spray');
			const requests = new Set(
				evidenceOf(incident, 'cloudLogonRequestEvidence').map((item) => item.requestId),
			);
			const rows = rowsOfLastDay(world, 'EntraIdSignInEvents').filter((row) =>
				requests.has(String(row['RequestId'])),
			);
			expect(rows).toHaveLength(60);
			expect(rows.filter((row) => row['ErrorCode'] === 0)).toHaveLength(1);
			expect(valuesOf(rows, 'IPAddress').size).toBe(1);
		});

		it('show the consent with the id of the app', () => {
			const [app] = evidenceOf(incidentNamed(world, 'OAuth app consent'), 'oauthApplicationEvidence');
			const rows = rowsOfLastDay(world, 'CloudAppEvents').filter(
				(row) => row['ActionType'] === 'Consent to application.',
			);
			expect(valuesOf(rows, 'OAuthAppId')).toEqual(new Set([app?.appId]));
		});
	},
);

describe.each(SAMPLE_WORLDS.map((world, index) => ({ world, index })))(
	'the alert tables of world $index',
	({ world }) => {
		it('name the alerts and devices of the incidents, and no alert the incidents lack', () => {
			const incident = incidentNamed(world, 'Ransomware');
			const ids = new Set(world.incidents.flatMap((item) => item.alerts.map((alert) => alert.id)));
			const info = rowsOfLastDay(world, 'AlertInfo');
			const evidence = rowsOfLastDay(world, 'AlertEvidence');
			for (const alert of incident.alerts) expect(valuesOf(info, 'AlertId')).toContain(alert.id);
			for (const item of evidenceOf(incident, 'deviceEvidence')) {
				expect(valuesOf(evidence, 'DeviceId')).toContain(item.mdeDeviceId);
			}
			for (const id of valuesOf([...info, ...evidence], 'AlertId')) expect(ids).toContain(id);
		});
	},
);
