import type { Person } from '../cast.mts';
import type { AlertDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import type { OAuthApp } from '../evidence/cloud.mts';
import {
	cloudApplicationEvidence,
	oauthApplicationEvidence,
	servicePrincipalEvidence,
} from '../evidence/cloud.mts';
import { userEvidence } from '../evidence/identity.mts';
import { ipEvidence } from '../evidence/network.mts';
import type { InstantText } from '../instants.mts';
import { HOUR, MINUTE, shift } from '../instants.mts';
import { cloudActed, homeOf } from '../rows/cloud.mts';
import type { TimedRow } from '../rows/tables.mts';
import type { Scene } from '../scene.mts';
import { MICROSOFT_365 } from '../services.mts';
import type { Story } from '../story.mts';

const CONSENTED = 12 * HOUR;

const OWNER = 'm.duarte@contoso.com';

interface Consent {
	readonly person: Person;
	readonly app: OAuthApp;
	readonly at: InstantText;
}

function consentAlert(scene: Scene, { person, app, at }: Consent): AlertDraft {
	const createdAt = shift(at, 22 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'appGovernance',
		title: 'Unverified app with high privilege got consent',
		description: 'An unverified app from another tenant was granted Mail.Read and offline access.',
		category: 'Persistence',
		techniques: ['T1528', 'T1098.003'],
		severity: 'high',
		createdAt,
		activity: [at, at],
		status: 'inProgress',
		assignedTo: OWNER,
		evidence: [
			oauthApplicationEvidence(judge('suspicious', ['suspicious']), app),
			servicePrincipalEvidence(judge('suspicious'), app, scene.tenantId),
			cloudApplicationEvidence(judge('unknown', ['contextual']), MICROSOFT_365),
			userEvidence(judge('suspicious', ['compromised']), person),
			ipEvidence(judge('unknown', ['source']), person.homeIp, person.countryCode),
		],
	});
}

function consentRow(scene: Scene, { person, app, at }: Consent): TimedRow {
	const permissions = 'Scope: Mail.Read offline_access, ConsentType: Principal';
	return cloudActed(scene.prng, at, {
		action: 'Consent to application.',
		activityType: 'Basic',
		service: MICROSOFT_365,
		person,
		place: homeOf(person),
		object: { name: app.name, type: 'Service Principal', id: app.objectId },
		oauthAppId: app.appId,
		raw: {
			Target: [{ ID: app.appId, Type: 2 }],
			ModifiedProperties: [{ Name: 'ConsentAction.Permissions', NewValue: permissions }],
		},
	});
}

/** A user grants an unknown app the right to read mail: high, and another team's analyst is at it. */
export function consentStory(scene: Scene): Story {
	const { prng } = scene;
	const app: OAuthApp = {
		appId: prng.guid(),
		objectId: prng.guid(),
		name: 'Docs Sync Helper',
		publisher: 'docs-sync.example',
		ownerTenantId: prng.guid(),
	};
	const consent: Consent = { person: scene.cast.person('f.rossi'), app, at: scene.ago(CONSENTED) };
	const alert = consentAlert(scene, consent);
	const createdAt = alert.createdDateTime;
	const remark = {
		comment: 'Asked the user by phone, waiting for an answer.',
		createdByDisplayName: OWNER,
		createdDateTime: shift(createdAt, HOUR),
	};
	return {
		incidents: [
			draftIncident(scene, {
				key: 'consent',
				name: 'Risky OAuth app consent by one user',
				severity: 'high',
				status: 'inProgress',
				assignedTo: OWNER,
				lastModifiedBy: OWNER,
				createdAt,
				updatedAt: shift(createdAt, 2 * HOUR),
				alerts: [alert],
				comments: [remark],
				customTags: ['tier2'],
				priorityScore: 74,
			}),
		],
		rows: { CloudAppEvents: [consentRow(scene, consent)] },
	};
}
