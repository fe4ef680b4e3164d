import type { IncidentDraft } from '../drafts.mts';
import { draftAlert, draftIncident } from '../drafts.mts';
import { DAY, MINUTE } from '../instants.mts';
import type { Rows } from '../rows/tables.mts';
import type { Scene } from '../scene.mts';
import type { Severity } from '../shapes.mts';
import { CLOUD_CASES } from './cloudCases.mts';
import { ENDPOINT_CASES } from './endpointCases.mts';
import { invent } from './triage.mts';

const OLDEST = 20 * DAY;
/** How far back the hunting tables go in this world. */
export const TABLE_AGE = 8 * DAY;
const CASES = [...ENDPOINT_CASES, ...CLOUD_CASES];
const SEVERITIES: readonly Severity[] = [
	'medium',
	'low',
	'informational',
	'medium',
	'low',
	'high',
	'medium',
	'low',
];

interface Background {
	readonly incidents: readonly IncidentDraft[];
	readonly rows: readonly Rows[];
}

function incident(scene: Scene, index: number, count: number): { draft: IncidentDraft; rows: Rows } {
	const { prng } = scene;
	// Denser towards now, and in every part of the three weeks.
	const ageSeconds = 5 * MINUTE + (OLDEST - DAY) * ((index + prng.float()) / count) ** 1.7;
	const createdAt = scene.ago(ageSeconds);
	const invented = CASES[index % CASES.length] ?? prng.pick(CASES);
	const { name, rows, ...facts } = invented(scene, createdAt, ageSeconds);
	const { resolvingComment, lastModifiedBy, ...triage } = invent(scene, createdAt, ageSeconds, index);
	const severity = SEVERITIES[index % SEVERITIES.length] ?? 'medium';
	const status = triage.status === 'active' ? 'new' : triage.status;
	const alert = draftAlert(scene, {
		...facts,
		severity,
		createdAt,
		status,
		...(status === 'resolved'
			? { updatedAt: triage.updatedAt, verdict: triage.verdict, investigationState: 'benign' }
			: {}),
		assignedTo: triage.assignedTo,
	});
	const draft = draftIncident(scene, {
		key: `background-${index}`,
		name,
		severity,
		createdAt,
		alerts: [alert],
		...triage,
		...(resolvingComment === null ? {} : { resolvingComment }),
		...(lastModifiedBy === null ? {} : { lastModifiedBy }),
		priorityScore: prng.chance(0.1) ? null : prng.int(1, 60),
	});
	return { draft, rows: ageSeconds < TABLE_AGE - DAY ? rows : {} };
}

/** Everyday incidents of the last three weeks, and the rows of those young enough for the tables. */
export function backgroundIncidents(scene: Scene, count: number): Background {
	const made = Array.from({ length: count }, (_, index) =>
		incident(scene.fork(`case-${index}`), index, count),
	);
	return { incidents: made.map(({ draft }) => draft), rows: made.map(({ rows }) => rows) };
}
