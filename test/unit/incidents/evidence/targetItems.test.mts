import { describe, expect, it } from 'vitest';
import { targetItems, type TargetItem } from '../../../../defender/incidents/evidence/targetItems.ts';
import type { Evidence } from '../../../../defender/incidents/incident.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { alert, evidence, incident } from '../../../support/incidents.mts';

/** The targets of an incident whose alerts `a0`, `a1` … have these pieces of evidence. */
const targets = (...pieces: readonly (readonly Evidence[])[]) =>
	targetItems(
		incident(),
		pieces.map((list, index) => alert({ id: `a${index}`, evidence: list })),
	);
const ofType = (items: readonly TargetItem[], targetType: TargetItem['targetType']) =>
	items.filter((item) => item.targetType === targetType);
const message = (networkMessageId: string, recipientEmailAddress: string, more: object = {}) =>
	evidence('analyzedMessageEvidence', { networkMessageId, recipientEmailAddress, ...more });
const user = (userAccount: object, more: object = {}) => evidence('userEvidence', { userAccount, ...more });
const PERSON = {
	...{ userPrincipalName: 'ann@x.example', userSid: 'S-1-5-21-1-2-3-1105' },
	azureAdUserId: '5d0e9b8a-7f61-4e88-a1c9-3c7f5a106b2d',
};
const NO_GUID = '00000000-0000-0000-0000-000000000000';
const SYSTEM = 'S-1-5-18';

describe('target item', () => {
	it('account → type first, then its IDs, the assessment and the incident', () => {
		const judged = { verdict: 'malicious', remediationStatus: 'active', roles: ['compromised'] };
		const [item] = targets([user({ ...PERSON, domainName: 'X', accountName: 'ann' }, judged)]);
		expect(item).toEqual({
			...{ targetType: 'account', objectId: PERSON.azureAdUserId, upn: 'ann@x.example' },
			...{ sid: 'S-1-5-21-1-2-3-1105', domain: 'X', name: 'ann', ...judged },
			...{ alertIds: ['a0'], incidentId: '48213', incidentStatus: 'active', tenantId: incident().tenantId },
		});
		expect(Object.keys(item ?? {})[0]).toBe('targetType');
	});

	it('four pairs of message and recipient in two alerts → four items', () => {
		const found = targets(
			[message('m1', 'a@x.example'), message('m1', 'b@x.example')],
			[message('m2', 'a@x.example'), message('m2', 'b@x.example'), message('M1', 'A@x.example')],
		);
		expect(found).toMatchObject([
			{ targetType: 'message', networkMessageId: 'm1', recipient: 'a@x.example', alertIds: ['a0', 'a1'] },
			{ targetType: 'message', networkMessageId: 'm1', recipient: 'b@x.example', alertIds: ['a0'] },
			{ targetType: 'message', networkMessageId: 'm2', recipient: 'a@x.example', alertIds: ['a1'] },
			{ targetType: 'message', networkMessageId: 'm2', recipient: 'b@x.example', alertIds: ['a1'] },
		]);
		expect(found).toHaveLength(4);
	});

	it('file on two devices → one item per device, each with its own verdict', () => {
		const file = (mdeDeviceId: string, verdict: string) =>
			evidence('fileEvidence', { mdeDeviceId, verdict, fileDetails: { sha256: 'aa', sha1: 'bb' } });
		const found = targets([file('d1', 'malicious')], [file('d2', 'noThreatsFound'), file('D1', 'unknown')]);
		expect(ofType(found, 'file')).toMatchObject([
			{ sha256: 'aa', sha1: 'bb', deviceId: 'd1', verdict: 'malicious', alertIds: ['a0', 'a1'] },
			{ sha256: 'aa', sha1: 'bb', deviceId: 'd2', verdict: 'noThreatsFound', alertIds: ['a1'] },
		]);
		expect(ofType(found, 'device').map((item) => 'deviceId' in item && item.deviceId)).toEqual(['d1', 'd2']);
	});

	it('process → its image on the device, its user and its device, without its verdict', () => {
		const process = evidence('processEvidence', {
			...{ mdeDeviceId: 'd1', verdict: 'malicious', roles: ['attacker'], imageFile: { sha256: 'aa' } },
			userAccount: PERSON,
		});
		const neutral = { verdict: 'unknown', remediationStatus: null, roles: [] };
		expect(targets([process])).toMatchObject([
			{ targetType: 'account', upn: 'ann@x.example', ...neutral },
			{ targetType: 'device', deviceId: 'd1', ...neutral },
			{ targetType: 'file', sha256: 'aa', deviceId: 'd1', ...neutral },
		]);
	});

	it('evidence inside evidence → its targets', () => {
		const session = evidence('hostLogonSessionEvidence', {
			...{ sessionId: '1', account: { userAccount: PERSON }, host: { mdeDeviceId: 'd1' } },
		});
		expect(targets([session])).toMatchObject([
			{ targetType: 'account', objectId: PERSON.azureAdUserId },
			{ targetType: 'device', deviceId: 'd1' },
		]);
	});

	eachRow<[string, Evidence]>([
		['an IP address', evidence('ipEvidence', { ipAddress: '198.51.100.7' })],
		['a mail cluster', evidence('mailClusterEvidence', { networkMessageIds: ['m1'] })],
		['a message without an ID', message('', 'a@x.example')],
		['an account without an identifier', user({ domainName: 'X', displayName: 'Ann' })],
		['a device without an identifier', evidence('deviceEvidence', { osPlatform: 'Windows11' })],
		['a file without an identifier', evidence('fileEvidence', { fileDetails: { fileSize: 1 } })],
		['an unknown type', evidence('quantumEvidence', { userAccount: PERSON, mdeDeviceId: null })],
		['values of another type', evidence('userEvidence', { userAccount: ['x'] })],
	])('evidence that names no target → no item', (_, piece) => {
		expect(targets([piece])).toEqual([]);
	});
});

