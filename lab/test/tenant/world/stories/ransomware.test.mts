import { describe, expect, it } from 'vitest';

import { SAMPLE_WORLDS } from '../../../support/sampleWorlds.mts';
import { evidenceOf, rowsOfLastDay, incidentNamed, valuesOf } from '../../../support/storyFacts.mts';

describe.each(SAMPLE_WORLDS.map((world, index) => ({ world, index })))(
	'the ransomware of world $index',
	({ world }) => {
		const incident = incidentNamed(world, 'Ransomware');
		const processes = rowsOfLastDay(world, 'DeviceProcessEvents');

		it('is high, active and nobody has it', () => {
			expect(incident).toMatchObject({ severity: 'high', status: 'active', assignedTo: null });
		});

		it('has process rows of the last day for each of its three devices', () => {
			const devices = new Set(evidenceOf(incident, 'deviceEvidence').map((item) => item.mdeDeviceId));
			expect(devices.size).toBe(3);
			for (const id of devices) expect(valuesOf(processes, 'DeviceId')).toContain(id);
		});

		it('shows every process of its evidence in the rows, with the same hash, time, parent and command', () => {
			const items = evidenceOf(incident, 'processEvidence');
			expect(items.length).toBeGreaterThan(8);
			for (const item of items) {
				expect(processes).toContainEqual(
					expect.objectContaining({
						DeviceId: item.mdeDeviceId,
						ProcessId: item.processId,
						Timestamp: item.processCreationDateTime,
						SHA256: item.imageFile.sha256,
						ProcessCommandLine: item.processCommandLine,
						InitiatingProcessId: item.parentProcessId,
						AccountSid: item.userAccount.userSid,
					}),
				);
			}
		});

		it('shows its public addresses in network rows and its files in file rows', () => {
			const addresses = valuesOf(rowsOfLastDay(world, 'DeviceNetworkEvents'), 'RemoteIP');
			const publicOnes = evidenceOf(incident, 'ipEvidence').filter(
				(item) => !item.ipAddress.startsWith('10.'),
			);
			expect(publicOnes).toHaveLength(2);
			for (const item of publicOnes) expect(addresses).toContain(item.ipAddress);
			const hashes = valuesOf(rowsOfLastDay(world, 'DeviceFileEvents'), 'SHA256');
			for (const item of evidenceOf(incident, 'fileEvidence'))
				expect(hashes).toContain(item.fileDetails.sha256);
		});

		it('deletes shadow copies and then renames many files on both servers', () => {
			const deletions = processes.filter((row) =>
				String(row['ProcessCommandLine']).includes('delete shadows'),
			);
			expect(valuesOf(deletions, 'DeviceName').size).toBe(2);
			for (const deletion of deletions) {
				const renamed = rowsOfLastDay(world, 'DeviceFileEvents').filter(
					(row) =>
						row['ActionType'] === 'FileRenamed' &&
						row['DeviceId'] === deletion['DeviceId'] &&
						String(row['FileName']).endsWith('.lockd'),
				);
				expect(renamed.length).toBeGreaterThanOrEqual(50);
				for (const row of renamed)
					expect(String(row['Timestamp']) > String(deletion['Timestamp'])).toBe(true);
			}
		});

		it('is known by no other device: its implant is on those three only', () => {
			const implant = evidenceOf(incident, 'processEvidence').find(
				(item) => item.imageFile.fileName === 'wupd.exe',
			);
			const seen = processes.filter((row) => row['SHA256'] === implant?.imageFile.sha256);
			expect(valuesOf(seen, 'DeviceId').size).toBe(3);
		});

		it('came by a mail that hunting finds', () => {
			const mail = incidentNamed(world, 'Malicious file in email');
			const ids = valuesOf(rowsOfLastDay(world, 'EmailEvents'), 'NetworkMessageId');
			const messages = evidenceOf(mail, 'analyzedMessageEvidence');
			expect(messages).toHaveLength(4);
			for (const message of messages) expect(ids).toContain(message.networkMessageId);
		});
	},
);
