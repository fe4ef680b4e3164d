import { describe, expect, it } from 'vitest';
import { readLegacyIncident } from '../../../defender/api/legacyIncident.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { EVERYTHING, matches } from '../../../defender/incidents/query.ts';
import { incidentItem } from '../../../defender/incidents/simplify.ts';
import { endpoint } from '../../support/apiCaller.mts';
import { wireEntity, wireOlder, wireOlderAlert } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

function read(more: Readonly<Record<string, unknown>> = {}, alerts = true): Incident {
	const reading = readLegacyIncident(wireOlder(more), alerts, endpoint);
	if (reading.malformed !== undefined) throw new Error('malformed incident');
	return reading.incident;
}

const withEntities = (...entities: readonly unknown[]) => read({ alerts: [wireOlderAlert({ entities })] });

function evidenceOf(incident: Incident): readonly unknown[] {
	if (typeof incident.alerts === 'string') throw new Error('no alerts');
	return incident.alerts.flatMap(({ evidence }) => evidence);
}

describe('readLegacyIncident › incident', () => {
	it('documented incident → canonical names and members', () => {
		expect(read({}, false)).toMatchObject({
			id: '48213',
			tenantId: endpoint.tenantId,
			displayName: 'Script launched from a macro',
			createdDateTime: '2026-11-18T07:42:11.4366667Z',
			lastUpdateDateTime: '2026-11-18T09:03:27.8300000Z',
			status: 'active',
			severity: 'medium',
			classification: 'unknown',
			determination: 'unknown',
			assignedTo: 'ann.ito@contoso.com',
			customTags: ['tier2'],
			comments: [
				{
					comment: 'Isolated.',
					createdByDisplayName: 'ann.ito@contoso.com',
					createdDateTime: '2026-11-18T08:10:02.1000000Z',
				},
			],
			incidentWebUrl: `https://security.microsoft.com/incident2/48213/overview?tid=${endpoint.tenantId}`,
			alerts: 'notRead',
		});
	});

	it('empty owner → null', () => expect(read({ assignedTo: '' }).assignedTo).toBeNull());
	it('fields that this API lacks → their empty values', () => {
		const { description, summary, resolvingComment, lastModifiedBy, priorityScore, systemTags } = read();
		expect([description, summary, resolvingComment, lastModifiedBy, priorityScore, systemTags]).toEqual([
			...[null, null, null, null, null, []],
		]);
	});

	it('link and unknown properties → unchanged', () => {
		expect(read({ incidentUri: 'https://security.microsoft.com/incidents/1', alsoNew: [1] })).toMatchObject({
			incidentWebUrl: 'https://security.microsoft.com/incidents/1',
			alsoNew: [1],
		});
	});

	it('tenant known only by its domain → no tenant ID', () => {
		const place = { ...endpoint, tenantId: 'contoso.com' };
		expect(readLegacyIncident(wireOlder(), false, place)).toMatchObject({
			incident: {
				tenantId: null,
				incidentWebUrl: 'https://security.microsoft.com/incident2/48213/overview',
			},
		});
	});

	it('merged incident → the ID of the target as text, and no alerts', () => {
		const merged = read({ status: 'Redirected', redirectIncidentId: 7, alerts: [] });
		expect(merged).toMatchObject({ status: 'redirected', redirectIncidentId: '7', alerts: [] });
	});

	it('ID above the safe integers → unchanged', () =>
		expect(read({ incidentId: '9007199254740993' }).id).toBe('9007199254740993'));
});

