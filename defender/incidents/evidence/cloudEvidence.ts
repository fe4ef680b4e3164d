import { at, evidenceKind, type KindFamily } from './evidenceKind';
import { hash, id, text } from './valueReaders';

const resourceName = at('resourceName', text('cloudResource', 'name'));
const resource = text('cloudResource', 'resourceId');
const storageUrl = at('url', text('storage', 'url'));
const storageName = at('name', text('storage', 'name'));

/** Cloud resources, storage and GitHub. */
export const cloudKinds: KindFamily = {
	amazonResourceEvidence: evidenceKind('cloudResource', [at('amazonResourceId', resource), resourceName]),
	azureResourceEvidence: evidenceKind('cloudResource', [at('resourceId', resource), resourceName]),
	blobContainerEvidence: evidenceKind('storage', [storageUrl, storageName], {
		parts: { storageResource: 'azureResourceEvidence' },
	}),
	blobEvidence: evidenceKind('storage', [storageUrl, storageName, at('fileHashes', hash)], {
		parts: { blobContainer: 'blobContainerEvidence' },
	}),
	gitHubOrganizationEvidence: evidenceKind(
		'gitHubOrganization',
		[at('login', text('gitHubOrganization', 'name')), at('orgId', id('gitHubOrganization'))],
		{
			mentions: [
				at('email', text('gitHubOrganization', 'email')),
				at('webUrl', text('gitHubOrganization', 'url')),
			],
		},
	),
	gitHubRepoEvidence: evidenceKind(
		'gitHubRepository',
		[at('login', text('gitHubRepository', 'name')), at('repoId', id('gitHubRepository'))],
		{
			mentions: [at('owner', text('gitHubUser', 'username')), at('baseUrl', text('gitHubRepository', 'url'))],
		},
	),
	gitHubUserEvidence: evidenceKind(
		'gitHubUser',
		[at('login', text('gitHubUser', 'username')), at('userId', id('gitHubUser'))],
		{ mentions: [at('email', text('gitHubUser', 'email')), at('webUrl', text('gitHubUser', 'url'))] },
	),
	googleCloudResourceEvidence: evidenceKind('cloudResource', [
		at('fullResourceName', resource),
		resourceName,
	]),
	sasTokenEvidence: evidenceKind('sasToken', [at('signatureHash', id('sasToken'))], {
		parts: { storageResource: 'azureResourceEvidence' },
	}),
};
