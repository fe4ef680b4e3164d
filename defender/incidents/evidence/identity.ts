import { at, kind, type Family } from './kind';
import { account, id, text } from './readers';

/** People, groups, applications and their sign-ins. */
export const identityKinds: Family = {
	activeDirectoryDomainEvidence: kind(
		'adDomain',
		[at('activeDirectoryDomainName', text('adDomain', 'name'))],
		{ parts: { trustedDomains: 'activeDirectoryDomainEvidence' } },
	),
	aiAgentEvidence: kind('aiAgent', [at('agentName', text('aiAgent', 'name')), at('agentId', id('aiAgent'))]),
	cloudApplicationEvidence: kind('application', [
		at('displayName', text('application', 'name')),
		at('appId', id('application')),
	]),
	cloudLogonRequestEvidence: kind('session', [at('requestId', id('session'))]),
	cloudLogonSessionEvidence: kind('session', [at('sessionId', text('session', 'sessionId'))], {
		mentions: [at('userAgent', text('session', 'userAgent')), at('deviceName', text('device', 'hostname'))],
		parts: { account: 'userEvidence' },
	}),
	oauthApplicationEvidence: kind('application', [
		at('displayName', text('application', 'name')),
		at('appId', id('application', 'appId')),
		at('objectId', text('application', 'objectId')),
	]),
	securityGroupEvidence: kind('group', [
		at('displayName', text('group', 'name')),
		at('securityGroupId', text('group', 'objectId')),
		at('sid', text('group', 'sid')),
	]),
	servicePrincipalEvidence: kind('servicePrincipal', [
		at('servicePrincipalName', text('servicePrincipal', 'name')),
		at('appId', id('servicePrincipal', 'appId')),
		at('servicePrincipalObjectId', text('servicePrincipal', 'objectId')),
	]),
	userEvidence: kind('user', [at('userAccount', account)]),
};
