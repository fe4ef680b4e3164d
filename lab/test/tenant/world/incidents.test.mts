import { describe, expect } from 'vitest';

import { eachRow } from '../../support/eachRow.mts';
import type { WorldIncident } from '../../../tenant/world/shapes.mts';
import { OPTIONS, SEEDED_WORLDS } from '../../support/sampleWorlds.mts';

/** The pairs that the portal offers. Repeated here, because a test must not take them from the code it examines. */
const PAIRS: Readonly<Record<string, readonly string[]>> = {
	unknown: ['unknown'],
	truePositive: [
		'multiStagedAttack',
		'maliciousUserActivity',
		'compromisedAccount',
		'malware',
		'phishing',
		'unwantedSoftware',
		'other',
	],
	informationalExpectedActivity: [
		'securityTesting',
		'lineOfBusinessApplication',
		'confirmedActivity',
		'other',
	],
	falsePositive: ['notMalicious', 'notEnoughDataToValidate', 'other'],
};

function sharing(incidents: readonly WorldIncident[], keyOf: (incident: WorldIncident) => string): number {
	const counts = new Map<string, number>();
	for (const incident of incidents) counts.set(keyOf(incident), (counts.get(keyOf(incident)) ?? 0) + 1);
	return Math.max(...counts.values());
}

describe('generated incidents', () => {
	eachRow(SEEDED_WORLDS)(
		'each seed → sixty, with distinct numeric IDs and gaps',
		({ world: { incidents } }) => {
			const ids = incidents.map((incident) => Number(incident.id));
			expect(ids).toHaveLength(60);
			expect(new Set(ids).size).toBe(60);
			expect(incidents.every((incident) => /^\d+$/.test(incident.id))).toBe(true);
			expect(Math.max(...ids) - Math.min(...ids)).toBeGreaterThan(60);
		},
	);

	eachRow(SEEDED_WORLDS)(
		'each seed → at least six high and active ones, and a high one in progress',
		({ world: { incidents } }) => {
			const high = incidents.filter((incident) => incident.severity === 'high');
			expect(high.filter((incident) => incident.status === 'active').length).toBeGreaterThanOrEqual(6);
			expect(high.some((incident) => incident.status === 'inProgress' && incident.assignedTo !== null)).toBe(
				true,
			);
		},
	);

	eachRow(SEEDED_WORLDS)(
		'each verdict → a valid pair, on every resolved incident and no other',
		({ world: { incidents } }) => {
			for (const { classification, determination, status } of incidents) {
				expect(PAIRS[classification]).toContain(determination);
				expect(classification !== 'unknown').toBe(status === 'resolved');
			}
		},
	);

	eachRow(SEEDED_WORLDS)(
		'a resolved incident → its alerts are resolved with the same determination',
		({ world: { incidents } }) => {
			for (const incident of incidents.filter(({ status }) => status === 'resolved')) {
				for (const alert of incident.alerts) {
					expect(alert.status).toBe('resolved');
					expect(alert.resolvedDateTime).not.toBeNull();
					expect(alert.determination).toBe(incident.determination);
				}
			}
		},
	);

	eachRow(SEEDED_WORLDS)(
		'each seed → some with equal instants, some with an equal last update only',
		({ world: { incidents } }) => {
			expect(
				sharing(incidents, (i) => `${i.createdDateTime} ${i.lastUpdateDateTime}`),
			).toBeGreaterThanOrEqual(5);
			const tagged = incidents.filter((incident) => incident.customTags.includes('out-of-hours'));
			expect(new Set(tagged.map((incident) => incident.lastUpdateDateTime)).size).toBe(1);
			expect(new Set(tagged.map((incident) => incident.createdDateTime)).size).toBe(tagged.length);
		},
	);

	eachRow(SEEDED_WORLDS)(
		'the last update → not before any creation or change',
		({ world: { incidents } }) => {
			for (const incident of incidents) {
				const touched = [
					incident.createdDateTime,
					...incident.alerts.map((a) => a.lastUpdateDateTime),
					...incident.comments.map((c) => c.createdDateTime),
				];
				for (const instant of touched) expect(instant <= incident.lastUpdateDateTime).toBe(true);
			}
		},
	);

	eachRow(SEEDED_WORLDS)(
		'merged incidents → without alerts, redirected to an existing incident',
		({ world: { incidents } }) => {
			const byId = new Map(incidents.map((incident) => [incident.id, incident]));
			const merged = incidents.filter((incident) => incident.status === 'redirected');
			expect(merged).toHaveLength(3);
			for (const incident of incidents) {
				expect(incident.redirectIncidentId !== null).toBe(incident.status === 'redirected');
				expect(incident.alerts.length === 0).toBe(incident.status === 'redirected');
			}
			for (const source of merged) {
				expect(source.systemTags).toContain('Redirected');
				expect(byId.has(source.redirectIncidentId ?? '')).toBe(true);
				expect(source.redirectIncidentId).not.toBe(source.id);
			}
			const chained = merged.filter(
				(source) => byId.get(source.redirectIncidentId ?? '')?.status === 'redirected',
			);
			expect(chained).toHaveLength(1);
		},
	);

	eachRow(SEEDED_WORLDS)('alerts → distinct IDs and links to their incident', ({ world: { incidents } }) => {
		const alerts = incidents.flatMap((incident) => incident.alerts);
		expect(new Set(alerts.map((alert) => alert.id)).size).toBe(alerts.length);
		for (const incident of incidents) {
			expect(incident.incidentWebUrl).toContain(`/incident2/${incident.id}/overview?tid=${OPTIONS.tenantId}`);
			for (const alert of incident.alerts) {
				expect(alert.incidentId).toBe(incident.id);
				expect(alert.incidentWebUrl).toBe(incident.incidentWebUrl);
			}
		}
	});

	eachRow(SEEDED_WORLDS)(
		'each seed → hostile names and texts, and one incident with 60 alerts',
		({ world: { incidents } }) => {
			const text = incidents
				.map((incident) => `${incident.displayName}\n${incident.description ?? ''}`)
				.join('\n');
			for (const part of ['"; DeviceInfo | take 1 //', "'", '\\', '🔥', '\u2028'])
				expect(text).toContain(part);
			expect(Math.max(...incidents.map((incident) => incident.alerts.length))).toBe(60);
		},
	);

	eachRow(SEEDED_WORLDS)('each seed → comments by people and by apps', ({ world: { incidents } }) => {
		const authors = incidents.flatMap((incident) => incident.comments.map((c) => c.createdByDisplayName));
		expect(authors.some((author) => author.startsWith('API-App:'))).toBe(true);
		expect(authors.some((author) => author.endsWith('@contoso.com'))).toBe(true);
	});
});
