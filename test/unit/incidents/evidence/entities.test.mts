import { describe, expect, it } from 'vitest';
import { collectEntities, type Entities } from '../../../../defender/incidents/evidence/entities.ts';
import type { Evidence } from '../../../../defender/incidents/incident.ts';
import { alert, evidence } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const nothing: Entities = {
	...{ devices: [], accounts: [], users: [], files: [], messages: [] },
	...{ ips: [], urls: [], mailboxes: [] },
};
const device = (more: Partial<Entities['devices'][number]>): Entities['devices'][number] => ({
	...{ deviceId: null, name: null, osPlatform: null, rbacGroupName: null },
	...{ onboardingStatus: null, healthStatus: null, entraDeviceId: null },
	...more,
});
const account = (more: Partial<Entities['accounts'][number]>): Entities['accounts'][number] => ({
	...{ objectId: null, upn: null, sid: null, domain: null, name: null },
	...more,
});
const file = (more: Partial<Entities['files'][number]>): Entities['files'][number] => ({
	...{ name: null, sha256: null, sha1: null, md5: null, deviceIds: [] },
	...more,
});
const of = (...pieces: Evidence[]) => collectEntities(pieces.map((piece) => alert({ evidence: [piece] })));

describe('entities of alerts', () => {
	eachRow<[string, Evidence, Partial<Entities>]>([
		[
			'a device by id and DNS name',
			evidence('deviceEvidence', { mdeDeviceId: 'd1', deviceDnsName: 'pc1.x.example', hostName: 'pc1' }),
			{ devices: [device({ deviceId: 'd1', name: 'pc1.x.example' })] },
		],
		[
			'a device that Defender for Endpoint does not know',
			evidence('deviceEvidence', { mdeDeviceId: null, hostName: 'pc1' }),
			{ devices: [device({ name: 'pc1' })] },
		],
		['a device without anything', evidence('deviceEvidence', { mdeDeviceId: '' }), {}],
		[
			'a user by principal name',
			evidence('userEvidence', {
				userAccount: { userPrincipalName: 'a@x.example', accountName: 'a', domainName: 'X' },
			}),
			{ users: ['a@x.example'], accounts: [account({ upn: 'a@x.example', name: 'a', domain: 'X' })] },
		],
		[
			'a user by domain and account',
			evidence('userEvidence', {
				userAccount: { userPrincipalName: null, accountName: 'a', domainName: 'X' },
			}),
			{ users: ['X\\a'], accounts: [account({ name: 'a', domain: 'X' })] },
		],
		[
			'a local user',
			evidence('userEvidence', { userAccount: { accountName: 'root' } }),
			{ users: ['root'], accounts: [account({ name: 'root' })] },
		],
		[
			'a file by its hashes',
			evidence('fileEvidence', { fileDetails: { fileName: "it's.exe", sha256: 's256', sha1: 's1' } }),
			{ files: [file({ name: "it's.exe", sha256: 's256', sha1: 's1' })] },
		],
		['a file without details', evidence('fileEvidence', { fileDetails: null }), {}],
		[
			'a process by its image and its user',
			evidence('processEvidence', {
				imageFile: { fileName: 'cmd.exe', sha1: 's1' },
				userAccount: { userPrincipalName: 'a@x.example' },
			}),
			{
				...{ files: [file({ name: 'cmd.exe', sha1: 's1' })], users: ['a@x.example'] },
				accounts: [account({ upn: 'a@x.example' })],
			},
		],
		['an address', evidence('ipEvidence', { ipAddress: '2001:db8::1' }), { ips: ['2001:db8::1'] }],
		[
			'a URL',
			evidence('urlEvidence', { url: 'https://evil.example/x' }),
			{ urls: ['https://evil.example/x'] },
		],
		[
			'a mailbox by address and its user',
			evidence('mailboxEvidence', { primaryAddress: 'm@x.example', upn: 'u@x.example' }),
			{
				...{ mailboxes: ['m@x.example'], users: ['u@x.example'] },
				accounts: [account({ upn: 'u@x.example' })],
			},
		],
		[
			'a mailbox rule by the account of its mailbox',
			evidence('mailboxConfigurationEvidence', { upn: 'u@x.example', externalDirectoryObjectId: 'g1' }),
			{ users: ['u@x.example'], accounts: [account({ upn: 'u@x.example', objectId: 'g1' })] },
		],
		[
			'a message by its ID and recipient',
			evidence('analyzedMessageEvidence', {
				...{ networkMessageId: 'n1', recipientEmailAddress: 'r@x.example', internetMessageId: '<i1>' },
				...{ subject: 'Hi', receivedDateTime: '2026-11-22T01:00:00Z', deliveryLocation: 'inbox' },
				...{ p1Sender: { emailAddress: 'p1@y.example' }, p2Sender: { emailAddress: 'p2@y.example' } },
			}),
			{
				messages: [
					{
						...{ networkMessageId: 'n1', recipient: 'r@x.example', internetMessageId: '<i1>' },
						...{ subject: 'Hi', receivedAt: '2026-11-22T01:00:00Z', deliveryLocation: 'inbox' },
						sender: 'p2@y.example',
					},
				],
			},
		],
		['a mail cluster without recipients', evidence('mailClusterEvidence', { networkMessageIds: ['n1'] }), {}],
		[
			'a device with everything that a response needs',
			evidence('deviceEvidence', {
				...{ mdeDeviceId: 'd1', azureAdDeviceId: 'e1', osPlatform: 'Windows11', rbacGroupName: 'Laptops' },
				...{ onboardingStatus: 'onboarded', healthStatus: 'active' },
			}),
			{
				devices: [
					{
						...{ deviceId: 'd1', entraDeviceId: 'e1', osPlatform: 'Windows11', rbacGroupName: 'Laptops' },
						...{ onboardingStatus: 'onboarded', healthStatus: 'active', name: null },
					},
				],
			},
		],
		[
			'a file on a device by both',
			evidence('fileEvidence', { mdeDeviceId: 'd1', fileDetails: { sha1: 's1', md5: 'm1' } }),
			{ files: [file({ sha1: 's1', md5: 'm1', deviceIds: ['d1'] })], devices: [device({ deviceId: 'd1' })] },
		],
		['a type that nobody knows yet', evidence('quantumEvidence', { ipAddress: '1.2.3.4', url: 'u' }), {}],
		['values of another type', evidence('ipEvidence', { ipAddress: 7, userAccount: 'x' }), {}],
		['no type', { '@odata.type': '', verdict: 'unknown' }, {}],
	])('evidence of each type → its entities', (_, piece, expected) => {
		expect(of(piece)).toEqual({ ...nothing, ...expected });
	});

	it('repeated entities → once, in order of first appearance', () => {
		const url = (value: string) => evidence('urlEvidence', { url: value });
		expect(of(url('a'), url('b'), url('a'), url('c'), url('b')).urls).toEqual(['a', 'b', 'c']);
		const named = (mdeDeviceId: string, hostName: string) =>
			evidence('deviceEvidence', { mdeDeviceId, hostName });
		expect(of(named('1', 'x'), named('2', 'y'), named('1', 'z')).devices).toEqual([
			device({ deviceId: '1', name: 'x' }),
			device({ deviceId: '2', name: 'y' }),
		]);
	});

	it('users and mailboxes → case-insensitive; URLs → case-sensitive', () => {
		const user = (upn: string) => evidence('userEvidence', { userAccount: { userPrincipalName: upn } });
		expect(of(user('A@x.example'), user('a@X.example')).users).toEqual(['A@x.example']);
		const mailbox = (primaryAddress: string) => evidence('mailboxEvidence', { primaryAddress });
		expect(of(mailbox('M@x.example'), mailbox('m@x.example')).mailboxes).toEqual(['M@x.example']);
		expect(
			of(evidence('urlEvidence', { url: 'u/A' }), evidence('urlEvidence', { url: 'u/a' })).urls,
		).toHaveLength(2);
	});

	it('no alerts → no entities', () => {
		expect(collectEntities([])).toEqual(nothing);
	});
});
