import { describe, expect, it } from 'vitest';

import { WORLDS } from './sample.mts';
import { evidenceOf, lastDay, named, values } from './storyFacts.mts';

describe.each(WORLDS.map((world, index) => ({ world, index })))(
	'the harmless alarms of world $index',
	({ world }) => {
		it('show the admin script as started by the signed management agent on every managed laptop', () => {
			const incident = named(world, 'Suspicious script execution');
			expect(incident).toMatchObject({ severity: 'high', status: 'active', assignedTo: null });
			const runs = lastDay(world, 'DeviceProcessEvents').filter((row) =>
				String(row['ProcessCommandLine']).includes('Repair-ClientHealth.ps1'),
			);
			expect(values(runs, 'DeviceId').size).toBeGreaterThan(10);
			for (const run of runs) {
				expect(run).toMatchObject({
					InitiatingProcessFileName: 'CcmExec.exe',
					InitiatingProcessFolderPath: 'c:\\windows\\ccm\\ccmexec.exe',
					InitiatingProcessSignatureStatus: 'Valid',
				});
			}
			for (const item of evidenceOf(incident, 'deviceEvidence')) {
				expect(item.tags).toContain('managed-by-configmgr');
				expect(values(runs, 'DeviceId')).toContain(item.mdeDeviceId);
			}
		});

		it('mark the exercise by tag and by title', () => {
			const incident = named(world, 'purple team');
			expect(incident.customTags).toContain('security-test');
			const commands = values(lastDay(world, 'DeviceProcessEvents'), 'ProcessCommandLine');
			for (const item of evidenceOf(incident, 'processEvidence'))
				expect(commands).toContain(item.processCommandLine);
		});
	},
);

describe.each(WORLDS.map((world, index) => ({ world, index })))(
	'the other attacks of world $index',
	({ world }) => {
		it('show each of the sixty sprayed sign-ins in the rows, with one success', () => {
			const incident = named(world, 'Password spray');
			const requests = new Set(
				evidenceOf(incident, 'cloudLogonRequestEvidence').map((item) => item.requestId),
			);
			const rows = lastDay(world, 'EntraIdSignInEvents').filter((row) =>
				requests.has(String(row['RequestId'])),
			);
			expect(rows).toHaveLength(60);
			expect(rows.filter((row) => row['ErrorCode'] === 0)).toHaveLength(1);
			expect(values(rows, 'IPAddress').size).toBe(1);
		});

		it('show the consent with the id of the app', () => {
			const [app] = evidenceOf(named(world, 'OAuth app consent'), 'oauthApplicationEvidence');
			const rows = lastDay(world, 'CloudAppEvents').filter(
				(row) => row['ActionType'] === 'Consent to application.',
			);
			expect(values(rows, 'OAuthAppId')).toEqual(new Set([app?.appId]));
		});
	},
);

describe.each(WORLDS.map((world, index) => ({ world, index })))(
	'the alert tables of world $index',
	({ world }) => {
		it('name the alerts and devices of the incidents, and no alert the incidents lack', () => {
			const incident = named(world, 'Ransomware');
			const ids = new Set(world.incidents.flatMap((item) => item.alerts.map((alert) => alert.id)));
			const info = lastDay(world, 'AlertInfo');
			const evidence = lastDay(world, 'AlertEvidence');
			for (const alert of incident.alerts) expect(values(info, 'AlertId')).toContain(alert.id);
			for (const item of evidenceOf(incident, 'deviceEvidence')) {
				expect(values(evidence, 'DeviceId')).toContain(item.mdeDeviceId);
			}
			for (const id of values([...info, ...evidence], 'AlertId')) expect(ids).toContain(id);
		});
	},
);
