import { describe, expect, it } from 'vitest';

import type { WorldIncident } from '../../../tenant/world/shapes.mts';
import { OPTIONS, SAMPLE_WORLDS } from '../../support/sampleWorlds.mts';

/** Reference/defender-api §6.5, written out here again on purpose: a test must not ask the code it examines. */
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

describe.each(SAMPLE_WORLDS.map((world, index) => ({ world, index })))(
	'the incidents of world $index',
	({ world }) => {
		const { incidents } = world;

		it('are sixty, with numeric ids that differ and have gaps', () => {
			const ids = incidents.map((incident) => Number(incident.id));
			expect(ids).toHaveLength(60);
			expect(new Set(ids).size).toBe(60);
			expect(incidents.every((incident) => /^\d+$/.test(incident.id))).toBe(true);
			expect(Math.max(...ids) - Math.min(...ids)).toBeGreaterThan(60);
		});

		it('have at least six high and active ones, and a high one somebody else works on', () => {
			const high = incidents.filter((incident) => incident.severity === 'high');
			expect(high.filter((incident) => incident.status === 'active').length).toBeGreaterThanOrEqual(6);
			expect(high.some((incident) => incident.status === 'inProgress' && incident.assignedTo !== null)).toBe(
				true,
			);
		});

		it('give only verdicts that are valid pairs, and one to every resolved incident', () => {
			for (const { classification, determination, status } of incidents) {
				expect(PAIRS[classification]).toContain(determination);
				expect(classification !== 'unknown').toBe(status === 'resolved');
			}
		});

		it('resolve the alerts of resolved incidents with the same verdict', () => {
			for (const incident of incidents.filter(({ status }) => status === 'resolved')) {
				for (const alert of incident.alerts) {
					expect(alert.status).toBe('resolved');
					expect(alert.resolvedDateTime).not.toBeNull();
					expect(alert.determination).toBe(incident.determination);
				}
			}
		});

		it('have ties: equal in both instants, and equal in the last update only', () => {
			expect(
				sharing(incidents, (i) => `${i.createdDateTime} ${i.lastUpdateDateTime}`),
			).toBeGreaterThanOrEqual(5);
			const tagged = incidents.filter((incident) => incident.customTags.includes('out-of-hours'));
			expect(new Set(tagged.map((incident) => incident.lastUpdateDateTime)).size).toBe(1);
			expect(new Set(tagged.map((incident) => incident.createdDateTime)).size).toBe(tagged.length);
		});

		it('are updated no earlier than they, their alerts and their comments were created', () => {
			for (const incident of incidents) {
				const touched = [
					incident.createdDateTime,
					...incident.alerts.map((a) => a.lastUpdateDateTime),
					...incident.comments.map((c) => c.createdDateTime),
				];
				for (const instant of touched) expect(instant <= incident.lastUpdateDateTime).toBe(true);
			}
		});

		it('redirect exactly the merged ones, to incidents that exist, without alerts', () => {
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
		});

		it('number their alerts once each and point them back at themselves', () => {
			const alerts = incidents.flatMap((incident) => incident.alerts);
			expect(new Set(alerts.map((alert) => alert.id)).size).toBe(alerts.length);
			for (const incident of incidents) {
				expect(incident.incidentWebUrl).toContain(
					`/incident2/${incident.id}/overview?tid=${OPTIONS.tenantId}`,
				);
				for (const alert of incident.alerts) {
					expect(alert.incidentId).toBe(incident.id);
					expect(alert.incidentWebUrl).toBe(incident.incidentWebUrl);
				}
			}
		});

		it('have names and texts that break careless code, and a very big one', () => {
			const text = incidents
				.map((incident) => `${incident.displayName}\n${incident.description ?? ''}`)
				.join('\n');
			for (const part of ['"; DeviceInfo | take 1 //', "'", '\\', '🔥', '\u2028'])
				expect(text).toContain(part);
			expect(Math.max(...incidents.map((incident) => incident.alerts.length))).toBe(60);
		});

		it('carry comments of people and of automations', () => {
			const authors = incidents.flatMap((incident) => incident.comments.map((c) => c.createdByDisplayName));
			expect(authors.some((author) => author.startsWith('API-App:'))).toBe(true);
			expect(authors.some((author) => author.endsWith('@contoso.com'))).toBe(true);
		});
	},
);
