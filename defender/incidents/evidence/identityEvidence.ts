import { at, evidenceKind, type KindFamily } from './evidenceKind';
import { account, id, text } from './valueReaders';

/** People, groups, applications and their sign-ins. */
export const identityKinds: KindFamily = {
	activeDirectoryDomainEvidence: evidenceKind(
		'adDomain',
		[at('activeDirectoryDomainName', text('adDomain', 'name'))],
		{ parts: { trustedDomains: 'activeDirectoryDomainEvidence' } },
	),
	aiAgentEvidence: evidenceKind('aiAgent', [
		at('agentName', text('aiAgent', 'name')),
		at('agentId', id('aiAgent')),
	]),
	cloudApplicationEvidence: evidenceKind('application', [
		at('displayName', text('application', 'name')),
		at('appId', id('application')),
	]),
	cloudLogonRequestEvidence: evidenceKind('session', [at('requestId', id('session'))]),
	cloudLogonSessionEvidence: evidenceKind('session', [at('sessionId', text('session', 'sessionId'))], {
		mentions: [at('userAgent', text('session', 'userAgent')), at('deviceName', text('device', 'hostname'))],
		parts: { account: 'userEvidence' },
	}),
	oauthApplicationEvidence: evidenceKind('application', [
		at('displayName', text('application', 'name')),
		at('appId', id('application', 'appId')),
		at('objectId', text('application', 'objectId')),
	]),
	securityGroupEvidence: evidenceKind('group', [
		at('displayName', text('group', 'name')),
		at('securityGroupId', text('group', 'objectId')),
		at('sid', text('group', 'sid')),
	]),
	servicePrincipalEvidence: evidenceKind('servicePrincipal', [
		at('servicePrincipalName', text('servicePrincipal', 'name')),
		at('appId', id('servicePrincipal', 'appId')),
		at('servicePrincipalObjectId', text('servicePrincipal', 'objectId')),
	]),
	userEvidence: evidenceKind('user', [at('userAccount', account)]),
};
