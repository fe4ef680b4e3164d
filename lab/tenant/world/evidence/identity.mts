import type { Account } from '../cast.mts';
import type { InstantText } from '../instants.mts';
import type { EvidenceBase } from './base.mts';
import { head } from './base.mts';
import { userAccount } from './endpoint.mts';

export function userEvidence(base: EvidenceBase, account: Account) {
	return { ...head('userEvidence', base), stream: null, userAccount: userAccount(account) };
}

export interface SecurityGroup {
	readonly name: string;
	readonly guid: string;
	readonly sid: string;
}

export function securityGroupEvidence(base: EvidenceBase, group: SecurityGroup) {
	return {
		...head('securityGroupEvidence', base),
		displayName: group.name,
		friendlyName: group.name,
		distinguishedName: `CN=${group.name},CN=Builtin,DC=corp,DC=contoso,DC=com`,
		activeDirectoryObjectGuid: group.guid,
		securityGroupId: group.guid,
		sid: group.sid,
	};
}

export function activeDirectoryDomainEvidence(base: EvidenceBase, activeDirectoryDomainName: string) {
	return { ...head('activeDirectoryDomainEvidence', base), activeDirectoryDomainName, trustedDomains: [] };
}

/** `requestId` is `RequestId` of EntraIdSignInEvents. */
export function cloudLogonRequestEvidence(base: EvidenceBase, requestId: string) {
	return { ...head('cloudLogonRequestEvidence', base), requestId };
}

export interface CloudSession {
	readonly account: Account;
	readonly sessionId: string;
	readonly userAgent: string;
	readonly browser: string;
	readonly operatingSystem: string;
	readonly startedAt: InstantText;
}

export function cloudLogonSessionEvidence(base: EvidenceBase, session: CloudSession) {
	return {
		...head('cloudLogonSessionEvidence', base),
		account: userEvidence(base, session.account),
		browser: session.browser,
		deviceName: null,
		operatingSystem: session.operatingSystem,
		previousLogonDateTime: null,
		protocol: 'OAuth2:Authorize',
		sessionId: session.sessionId,
		startUtcDateTime: session.startedAt,
		userAgent: session.userAgent,
	};
}
