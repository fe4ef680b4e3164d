import type { Person } from '../cast.mts';
import type { AlertDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { judgedAt } from '../evidence/base.mts';
import { cloudLogonRequestEvidence, userEvidence } from '../evidence/identity.mts';
import { ipEvidence } from '../evidence/network.mts';
import type { InstantText } from '../instants.mts';
import { HOUR, MINUTE, shift } from '../instants.mts';
import type { Place } from '../rows/cloud.mts';
import { signedIn } from '../rows/cloud.mts';
import type { Scene } from '../scene.mts';
import { ENTRA_APPS } from '../services.mts';
import type { Story } from '../story.mts';

const ATTEMPTS = 60;
const BEGAN = 16 * HOUR;
const WRONG_PASSWORD = 50126;

const SOURCE: Place = {
	ip: '198.51.100.200',
	countryCode: 'RO',
	city: 'Cluj-Napoca',
	latitude: '46.7712',
	longitude: '23.6236',
	isp: 'Example VPS',
};

interface Attempt {
	readonly person: Person;
	readonly at: InstantText;
	readonly requestId: string;
	readonly success: boolean;
}

/** Sixty attempts, two or three for each account, a minute and a half apart; the last one has the right password. */
function attempts(scene: Scene): Attempt[] {
	const { people } = scene.cast;
	return Array.from({ length: ATTEMPTS }, (_, index) => ({
		person: people[index % people.length] ?? scene.cast.person('j.okafor'),
		at: scene.ago(BEGAN - index * 90),
		requestId: scene.prng.guid(),
		success: index === ATTEMPTS - 1,
	}));
}

function attemptAlert(scene: Scene, attempt: Attempt): AlertDraft {
	const createdAt = shift(attempt.at, 7 * MINUTE);
	const judge = judgedAt(createdAt);
	return draftAlert(scene, {
		sensor: 'entra',
		title: 'Password spray',
		description: `One address tried common passwords against many accounts, ${attempt.person.upn} among them.`,
		category: 'CredentialAccess',
		techniques: ['T1110.003'],
		severity: attempt.success ? 'high' : 'medium',
		createdAt,
		activity: [attempt.at, attempt.at],
		evidence: [
			userEvidence(judge('suspicious', [attempt.success ? 'compromised' : 'attacked']), attempt.person),
			ipEvidence(judge('malicious', ['attacker']), SOURCE.ip, SOURCE.countryCode, {
				countryName: 'RO',
				state: null,
				city: SOURCE.city,
				latitude: 46.7712,
				longitude: 23.6236,
			}),
			cloudLogonRequestEvidence(judge('suspicious'), attempt.requestId),
		],
	});
}

/** A big incident: sixty alerts of one address, one account in the end. */
export function passwordSprayStory(scene: Scene): Story {
	const tried = attempts(scene);
	const alerts = tried.map((attempt) => attemptAlert(scene, attempt));
	return {
		incidents: [
			draftIncident(scene, {
				key: 'password-spray',
				name: 'Password spray attack involving multiple users',
				severity: 'high',
				status: 'active',
				createdAt: scene.ago(BEGAN - 8 * MINUTE),
				updatedAt: scene.ago(14 * HOUR),
				alerts,
				priorityScore: 77,
			}),
		],
		rows: {
			EntraIdSignInEvents: tried.map((attempt) =>
				signedIn(scene.prng, attempt.at, {
					...ENTRA_APPS.exchange,
					person: attempt.person,
					place: SOURCE,
					requestId: attempt.requestId,
					sessionId: scene.prng.guid(),
					errorCode: attempt.success ? 0 : WRONG_PASSWORD,
					risk: attempt.success ? 100 : 50,
					userAgent: 'BAV2ROPC',
					managed: false,
					singleFactor: true,
				}),
			),
		},
	};
}
