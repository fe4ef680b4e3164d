import type { Account } from '../cast.mts';
import { DAY, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type Facts, type TableWriter } from './facts.mts';

const CONTROLLER = 'dc-01.corp.contoso.com';
const CONTROLLER_IP = '10.20.1.14';

function accountColumns(account: Account | undefined): Row {
	return {
		AccountName: account?.accountName ?? null,
		AccountDomain: 'corp.contoso.com',
		AccountUpn: account?.upn ?? null,
		AccountSid: account?.sid ?? null,
		AccountObjectId: account?.objectId ?? null,
		AccountDisplayName: account?.displayName ?? null,
	};
}

function accountNamed({ scene }: Facts, name: string): Account | undefined {
	const { people, backupService, buildService } = scene.cast;
	return [...people, backupService, buildService].find((account) => account.accountName === name);
}

/** IdentityLogonEvents: what the domain controller saw of network logons. */
export const identityLogonEvents: TableWriter = (facts) =>
	rowsOf(facts, 'DeviceLogonEvents')
		.filter((row) => textOf(row, 'LogonType') === 'Network')
		.map((row) => ({
			Timestamp: row['Timestamp'] ?? null,
			ActionType: row['ActionType'] ?? null,
			Application: 'Active Directory',
			LogonType: 'Resource access',
			Protocol: 'Kerberos',
			FailureReason: textOf(row, 'FailureReason') === '' ? null : 'WrongPassword',
			...accountColumns(accountNamed(facts, textOf(row, 'AccountName'))),
			DeviceName: textOf(row, 'RemoteDeviceName'),
			DeviceType: 'Desktop',
			OSPlatform: 'Windows',
			IPAddress: row['RemoteIP'] ?? null,
			DestinationDeviceName: CONTROLLER,
			DestinationIPAddress: CONTROLLER_IP,
			DestinationPort: 88,
			TargetDeviceName: row['DeviceName'] ?? null,
			Location: null,
			ReportId: drawsFor(
				facts,
				'IdentityLogonEvents',
				`${textOf(row, 'Timestamp')}/${textOf(row, 'DeviceId')}/${textOf(row, 'AccountSid')}`,
			).guid(),
			AdditionalFields: { Spns: [`cifs/${textOf(row, 'DeviceName')}`] },
		}));

const CHANGES = [
	{ action: 'Account Password changed', share: 0.6, fields: {} },
	{
		action: 'Group Membership changed',
		share: 0.2,
		fields: { 'TO.GROUP': 'Finance Readers', ACTOR: 'it.admin' },
	},
	{ action: 'Account Unlock changed', share: 0.3, fields: {} },
	{ action: 'Account Display Name changed', share: 0.1, fields: {} },
] as const;

/** IdentityDirectoryEvents: everyday changes of accounts by the help desk and by their owners. */
export const identityDirectoryEvents: TableWriter = (facts) => {
	const { scene } = facts;
	return byTime(
		scene.cast.people.flatMap((person) =>
			CHANGES.flatMap(({ action, share, fields }): Row[] => {
				const draws = drawsFor(facts, 'IdentityDirectoryEvents', `${person.sid}/${action}`);
				if (!draws.chance(share)) return [];
				const own = action === 'Account Password changed';
				return [
					{
						Timestamp: shift(scene.now, -draws.float() * 7 * DAY),
						ActionType: action,
						Application: 'Active Directory',
						TargetAccountUpn: person.upn,
						TargetAccountDisplayName: person.displayName,
						DestinationDeviceName: CONTROLLER,
						DestinationIPAddress: CONTROLLER_IP,
						DestinationPort: 389,
						Protocol: 'Ldap',
						...accountColumns(own ? person : accountNamed(facts, 'it.admin')),
						DeviceName: 'dc-01',
						IPAddress: CONTROLLER_IP,
						ReportId: draws.guid(),
						AdditionalFields: { ...fields, 'TARGET_OBJECT.USER': person.accountName },
					},
				];
			}),
		),
	);
};

interface DirectoryQuery {
	readonly at: string;
	readonly account: Account | undefined;
	readonly type: string;
	readonly target: string;
	readonly protocol: 'Ldap' | 'Samr';
}

function queryRow(facts: Facts, { at, account, type, target, protocol }: DirectoryQuery): Row {
	const draws = drawsFor(facts, 'IdentityQueryEvents', `${at}/${type}`);
	return {
		Timestamp: at,
		ActionType: protocol === 'Samr' ? 'SAMR query' : 'LDAP query',
		Application: 'Active Directory',
		QueryType: type,
		QueryTarget: target,
		Query: protocol === 'Ldap' ? `(sAMAccountName=${target})` : null,
		Protocol: protocol,
		...accountColumns(account),
		DeviceName: draws.pick(facts.scene.cast.laptops).dnsName,
		IPAddress: draws.pick(facts.scene.cast.laptops).ip,
		DestinationDeviceName: CONTROLLER,
		DestinationIPAddress: CONTROLLER_IP,
		DestinationPort: protocol === 'Samr' ? 445 : 389,
		ReportId: draws.guid(),
		AdditionalFields: {},
	};
}

/** IdentityQueryEvents: the reconnaissance that an alert reports, and everyday look-ups of one account at a time. */
export const identityQueryEvents: TableWriter = (facts) => {
	const { scene } = facts;
	const reported = rowsOf(facts, 'AlertEvidence').filter(
		(row) => textOf(row, 'Title').includes('SAMR') && textOf(row, 'EntityType') === 'User',
	);
	const reconnaissance = reported.flatMap((row) =>
		['Domain Admins', 'Enterprise Admins', 'Backup Operators', 'Administrators'].map((target, index) =>
			queryRow(facts, {
				at: shift(textOf(row, 'Timestamp'), -300 + index),
				account: accountNamed(facts, textOf(row, 'AccountName')),
				type: `EnumerateMembers ${index}`,
				target,
				protocol: 'Samr',
			}),
		),
	);
	const everyday = scene.cast.people.map((person) => {
		const draws = drawsFor(facts, 'lookup', person.sid);
		const at = shift(scene.now, -draws.float() * 5 * DAY);
		return queryRow(facts, {
			at,
			account: person,
			type: 'QueryUser',
			target: draws.pick(scene.cast.people).accountName,
			protocol: 'Ldap',
		});
	});
	return byTime([...reconnaissance, ...everyday]);
};
