import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../lab/engine/engine.mts';
import { callsOf, commentsOf, isOpen, STORY, triageBench, type TriageBench } from './triage.mts';

const RUN_MS = 60_000;
const ANALYST = 'k.brandt@contoso.com';

describe('the triage playbook beside people and trouble', () => {
	let bench: TriageBench;
	let result: RunResult;

	beforeAll(async () => {
		bench = await triageBench(1);
		const { incidents, faults } = bench.tenant;
		const idOf = (name: string) => bench.incident(name).id;
		incidents.edit(ANALYST, idOf(STORY.spray), { assignedTo: ANALYST });
		incidents.edit(ANALYST, idOf('Atypical travel'), {
			classification: 'falsePositive',
			determination: 'notMalicious',
		});
		// As when Defender merges another attack into the test: the tag stays, the story does not.
		incidents.addAlert(idOf(STORY.securityTest), { serviceSource: 'microsoftDefenderForOffice365' });
		incidents.edit(ANALYST, idOf(STORY.awkwardNames), { customTags: ['security-test'] });
		incidents.edit(ANALYST, idOf(STORY.ransomware), { customTags: ['security-test', 'it-managed'] });
		incidents.addAlert(idOf(STORY.adminScript), { firstActivityDateTime: '2026-11-19T03:00:00.0000000Z' });
		faults.add({
			match: { method: 'PATCH', path: `/v1.0/security/incidents/${idOf(STORY.phishing)}` },
			times: 'always',
			answer: { status: 400 },
		});
		result = await bench.run();
	}, RUN_MS);
	afterAll(async () => bench.close());

	it('leaves alone what an analyst owns or has judged', () => {
		for (const name of [STORY.spray, 'Atypical travel']) {
			const incident = bench.incident(name);
			expect(incident.lastModifiedBy).toBe(ANALYST);
			expect(incident.comments).toEqual([]);
		}
	});

	it('does not resolve a security test that holds an alert from elsewhere', () => {
		const incident = bench.incident(STORY.securityTest);
		expect(incident.status).toBe('active');
		expect(incident.classification).toBe('unknown');
		expect(incident.customTags).toContain('needs-analyst');
		expect(commentsOf(incident)[0]).toContain('does not cover everything');
	});

	it('does not take the tag of a security test for a test on a device that is not listed', () => {
		const { status, customTags } = bench.incident(STORY.awkwardNames);
		expect(status).toBe('active');
		expect(customTags).toEqual(['security-test', 'n8n-triage', 'needs-analyst']);
	});

	it('sees an attack whatever the tags say', () => {
		const incident = bench.incident(STORY.ransomware);
		expect(incident.determination).toBe('multiStagedAttack');
		expect(incident.customTags).toContain('multi-stage-attack');
	});

	it('calls nothing benign that began before the hunted day', () => {
		const { customTags } = bench.incident(STORY.adminScript);
		expect(customTags).toContain('needs-analyst');
		expect(customTags).not.toContain('likely-benign');
	});

	it('does the others when one update fails, and then fails with the name of that one', () => {
		const failed = bench.incident(STORY.phishing);
		expect(result.status).toBe('error');
		expect(result.error?.node).toBe('Report Failures');
		expect(result.error?.message).toMatch(
			new RegExp(`^1 incident\\(s\\) were not updated as decided: ${failed.id} \\(failed\\) \\S`),
		);
		expect(failed.customTags).not.toContain('n8n-triage');
		const open = bench.tenant.incidents.all().filter(isOpen);
		expect(open.filter(({ customTags }) => !customTags.includes('n8n-triage'))).toEqual([failed]);
	});
});

describe('the triage playbook without devices to hunt on', () => {
	let bench: TriageBench;

	beforeAll(async () => {
		bench = await triageBench(2);
		for (const { id, alerts } of bench.tenant.incidents.all().filter(isOpen)) {
			const kinds = alerts.flatMap(({ evidence }) => evidence.map((one) => String(one['@odata.type'])));
			if (kinds.some((kind) => kind.endsWith('.deviceEvidence'))) {
				bench.tenant.incidents.edit(ANALYST, id, { assignedTo: ANALYST });
			}
		}
	});
	afterAll(async () => bench.close());

	it('hands them to an analyst without a hunt', async () => {
		const open = bench.tenant.incidents.all().filter(isOpen);
		const result = await bench.run();
		expect(result.error).toBeUndefined();
		expect(callsOf(bench.tenant)).not.toContain('POST /v1.0/security/runHuntingQuery');
		expect(open.length).toBeGreaterThan(2);
		for (const { id } of open) {
			const incident = bench.tenant.incidents.get(id);
			expect(incident?.customTags.slice(-2)).toEqual(['n8n-triage', 'needs-analyst']);
			expect(incident && commentsOf(incident)[0]).toContain('names no device, so nothing was hunted');
		}
	});

	it('triages again once its tag is removed, without a second tag', async () => {
		const { id, customTags } = bench.incident(STORY.spray);
		bench.tenant.incidents.edit(ANALYST, id, {
			customTags: customTags.filter((tag) => tag !== 'n8n-triage'),
		});
		await bench.run();
		const again = bench.incident(STORY.spray);
		expect(again.customTags).toEqual(['needs-analyst', 'n8n-triage']);
		expect(commentsOf(again).map((comment) => /execution \d+\.$/.exec(comment)?.[0])).toEqual([
			'execution 1.',
			'execution 2.',
		]);
	});
});
