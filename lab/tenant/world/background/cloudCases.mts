import { judgedAt } from '../evidence/base.mts';
import type { AzureResource } from '../evidence/cloud.mts';
import {
	azureResourceEvidence,
	blobContainerEvidence,
	blobEvidence,
	cloudApplicationEvidence,
	oauthApplicationEvidence,
} from '../evidence/cloud.mts';
import { cloudLogonRequestEvidence, userEvidence } from '../evidence/identity.mts';
import { mailboxEvidence } from '../evidence/mail.mts';
import { ipEvidence, urlEvidence } from '../evidence/network.mts';
import { signedIn } from '../rows/cloud.mts';
import { ENTRA_APPS, SHAREPOINT } from '../services.mts';
import type { Case } from './case.mts';

const AWAY = {
	ip: '198.51.100.61',
	countryCode: 'US',
	city: 'Boise',
	latitude: '43.6150',
	longitude: '-116.2023',
	isp: 'Example Mobile',
};

const atypicalTravel: Case = (scene, createdAt, ageSeconds) => {
	const judge = judgedAt(createdAt);
	const person = scene.prng.pick(scene.cast.people);
	const requestId = scene.prng.guid();
	return {
		sensor: 'entra',
		name: 'Atypical travel involving one user',
		title: 'Atypical travel',
		description: 'Two sign-ins from places too far apart for the time between them.',
		category: 'InitialAccess',
		techniques: ['T1078'],
		evidence: [
			userEvidence(judge('suspicious', ['compromised']), person),
			ipEvidence(judge('suspicious'), AWAY.ip, AWAY.countryCode),
			cloudLogonRequestEvidence(judge('unknown'), requestId),
		],
		rows: {
			EntraIdSignInEvents: [
				signedIn(scene.prng, scene.ago(ageSeconds + 300), {
					...ENTRA_APPS.teams,
					person,
					place: AWAY,
					requestId,
					sessionId: scene.prng.guid(),
					risk: 50,
				}),
			],
		},
	};
};

const massDownload: Case = (scene, createdAt) => {
	const judge = judgedAt(createdAt);
	const person = scene.prng.pick(scene.cast.people);
	return {
		sensor: 'cloudApps',
		name: 'Mass download by one user',
		title: 'Mass download',
		description: 'One user downloaded far more files than usual.',
		category: 'Exfiltration',
		techniques: ['T1530'],
		evidence: [
			userEvidence(judge('suspicious', ['source']), person),
			cloudApplicationEvidence(judge('unknown', ['contextual']), SHAREPOINT),
			ipEvidence(judge('unknown'), person.homeIp, person.countryCode),
		],
		rows: {},
	};
};

const labelledMail: Case = (scene, createdAt) => {
	const judge = judgedAt(createdAt);
	const person = scene.prng.pick(scene.cast.people);
	return {
		sensor: 'dataLoss',
		name: 'DLP policy match: card numbers sent outside',
		title: 'DLP policy (Card numbers) matched for email',
		description: 'A message with card numbers was sent to an address outside.',
		category: 'Exfiltration',
		techniques: [],
		evidence: [
			mailboxEvidence(judge('unknown', ['policyViolator']), person),
			userEvidence(judge('unknown', ['policyViolator']), person),
		],
		rows: {},
	};
};

const storageAccess: Case = (scene, createdAt) => {
	const judge = judgedAt(createdAt);
	const storage: AzureResource = {
		subscriptionId: scene.prng.guid(),
		type: 'Microsoft.Storage/storageAccounts',
		name: 'contosoreports',
	};
	return {
		sensor: 'storage',
		name: 'Unusual access to a storage account',
		title: 'Access from an unusual location to a storage blob container',
		description: 'A container was read from an address that has not been seen before.',
		category: 'InitialAccess',
		techniques: ['T1078.004'],
		evidence: [
			azureResourceEvidence(judge('unknown', ['attacked']), storage),
			blobContainerEvidence(judge('suspicious'), storage, 'exports'),
			blobEvidence(judge('suspicious'), storage, 'exports', '2026-11.csv'),
			ipEvidence(judge('suspicious', ['attacker']), '203.0.113.201', 'ZZ'),
		],
		rows: {},
	};
};

const unusedApp: Case = (scene, createdAt) => {
	const judge = judgedAt(createdAt);
	return {
		sensor: 'appGovernance',
		name: 'App with unused permissions became active',
		title: 'Dormant app with mail access became active',
		description: 'An app that had been idle for months read mail again.',
		category: 'Collection',
		techniques: ['T1114.002'],
		evidence: [
			oauthApplicationEvidence(judge('suspicious'), {
				appId: scene.prng.guid(),
				objectId: scene.prng.guid(),
				name: 'Legacy Mail Archiver',
				publisher: 'Contoso Ltd',
				ownerTenantId: scene.tenantId,
			}),
		],
		rows: {},
	};
};

const workspaceRule: Case = (_scene, createdAt) => {
	const judge = judgedAt(createdAt);
	return {
		sensor: 'sentinel',
		name: 'Rare outbound connection in proxy logs',
		title: 'Rare outbound connection in proxy logs',
		description: 'Raised by a scheduled analytics rule over the proxy logs of the workspace.',
		category: 'CommandAndControl',
		techniques: ['T1071.001'],
		evidence: [
			ipEvidence(judge('suspicious', ['destination']), '203.0.113.117', 'SE'),
			urlEvidence(judge('suspicious', ['destination']), 'http://metrics-gw.example:8080/p'),
		],
		rows: {},
	};
};

export const CLOUD_CASES: readonly Case[] = [
	atypicalTravel,
	massDownload,
	labelledMail,
	storageAccess,
	unusedApp,
	workspaceRule,
];
