import { describe, expect } from 'vitest';

import type { World } from '../../../../tenant/world/generate.mts';
import { eachRow } from '../../../support/eachRow.mts';
import { SEEDED_WORLDS } from '../../../support/sampleWorlds.mts';
import { evidenceOf, rowsOfLastDay, textIn, incidentNamed, valuesOf } from '../../../support/storyFacts.mts';

const attackOf = (world: World) => incidentNamed(world, 'Ransomware');
const processesOf = (world: World) => rowsOfLastDay(world, 'DeviceProcessEvents');

describe('generated ransomware attack', () => {
	eachRow(SEEDED_WORLDS)('the incident → high, active, without owner', ({ world }) => {
		expect(attackOf(world)).toMatchObject({ severity: 'high', status: 'active', assignedTo: null });
	});

	eachRow(SEEDED_WORLDS)('each of its three devices → process rows in the last day', ({ world }) => {
		const devices = new Set(evidenceOf(attackOf(world), 'deviceEvidence').map((item) => item.mdeDeviceId));
		expect(devices.size).toBe(3);
		for (const id of devices) expect(valuesOf(processesOf(world), 'DeviceId')).toContain(id);
	});

	eachRow(SEEDED_WORLDS)(
		'every process evidence → a row with the same hash, time, parent and command',
		({ world }) => {
			const items = evidenceOf(attackOf(world), 'processEvidence');
			expect(items.length).toBeGreaterThan(8);
			for (const item of items) {
				expect(processesOf(world)).toContainEqual(
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
		},
	);

	eachRow(SEEDED_WORLDS)('public addresses and files → in network and file rows', ({ world }) => {
		const addresses = valuesOf(rowsOfLastDay(world, 'DeviceNetworkEvents'), 'RemoteIP');
		const publicOnes = evidenceOf(attackOf(world), 'ipEvidence').filter(
			(item) => !item.ipAddress.startsWith('10.'),
		);
		expect(publicOnes).toHaveLength(2);
		for (const item of publicOnes) expect(addresses).toContain(item.ipAddress);
		const hashes = valuesOf(rowsOfLastDay(world, 'DeviceFileEvents'), 'SHA256');
		for (const item of evidenceOf(attackOf(world), 'fileEvidence'))
			expect(hashes).toContain(item.fileDetails.sha256);
	});

	eachRow(SEEDED_WORLDS)('both servers → shadow copies deleted, then many files renamed', ({ world }) => {
		const deletions = processesOf(world).filter((row) =>
			textIn(row, 'ProcessCommandLine').includes('delete shadows'),
		);
		expect(valuesOf(deletions, 'DeviceName').size).toBe(2);
		for (const deletion of deletions) {
			const renamed = rowsOfLastDay(world, 'DeviceFileEvents').filter(
				(row) =>
					row['ActionType'] === 'FileRenamed' &&
					row['DeviceId'] === deletion['DeviceId'] &&
					textIn(row, 'FileName').endsWith('.lockd'),
			);
			expect(renamed.length).toBeGreaterThanOrEqual(50);
			for (const row of renamed) expect(textIn(row, 'Timestamp') > textIn(deletion, 'Timestamp')).toBe(true);
		}
	});

	eachRow(SEEDED_WORLDS)('the implant → on its three devices only', ({ world }) => {
		const implant = evidenceOf(attackOf(world), 'processEvidence').find(
			(item) => item.imageFile.fileName === 'wupd.exe',
		);
		const seen = processesOf(world).filter((row) => row['SHA256'] === implant?.imageFile.sha256);
		expect(valuesOf(seen, 'DeviceId').size).toBe(3);
	});

	eachRow(SEEDED_WORLDS)('the first email → in the email rows', ({ world }) => {
		const mail = incidentNamed(world, 'Malicious file in email');
		const ids = valuesOf(rowsOfLastDay(world, 'EmailEvents'), 'NetworkMessageId');
		const messages = evidenceOf(mail, 'analyzedMessageEvidence');
		expect(messages).toHaveLength(4);
		for (const message of messages) expect(ids).toContain(message.networkMessageId);
	});
});
