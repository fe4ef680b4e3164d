import { describe, expect, it } from 'vitest';
import { collectEntities, type Entities } from '../../../../defender/incidents/evidence/entities.ts';
import type { Evidence } from '../../../../defender/incidents/incident.ts';
import { alert, evidence } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const nothing: Entities = { devices: [], users: [], files: [], ips: [], urls: [], mailboxes: [] };
const of = (...pieces: Evidence[]) => collectEntities(pieces.map((piece) => alert({ evidence: [piece] })));

describe('entities of alerts', () => {
	eachRow<[string, Evidence, Partial<Entities>]>([
		[
			'a device by id and DNS name',
			evidence('deviceEvidence', { mdeDeviceId: 'd1', deviceDnsName: 'pc1.x.example', hostName: 'pc1' }),
			{ devices: [{ deviceId: 'd1', name: 'pc1.x.example' }] },
		],
		[
			'a device that Defender for Endpoint does not know',
			evidence('deviceEvidence', { mdeDeviceId: null, hostName: 'pc1' }),
			{ devices: [{ deviceId: null, name: 'pc1' }] },
		],
		['a device without anything', evidence('deviceEvidence', { mdeDeviceId: '' }), {}],
		[
			'a user by principal name',
			evidence('userEvidence', {
				userAccount: { userPrincipalName: 'a@x.example', accountName: 'a', domainName: 'X' },
			}),
			{ users: ['a@x.example'] },
		],
		[
			'a user by domain and account',
			evidence('userEvidence', {
				userAccount: { userPrincipalName: null, accountName: 'a', domainName: 'X' },
			}),
			{ users: ['X\\a'] },
		],
		['a local user', evidence('userEvidence', { userAccount: { accountName: 'root' } }), { users: ['root'] }],
		[
			'a file by its hashes',
			evidence('fileEvidence', { fileDetails: { fileName: "it's.exe", sha256: 's256', sha1: 's1' } }),
			{ files: [{ name: "it's.exe", sha256: 's256', sha1: 's1' }] },
		],
		['a file without details', evidence('fileEvidence', { fileDetails: null }), {}],
		[
			'a process by its image and its user',
			evidence('processEvidence', {
				imageFile: { fileName: 'cmd.exe', sha1: 's1' },
				userAccount: { userPrincipalName: 'a@x.example' },
			}),
			{ files: [{ name: 'cmd.exe', sha256: null, sha1: 's1' }], users: ['a@x.example'] },
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
			{ mailboxes: ['m@x.example'], users: ['u@x.example'] },
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
		const device = (mdeDeviceId: string, hostName: string) =>
			evidence('deviceEvidence', { mdeDeviceId, hostName });
		expect(of(device('1', 'x'), device('2', 'y'), device('1', 'z')).devices).toEqual([
			{ deviceId: '1', name: 'x' },
			{ deviceId: '2', name: 'y' },
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
