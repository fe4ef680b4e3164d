import type { InstantText } from '../instants.mts';
import { DAY, HOUR, MINUTE, shift } from '../instants.mts';
import type { Scene } from '../scene.mts';
import type { Classification, Determination, IncidentStatus, WorldComment } from '../shapes.mts';

const ANALYSTS = ['ann.ito@contoso.com', 'k.brandt@contoso.com', 'm.duarte@contoso.com'] as const;
const AUTOMATION = 'API-App:n8n automation';

/** Verdicts of an analyst: a classification and its determinations. */
const VERDICTS = [
	['truePositive', 'malware'],
	['truePositive', 'phishing'],
	['truePositive', 'compromisedAccount'],
	['truePositive', 'multiStagedAttack'],
	['truePositive', 'maliciousUserActivity'],
	['truePositive', 'unwantedSoftware'],
	['truePositive', 'other'],
	['informationalExpectedActivity', 'securityTesting'],
	['informationalExpectedActivity', 'lineOfBusinessApplication'],
	['informationalExpectedActivity', 'confirmedActivity'],
	['falsePositive', 'notMalicious'],
	['falsePositive', 'notEnoughDataToValidate'],
	['falsePositive', 'other'],
] as const satisfies readonly (readonly [Classification, Determination])[];

const REMARKS = [
	'Checked with the user, this was expected.',
	'Host isolated, ticket SOC-214 opened.',
	'No further activity in the last day.',
	"User's password was reset; sessions revoked.",
	'Same file seen on no other device.',
] as const;

/** What people and automations did with an incident so far. */
export interface Triage {
	readonly status: Exclude<IncidentStatus, 'redirected'>;
	readonly assignedTo: string | null;
	readonly verdict: readonly [Classification, Determination];
	readonly resolvingComment: string | null;
	readonly lastModifiedBy: string | null;
	readonly updatedAt: InstantText;
	readonly comments: readonly WorldComment[];
	readonly customTags: readonly string[];
}

/** Young incidents are mostly open, old ones mostly done. */
function statusFor(scene: Scene, ageSeconds: number): Triage['status'] {
	const draw = scene.prng.float();
	const [open, working] = ageSeconds < DAY ? [0.55, 0.85] : [0.1, 0.3];
	return draw < open ? 'active' : draw < working ? 'inProgress' : 'resolved';
}

/** Invents the handling of an incident of that age. Nothing in it is later than now. */
export function invent(scene: Scene, createdAt: InstantText, ageSeconds: number, index: number): Triage {
	const { prng } = scene;
	const status = statusFor(scene, ageSeconds);
	const handled = status !== 'active';
	const analyst = prng.pick(ANALYSTS);
	const span = Math.min(ageSeconds - MINUTE, 30 * HOUR) * prng.float();
	const updatedAt = shift(createdAt, Math.max(span, 1));
	const byAutomation = prng.chance(0.3);
	const author = byAutomation ? AUTOMATION : analyst;
	const commented = handled && prng.chance(0.6);
	const known: readonly (readonly [Classification, Determination])[] = VERDICTS;
	return {
		status,
		assignedTo: handled || prng.chance(0.2) ? analyst : null,
		// In turn rather than at random, for many different pairs in few incidents.
		verdict:
			status === 'resolved'
				? (known[index % known.length] ?? ['unknown', 'unknown'])
				: ['unknown', 'unknown'],
		resolvingComment: status === 'resolved' && prng.chance(0.5) ? prng.pick(REMARKS) : null,
		lastModifiedBy: handled ? author : null,
		updatedAt,
		comments: commented
			? [
					{
						comment: byAutomation ? 'Hunt finished: 0 rows on other devices.' : prng.pick(REMARKS),
						createdByDisplayName: author,
						createdDateTime: shift(createdAt, Math.max(span, 1) / 2),
					},
				]
			: [],
		customTags: prng.chance(0.35)
			? prng.sample(['tier1', 'tier2', 'ticket:SOC-12', 'vip'], prng.int(1, 2))
			: [],
	};
}
