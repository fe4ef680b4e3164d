import { dotnetTicks, type InstantText } from './instants.mts';
import type { Scene } from './scene.mts';
import type { Sensor } from './sensors.mts';
import { SENSORS } from './sensors.mts';
import type {
	Classification,
	Determination,
	Severity,
	WorldAlert,
	WorldComment,
	WorldEvidence,
	WorldIncident,
} from './shapes.mts';

/** An alert before its incident has a number. */
export type AlertDraft = Omit<WorldAlert, 'incidentId' | 'incidentWebUrl'>;

/** An incident before it has a number; others name it by `key`. */
export interface IncidentDraft
	extends Omit<WorldIncident, 'id' | 'incidentWebUrl' | 'redirectIncidentId' | 'alerts'> {
	readonly key: string;
	/** Key of the incident this one was merged into. */
	readonly redirectTo: string | null;
	readonly alerts: readonly AlertDraft[];
}

export interface AlertSpec {
	readonly sensor: Sensor;
	readonly title: string;
	readonly description: string;
	readonly category: string;
	readonly techniques: readonly string[];
	readonly severity: Severity;
	readonly createdAt: InstantText;
	readonly updatedAt?: InstantText;
	/** First and last thing that happened; both `createdAt` where they are left out. */
	readonly activity?: readonly [InstantText, InstantText];
	readonly evidence: readonly WorldEvidence[];
	readonly assignedTo?: string | null;
	readonly threat?: { readonly name: string; readonly family: string };
	readonly investigationState?: WorldAlert['investigationState'];
	readonly status?: WorldAlert['status'];
	readonly verdict?: readonly [Classification, Determination];
	readonly systemTags?: readonly string[];
}

/** The newest of two instants; their text order is their time order. */
function latest(a: InstantText, b: InstantText): InstantText {
	return a < b ? b : a;
}

export function draftAlert(scene: Scene, spec: AlertSpec): AlertDraft {
	const { idPrefix, ...source } = SENSORS[spec.sensor];
	const providerAlertId = `${dotnetTicks(spec.createdAt)}_${scene.prng.int(1_000_000, 2_000_000_000)}`;
	const id = `${idPrefix}${providerAlertId}`;
	const status = spec.status ?? 'new';
	const updatedAt = latest(spec.createdAt, spec.updatedAt ?? spec.createdAt);
	return {
		id,
		providerAlertId,
		status,
		severity: spec.severity,
		classification: spec.verdict?.[0] ?? null,
		determination: spec.verdict?.[1] ?? null,
		...source,
		detectorId: scene.prng.guid(),
		tenantId: scene.tenantId,
		title: spec.title,
		description: spec.description,
		recommendedActions:
			'Review the timeline of the entities, scope the activity, contain, then record a verdict.',
		category: spec.category,
		categories: [spec.category],
		assignedTo: spec.assignedTo ?? null,
		alertWebUrl: `${scene.portalOrigin}/alerts/${id}?tid=${scene.tenantId}`,
		actorDisplayName: null,
		threatDisplayName: spec.threat?.name ?? null,
		threatFamilyName: spec.threat?.family ?? null,
		mitreTechniques: spec.techniques,
		createdDateTime: spec.createdAt,
		lastUpdateDateTime: updatedAt,
		resolvedDateTime: status === 'resolved' ? updatedAt : null,
		firstActivityDateTime: spec.activity?.[0] ?? spec.createdAt,
		lastActivityDateTime: spec.activity?.[1] ?? spec.createdAt,
		systemTags: spec.systemTags ?? [],
		alertPolicyId: null,
		investigationState: spec.investigationState ?? 'queued',
		comments: [],
		customDetails: {},
		additionalData: {},
		evidence: spec.evidence,
	};
}

export interface IncidentSpec {
	readonly key: string;
	readonly name: string;
	readonly severity: Severity;
	readonly status: WorldIncident['status'];
	readonly createdAt: InstantText;
	/** At least the newest instant of its alerts and comments. */
	readonly updatedAt: InstantText;
	readonly alerts: readonly AlertDraft[];
	readonly assignedTo?: string | null;
	readonly verdict?: readonly [Classification, Determination];
	readonly customTags?: readonly string[];
	readonly systemTags?: readonly string[];
	readonly description?: string;
	readonly summary?: string;
	readonly lastModifiedBy?: string;
	readonly resolvingComment?: string;
	readonly priorityScore?: number | null;
	readonly comments?: readonly WorldComment[];
	readonly redirectTo?: string;
}

/** Who the portal names where no person and no app changed an incident. */
const CORRELATION = 'Microsoft 365 Defender-AlertCorrelation';

export function draftIncident(scene: Scene, spec: IncidentSpec): IncidentDraft {
	const comments = spec.comments ?? [];
	const touched = [
		...spec.alerts.map((alert) => alert.lastUpdateDateTime),
		...comments.map((comment) => comment.createdDateTime),
	];
	return {
		key: spec.key,
		tenantId: scene.tenantId,
		status: spec.status,
		redirectTo: spec.redirectTo ?? null,
		displayName: spec.name,
		createdDateTime: spec.createdAt,
		lastUpdateDateTime: touched.reduce(latest, spec.updatedAt),
		assignedTo: spec.assignedTo ?? null,
		classification: spec.verdict?.[0] ?? 'unknown',
		determination: spec.verdict?.[1] ?? 'unknown',
		severity: spec.severity,
		customTags: spec.customTags ?? [],
		systemTags: spec.systemTags ?? [],
		description: spec.description ?? null,
		lastModifiedBy: spec.lastModifiedBy ?? CORRELATION,
		resolvingComment: spec.resolvingComment ?? null,
		summary: spec.summary ?? null,
		priorityScore: spec.priorityScore ?? null,
		comments,
		alerts: spec.alerts,
	};
}
