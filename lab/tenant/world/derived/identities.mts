import type { Account, Person } from '../cast.mts';
import { DAY, shift } from '../instants.mts';
import type { Cell, Row } from '../rows/tables.mts';
import { byTime, drawsFor, type Facts, type TableWriter } from './facts.mts';

/** Roles and groups that somebody has; everybody else has none. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
	'it.admin': ['Global Administrator', 'Exchange Administrator'],
	'red.team': ['Security Reader'],
	'j.okafor': ['Helpdesk Administrator'],
};
const GROUPS: Readonly<Record<string, readonly string[]>> = {
	'it.admin': ['Domain Admins', 'IT Operations'],
	'svc-backup': ['Backup Operators'],
	'svc-build': ['Build Agents'],
};
const DEPARTMENTS = ['Finance', 'Sales', 'Engineering', 'Legal', 'Operations'] as const;

const isPerson = (account: Account): account is Person => 'homeIp' in account;

function accountsOf({ scene }: Facts): readonly Account[] {
	const { people, backupService, buildService } = scene.cast;
	return [...people, backupService, buildService];
}

const rolesOf = ({ accountName }: Account): readonly string[] => ROLES[accountName] ?? [];
const groupsOf = ({ accountName }: Account): readonly string[] => GROUPS[accountName] ?? ['Domain Users'];

function titleOf(account: Account, department: string): string {
	if (rolesOf(account).includes('Global Administrator')) return 'Administrator';
	return isPerson(account) ? `${department} Specialist` : 'Service account';
}

/** What both identity tables say about an account. */
function common(facts: Facts, account: Account, table: string): Row & { readonly Timestamp: string } {
	const draws = drawsFor(facts, 'identity', account.sid);
	const department = isPerson(account) ? draws.pick(DEPARTMENTS) : 'IT';
	const [given = '', ...family] = account.displayName.split(' ');
	return {
		Timestamp: shift(facts.scene.now, -drawsFor(facts, table, account.sid).float() * DAY),
		ReportId: drawsFor(facts, `${table}/report`, account.sid).guid(),
		AccountUpn: account.upn,
		EmailAddress: isPerson(account) ? account.upn : null,
		CriticalityLevel: rolesOf(account).includes('Global Administrator') ? 0 : 3,
		GivenName: given,
		Surname: family.join(' '),
		Department: department,
		JobTitle: titleOf(account, department),
		City: isPerson(account) ? account.city : null,
		Country: isPerson(account) ? account.countryCode : null,
		Manager: isPerson(account) ? 'Ingrid Holm' : null,
		CreatedDateTime: shift(facts.scene.now, -draws.int(200, 1_500) * DAY),
		AssignedRoles: rolesOf(account),
		GroupMembership: groupsOf(account),
		TenantMembershipType: 'Member',
		TenantId: facts.scene.tenantId,
		Tags: rolesOf(account).length > 0 ? ['Sensitive'] : [],
	};
}

/** IdentityInfo: who an account is and which roles it has. */
export const identityInfo: TableWriter = (facts) =>
	byTime(
		accountsOf(facts).map(
			(account): Row => ({
				...common(facts, account, 'IdentityInfo'),
				AccountObjectId: account.objectId,
				OnPremSid: account.sid,
				AccountDisplayName: account.displayName,
				AccountName: account.accountName,
				AccountDomain: account.domain,
				Type: isPerson(account) ? 'User' : 'ServiceAccount',
				DistinguishedName: `CN=${account.displayName},OU=Accounts,DC=corp,DC=contoso,DC=com`,
				IsAccountEnabled: true,
				ChangeSource: 'System-UserChange',
				BlastRadius: rolesOf(account).length > 0 ? 'High' : 'Low',
				RiskLevel: 'None',
				SourceSystem: 'Azure AD',
				IdentityEnvironment: 'Hybrid',
				SourceProviders: ['ActiveDirectory', 'EntraID'] satisfies Cell,
			}),
		),
	);

/** IdentityAccountInfo: the account of each identity in Entra ID. */
export const identityAccountInfo: TableWriter = (facts) =>
	byTime(
		accountsOf(facts).map(
			(account): Row => ({
				...common(facts, account, 'IdentityAccountInfo'),
				AccountId: account.objectId,
				IdentityId: drawsFor(facts, 'identityId', account.sid).guid(),
				SourceProviderAccountId: account.objectId,
				IsPrimary: true,
				DisplayName: account.displayName,
				DefenderRiskLevel: 0,
				Type: isPerson(account) ? 'User' : 'ServiceAccount',
				Sid: account.sid,
				AccountStatus: 'Enabled',
				SourceProvider: 'EntraID',
				EnrolledMfas: isPerson(account) ? ['MicrosoftAuthenticator'] : [],
				EligibleRoles: [],
			}),
		),
	);