describe('readLegacyIncident › alert', () => {
	it('documented alert → canonical names and members, which filters match', () => {
		const incident = read();
		expect(incident.alerts).toMatchObject([
			{
				id: 'da638676000000000001_1200340056',
				incidentId: '48213',
				severity: 'medium',
				status: 'inProgress',
				serviceSource: 'microsoftDefenderForEndpoint',
				detectionSource: 'antivirus',
				investigationState: 'running',
				createdDateTime: '2026-11-18T07:42:10.9000000Z',
				lastUpdateDateTime: '2026-11-18T08:59:40.2Z',
				firstActivityDateTime: '2026-11-18T07:38:51.0021177Z',
				lastActivityDateTime: '2026-11-18T07:39:20.6600000Z',
				evidence: [],
			},
		]);
		expect(matches({ ...EVERYTHING, serviceSource: ['microsoftDefenderForEndpoint'] }, incident)).toBe(true);
		expect(matches({ ...EVERYTHING, detectionSource: ['cloudAppSecurity'] }, incident)).toBe(false);
	});

	it('devices → evidence', () => {
		const device = {
			...{ mdatpDeviceId: '7e3b', aadDeviceId: '5b1d', deviceDnsName: 'lt-0471.corp.contoso.com' },
			...{ osPlatform: 'Windows11', osBuild: 26100, healthStatus: 'Active', riskScore: 'Medium' },
			...{ rbacGroupName: 'Laptops', rbacGroupId: 12, firstSeen: '2025-02-03T11:20:00.5Z' },
		};
		expect(evidenceOf(read({ alerts: [wireOlderAlert({ devices: [device] })] }))).toEqual([
			{
				'@odata.type': '#microsoft.graph.security.deviceEvidence',
				...{ mdeDeviceId: '7e3b', azureAdDeviceId: '5b1d', deviceDnsName: 'lt-0471.corp.contoso.com' },
				...{ osPlatform: 'Windows11', osBuild: 26100, healthStatus: 'active', riskScore: 'medium' },
				...{ rbacGroupName: 'Laptops', rbacGroupId: 12, firstSeenDateTime: '2025-02-03T11:20:00.5Z' },
				verdict: 'unknown',
			},
		]);
	});

	const user = { accountName: 'j.okafor', domainName: 'CORP', userSid: 'S-1-5-21', aadUserId: 'c0b2' };
	const account = { accountName: 'j.okafor', domainName: 'CORP', userSid: 'S-1-5-21', azureAdUserId: 'c0b2' };
	const file = { sha1: '3f1c', sha256: '9a41', fileName: 'a"b.exe', filePath: 'C:\\x' };
	const registry = { registryHive: 'HKLM', registryKey: 'SOFTWARE\\Run' };
	eachRow([
		['User', user, 'user', { userAccount: account }],
		['uSER', user, 'user', { userAccount: account }],
		['Ip', { ipAddress: '203.0.113.57' }, 'ip', { ipAddress: '203.0.113.57' }],
		['Url', { url: 'https://x.example' }, 'url', { url: 'https://x.example' }],
		['File', { ...file, deviceId: '7e3b' }, 'file', { fileDetails: file, mdeDeviceId: '7e3b' }],
		[
			'Process',
			{
				...file,
				...user,
				processId: 9,
				parentProcessId: 8,
				processCreationTime: 't',
				processCommandLine: 'c',
			},
			'process',
			{
				...{ imageFile: file, userAccount: account, processId: 9, parentProcessId: 8 },
				...{ processCreationDateTime: 't', processCommandLine: 'c' },
			},
		],
		[
			'Mailbox',
			{ mailboxAddress: 'a@x.example', mailboxDisplayName: 'A', userPrincipalName: 'a@x.example' },
			'mailbox',
			{
				...{ primaryAddress: 'a@x.example', displayName: 'A' },
				userAccount: { userPrincipalName: 'a@x.example' },
			},
		],
		[
			'MailMessage',
			{ sender: 's@x.example', recipient: 'r@x.example', subject: 'Hi', deliveryAction: 'Delivered' },
			'analyzedMessage',
			{
				...{ p2Sender: { emailAddress: 's@x.example' }, recipientEmailAddress: 'r@x.example' },
				...{ subject: 'Hi', deliveryAction: 'Delivered' },
			},
		],
		['MailCluster', { clusterBy: 'Subject' }, 'mailCluster', { clusterBy: 'Subject' }],
		['Registry', registry, 'registryKey', registry],
		['Registry', { ...registry, registryValue: 'x' }, 'registryValue', { ...registry, registryValue: 'x' }],
		[
			'SecurityGroup',
			{ securityGroupId: 'g', securityGroupName: 'G' },
			'securityGroup',
			{ securityGroupId: 'g', displayName: 'G' },
		],
	])('entity of each type → evidence', (type, keys, evidence, expected) => {
		expect(evidenceOf(withEntities(wireEntity(type, keys)))).toEqual([
			{ '@odata.type': `#microsoft.graph.security.${evidence}Evidence`, ...expected, verdict: 'unknown' },
		]);
	});

	it('entity with an unknown type, key or verdict → unchanged', () => {
		const odd = wireEntity('Ip', {
			ipAddress: '::1',
			verdict: 'NoThreatsFound',
			['__proto__']: 1,
			extra: { a: 1 },
		});
		const found = evidenceOf(withEntities(odd, { entityType: 'Robot', model: 'R2' }, { nothing: 1 }, 'text'));
		expect(found).toEqual([
			expect.objectContaining({ ipAddress: '::1', verdict: 'noThreatsFound', extra: { a: 1 } }),
			{ '@odata.type': 'Robot', model: 'R2', verdict: 'unknown' },
			{ '@odata.type': '', nothing: 1, verdict: 'unknown' },
		]);
	});

	it('simplified item → the lists of Graph’s evidence', () => {
		const item = incidentItem(
			withEntities(
				wireEntity('User', { userPrincipalName: 'j@x.example' }),
				wireEntity('Ip', { ipAddress: '203.0.113.57' }),
				wireEntity('File', file),
				wireEntity('Mailbox', { mailboxAddress: 'm@x.example' }),
			),
			true,
		);
		expect(item).toMatchObject({ alertCount: 1, serviceSources: ['microsoftDefenderForEndpoint'] });
		for (const list of ['users', 'ips', 'files', 'mailboxes']) expect(item[list], list).toHaveLength(1);
	});
});