describe('same target in several pieces of evidence', () => {
	const account = (azureAdUserId: string, userPrincipalName: string, userSid: string) =>
		user({ azureAdUserId, userPrincipalName, userSid });
	const local = (userSid: string) => user({ userSid, domainName: 'WORKGROUP', accountName: 'administrator' });
	const named = (more: object) => user({ domainName: 'X', accountName: 'ann', ...more });

	eachRow<[string, readonly Evidence[], number]>([
		[
			'by UPN and by SID, linked by name',
			[named({ userPrincipalName: 'ann@x' }), named({ userSid: 'S-9' })],
			1,
		],
		[
			'by UPN and by SID, linked by another piece',
			[account('', 'a@x', ''), account('', '', 'S-9'), account('', 'A@X', 's-9')],
			1,
		],
		[
			'with an on-premises SID and one of Entra ID',
			[account('g1', 'a@x', 'S-1-12-1-7'), account('g1', '', 'S-1-5-21-7')],
			1,
		],
		['two people whose UPN was used again', [account('g1', 'a@x', ''), account('g2', 'a@x', '')], 2],
		['two local administrators', [local('S-1-5-21-1-500'), local('S-1-5-21-2-500')], 2],
		['two people with the object ID of zeros', [account(NO_GUID, 'a@x', ''), account(NO_GUID, 'b@x', '')], 2],
		['two people with the null SID', [account('', 'a@x', 'S-1-0-0'), account('', 'b@x', 'S-1-0-0')], 2],
		['system accounts of two computers', [account('', 'pc1$@x', SYSTEM), account('', 'pc2$@x', SYSTEM)], 2],
		['two users with the SID of the system', [named({ userSid: SYSTEM }), local(SYSTEM)], 2],
		['the system account by its SID', [account('', '', SYSTEM), account('', '', SYSTEM)], 1],
		['a local name and an account with the same one', [user({ accountName: 'ann' }), named({})], 2],
	])('accounts → as many items as accounts', (_, pieces, count) => {
		for (const list of [pieces, [...pieces].reverse()])
			expect(ofType(targets(...list.map((piece) => [piece])), 'account')).toHaveLength(count);
	});

	it('account with two SIDs → the on-premises one, which Active Directory needs', () => {
		expect(targets([account('g1', '', 'S-1-12-1-7'), account('g1', '', 'S-1-5-21-7')])).toMatchObject([
			{ sid: 'S-1-5-21-7', objectId: 'g1' },
		]);
	});

	eachRow<[string, readonly object[], number]>([
		[
			'by either ID',
			[{ mdeDeviceId: 'd1', azureAdDeviceId: 'e1' }, { azureAdDeviceId: 'E1' }, { mdeDeviceId: 'D1' }],
			1,
		],
		[
			'without Entra ID, by the GUID of zeros',
			[
				{ azureAdDeviceId: NO_GUID, hostName: 'pc1' },
				{ azureAdDeviceId: NO_GUID, hostName: 'pc2' },
			],
			2,
		],
		[
			'stale twins with one name',
			[
				{ mdeDeviceId: 'd1', hostName: 'pc' },
				{ mdeDeviceId: 'd2', hostName: 'pc' },
			],
			2,
		],
		[
			'stale twins in Entra ID',
			[
				{ mdeDeviceId: 'd1', azureAdDeviceId: 'e1' },
				{ mdeDeviceId: 'd2', azureAdDeviceId: 'e1' },
			],
			2,
		],
		['without an ID by name', [{ hostName: 'pc' }, { hostName: 'PC' }], 1],
		['with and without an ID', [{ mdeDeviceId: 'd1', hostName: 'pc' }, { hostName: 'pc' }], 2],
	])('devices → as many items as devices', (_, pieces, count) => {
		const found = targets(...pieces.map((piece) => [evidence('deviceEvidence', { ...piece })]));
		expect(ofType(found, 'device')).toHaveLength(count);
	});

	eachRow<[string, readonly object[], number]>([
		['by one of several hashes', [{ sha256: 'a', sha1: 'b' }, { sha1: 'B', md5: 'c' }, { md5: 'C' }], 1],
		[
			'equal SHA-1 of different files',
			[
				{ sha256: 'a', sha1: 'b' },
				{ sha256: 'c', sha1: 'b' },
			],
			2,
		],
		['without a hash by name', [{ fileName: 'a.exe' }, { fileName: 'a.exe' }], 1],
		[
			'equal names of files with hashes',
			[
				{ fileName: 'a.exe', sha1: 'b' },
				{ fileName: 'a.exe', sha1: 'c' },
			],
			2,
		],
	])('files → as many items as files', (_, pieces, count) => {
		const found = targets(...pieces.map((fileDetails) => [evidence('fileEvidence', { fileDetails })]));
		expect(ofType(found, 'file')).toHaveLength(count);
	});
});

eachRow(hostileStrings.filter(({ text }) => text !== ''))(
	'target items › hostile strings → kept exactly',
	({ text }) => {
		const found = targets([
			user({ accountName: text, domainName: text, userPrincipalName: text }),
			evidence('deviceEvidence', { hostName: text, rbacGroupName: text }),
			message(text, text, { subject: text }),
			evidence('fileEvidence', { fileDetails: { fileName: text } }),
		]);
		expect(found).toMatchObject([
			{ targetType: 'account', upn: text, name: text, domain: text },
			{ targetType: 'device', name: text, rbacGroupName: text },
			{ targetType: 'message', networkMessageId: text, recipient: text, subject: text },
			{ targetType: 'file', name: text },
		]);
	},
);
