import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../../lab/engine/engine.mts';
import { device } from './evidence.mts';
import {
	callsOf,
	commentsOf,
	isOpen,
	STORY,
	triageBench,
	type TriageBench,
} from '../../support/triageBench.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const RUN_MS = 60_000;
const ANALYST = 'k.brandt@contoso.com';

describe('triage playbook, changes by people and failures', () => {
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

	it('incident with an owner or a verdict → left unchanged', () => {
		for (const name of [STORY.spray, 'Atypical travel']) {
			const incident = bench.incident(name);
			expect(incident.lastModifiedBy).toBe(ANALYST);
			expect(incident.comments).toEqual([]);
		}
	});

	it('security test with an alert from another product → not resolved', () => {
		const incident = bench.incident(STORY.securityTest);
		expect(incident.status).toBe('active');
		expect(incident.classification).toBe('unknown');
		expect(incident.customTags).toContain('needs-analyst');
		expect(commentsOf(incident)[0]).toContain(
			'does not cover all devices or the whole time of this incident',
		);
	});

	it('tag of a security test on a device that is not listed → not resolved', () => {
		const { status, customTags } = bench.incident(STORY.awkwardNames);
		expect(status).toBe('active');
		expect(customTags).toEqual(['security-test', 'n8n-triage', 'needs-analyst']);
	});

	it('attack with misleading tags → recognized', () => {
		const incident = bench.incident(STORY.ransomware);
		expect(incident.determination).toBe('multiStagedAttack');
		expect(incident.customTags).toContain('multi-stage-attack');
	});

	it('activity before the hunted day → not likely benign', () => {
		const { customTags } = bench.incident(STORY.adminScript);
		expect(customTags).toContain('needs-analyst');
		expect(customTags).not.toContain('likely-benign');
	});

	it('one update fails → the others are done, and the error names this incident', () => {
		const failed = bench.incident(STORY.phishing);
		expect(result.status).toBe('error');
		expect(result.error?.node).toBe('Report Failures');
		expect(result.error?.message).toMatch(
			new RegExp(`^1 incident\\(s\\) were not updated as planned: ${failed.id} \\(failed\\) \\S`),
		);
		expect(failed.customTags).not.toContain('n8n-triage');
		const open = bench.tenant.incidents.all().filter(isOpen);
		expect(open.filter(({ customTags }) => !customTags.includes('n8n-triage'))).toEqual([failed]);
	});
});

describe('triage playbook, no devices', () => {
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

	it('open incidents → passed to an analyst without a hunt', async () => {
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

	it('triage tag removed → triaged again, without a second tag', async () => {
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

describe('triage playbook › people who decide during the hunt', () => {
	const SCENES = [
		[
			'resolve them with a verdict',
			{ status: 'resolved', classification: 'falsePositive', determination: 'notMalicious' },
		],
		['take them', { assignedTo: ANALYST }],
		['only set the verdict', { classification: 'falsePositive', determination: 'notMalicious' }],
		['only begin to work on them', { status: 'inProgress' }],
	] as const;

	eachRow(SCENES)(
		'analyst assigns, classifies or resolves incidents → no value is overwritten, and each conflict is listed',
		async (_what, edit) => {
			const bench = await triageBench(1);
			try {
				const open = bench.tenant.incidents.all().filter(isOpen);
				const decided = open.slice(0, 7).map(({ id }) => id);
				for (const name of [STORY.ransomware, STORY.securityTest, STORY.adminScript])
					decided.push(bench.incident(name).id);
				const ids = [...new Set(decided)];
				let left: unknown[] = [];
				const stateOf = () => ids.map((id) => ({ ...bench.tenant.incidents.get(id) }));
				const result = await bench.run((node) => {
					if (node !== 'Run Hunting Query') return;
					for (const id of ids) bench.tenant.incidents.edit(ANALYST, id, edit);
					left = stateOf();
				});
				expect(left).toHaveLength(ids.length);
				expect(stateOf()).toEqual(left);
				expect(result.error?.node).toBe('Report Failures');
				for (const id of ids) expect(result.error?.message).toContain(`${id} (conflict) `);
				expect(result.error?.message).toMatch(
					new RegExp(`^${ids.length} incident\\(s\\) were not updated`, 'u'),
				);
				const others = open.filter(({ id }) => !ids.includes(id));
				for (const { id } of others)
					expect(bench.tenant.incidents.get(id)?.customTags).toContain('n8n-triage');
			} finally {
				await bench.close();
			}
		},
		RUN_MS,
	);
});

describe('triage playbook › devices that the hunt does not cover', () => {
	it(
		'device without an ID, or more devices than an item lists → the comment states how many were hunted',
		async () => {
			const bench = await triageBench(2);
			try {
				const some = bench.tenant.incidents.create({ severity: 'high' });
				bench.tenant.incidents.addAlert(some.id, {
					evidence: [device('pc-1', 'a'.repeat(40)), device('pc-2')],
				});
				const many = bench.tenant.incidents.create({ severity: 'high' });
				const evidence = Array.from({ length: 201 }, (_, n) => device(`x-${n}`, `${n}`.padStart(40, 'b')));
				bench.tenant.incidents.addAlert(many.id, { evidence });
				await bench.run();
				const commentsOn = (id: string) =>
					(bench.tenant.incidents.get(id)?.comments ?? []).map(({ comment }) => comment);
				expect(commentsOn(some.id)).toEqual([expect.stringContaining('on 1 of 2 device(s), ')]);
				expect(commentsOn(many.id)).toEqual([expect.stringContaining('on 200 of more than 200 device(s), ')]);
			} finally {
				await bench.close();
			}
		},
		RUN_MS,
	);
});
