import { at, kind, type Family } from './kind';
import { hash, id, text } from './readers';

const resourceName = at('resourceName', text('cloudResource', 'name'));
const resource = text('cloudResource', 'resourceId');
const storageUrl = at('url', text('storage', 'url'));
const storageName = at('name', text('storage', 'name'));

/** What lies in clouds and at GitHub. */
export const cloudKinds: Family = {
	amazonResourceEvidence: kind('cloudResource', [at('amazonResourceId', resource), resourceName]),
	azureResourceEvidence: kind('cloudResource', [at('resourceId', resource), resourceName]),
	blobContainerEvidence: kind('storage', [storageUrl, storageName], {
		parts: { storageResource: 'azureResourceEvidence' },
	}),
	blobEvidence: kind('storage', [storageUrl, storageName, at('fileHashes', hash)], {
		parts: { blobContainer: 'blobContainerEvidence' },
	}),
	gitHubOrganizationEvidence: kind(
		'gitHubOrganization',
		[at('login', text('gitHubOrganization', 'name')), at('orgId', id('gitHubOrganization'))],
		{
			mentions: [
				at('email', text('gitHubOrganization', 'email')),
				at('webUrl', text('gitHubOrganization', 'url')),
			],
		},
	),
	gitHubRepoEvidence: kind(
		'gitHubRepository',
		[at('login', text('gitHubRepository', 'name')), at('repoId', id('gitHubRepository'))],
		{
			mentions: [at('owner', text('gitHubUser', 'username')), at('baseUrl', text('gitHubRepository', 'url'))],
		},
	),
	gitHubUserEvidence: kind(
		'gitHubUser',
		[at('login', text('gitHubUser', 'username')), at('userId', id('gitHubUser'))],
		{ mentions: [at('email', text('gitHubUser', 'email')), at('webUrl', text('gitHubUser', 'url'))] },
	),
	googleCloudResourceEvidence: kind('cloudResource', [at('fullResourceName', resource), resourceName]),
	sasTokenEvidence: kind('sasToken', [at('signatureHash', id('sasToken'))], {
		parts: { storageResource: 'azureResourceEvidence' },
	}),
};
