import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../../lab/engine/engine.mts';
import type { IncidentRecord, JournalEntry, RecordedCall } from '../../../lab/tenant/practice.mts';
import { callsOf, commentsOf, isOpen, STORY, triageBench, type TriageBench } from '../../support/triage.mts';

const RUN_MS = 60_000;
const WRITTEN_BY = 'Written by n8n workflow "Defender XDR: Incident Triage", execution 1.';

const state = ({ status, classification, determination, assignedTo }: IncidentRecord) => ({
	status,
	verdict: `${classification}:${determination}`,
	assignedTo,
});
const undecided = { status: 'active', verdict: 'unknown:unknown', assignedTo: null };

describe.each([1, 2])('the triage playbook on practice tenant %i', (seed) => {
	let bench: TriageBench;
	let before: readonly IncidentRecord[];
	let result: RunResult;

	beforeAll(async () => {
		bench = await triageBench(seed);
		before = bench.tenant.incidents.all().filter(isOpen);
		result = await bench.run();
	}, RUN_MS);
	afterAll(async () => bench.close());

	const tagsAdded = (id: string) => {
		const old = before.find((incident) => incident.id === id)?.customTags ?? [];
		const now = bench.tenant.incidents.get(id)?.customTags ?? [];
		expect(now.slice(0, old.length)).toEqual(old);
		return now.slice(old.length);
	};

	it('succeeds and gives one outcome per open incident', () => {
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		const outcomes = result.items('List Outcomes').map(({ json }) => json);
		expect(new Set(outcomes.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
		expect(outcomes).toHaveLength(before.length);
		expect(outcomes.every(({ outcome }) => outcome === 'updated')).toBe(true);
	});

	it('calls an attack what shows encoded PowerShell and deleted shadow copies', () => {
		const incident = bench.incident(STORY.ransomware);
		expect(state(incident)).toEqual({
			status: 'inProgress',
			verdict: 'truePositive:multiStagedAttack',
			assignedTo: null,
		});
		expect(tagsAdded(incident.id)).toEqual(['n8n-triage', 'multi-stage-attack']);
		expect(commentsOf(incident)).toEqual([
			expect.stringContaining(
				'on 3 device(s), 3 of them with process events: encoded PowerShell 1, shadow copies deleted 2, recovery disabled 2, credential dumps 1',
			),
		]);
	});

	it('resolves nothing but the announced security test', () => {
		const incident = bench.incident(STORY.securityTest);
		expect(state(incident)).toEqual({
			status: 'resolved',
			verdict: 'informationalExpectedActivity:securityTesting',
			assignedTo: null,
		});
		expect(tagsAdded(incident.id)).toEqual(['n8n-triage', 'security-test-confirmed']);
		const resolved = bench.tenant.journal.filter(({ field, to }) => field === 'status' && to === 'resolved');
		expect(resolved.map(({ incidentId }) => incidentId)).toEqual([incident.id]);
	});

	it('advises on the script of IT without a verdict', () => {
		const incident = bench.incident(STORY.adminScript);
		expect(state(incident)).toEqual(undecided);
		expect(tagsAdded(incident.id)).toEqual(['n8n-triage', 'likely-benign']);
		expect(commentsOf(incident)[0]).toMatch(/^Likely benign: .*scripts of the management agent 3\./);
	});

	it('hands everything else to an analyst', () => {
		const decided = [STORY.ransomware, STORY.securityTest, STORY.adminScript].map(
			(name) => bench.incident(name).id,
		);
		const others = before.filter(({ id }) => !decided.includes(id));
		expect(others.length).toBeGreaterThan(2);
		for (const { id } of others) {
			const incident = bench.tenant.incidents.get(id);
			expect(incident && state(incident)).toEqual(undecided);
			expect(tagsAdded(id)).toEqual(['n8n-triage', 'needs-analyst']);
			expect(incident && commentsOf(incident)).toEqual([expect.stringMatching(/^Needs an analyst: /)]);
		}
	});

	it('signs every comment with workflow and execution', () => {
		const after = before.flatMap(({ id }) => bench.tenant.incidents.get(id) ?? []);
		expect(after).toHaveLength(before.length);
		for (const incident of after) {
			expect(commentsOf(incident).map((comment) => comment.endsWith(WRITTEN_BY))).toEqual([true]);
		}
	});

	it('touches no other incident', () => {
		const touched = new Set(bench.tenant.journal.map(({ incidentId }) => incidentId));
		expect([...touched].sort()).toEqual(before.map(({ id }) => id).sort());
	});

	it('signs in once, lists, hunts once, then reads, patches and comments each incident', () => {
		const calls = callsOf(bench.tenant);
		const first = [
			'POST /oauth2/v2.0/token',
			'GET /v1.0/security/incidents',
			'POST /v1.0/security/runHuntingQuery',
		];
		expect(calls.slice(0, 3)).toEqual(first);
		for (const { id } of before) {
			const path = `/v1.0/security/incidents/${id}`;
			const own = calls.filter((call) => call.includes(path));
			expect(own).toEqual([`GET ${path}`, `PATCH ${path}`, `POST ${path}/comments`]);
		}
		expect(calls).toHaveLength(first.length + 3 * before.length);
		const [signIn] = bench.tenant.calls;
		expect(signIn?.body).toMatchObject({ 'x-client-SKU': 'msal.js.node' });
	});

	it('sends the query as written, with values in front of it only', () => {
		const hunt = bench.tenant.calls.find(({ path }) => path.endsWith('/runHuntingQuery'));
		const node = bench.playbook.nodes.find(({ name }) => name === 'Run Hunting Query');
		const sent = queryOf(hunt);
		expect(sent.slice(sent.indexOf('\n') + 1)).toBe(node?.parameters['query']);
		expect(sent.split('\n')[0]).toMatch(
			/^let _p_devices=dynamic\(.*\);let _p_managementAgents=dynamic\(.*\);$/,
		);
		expect(sent).toContain('| where Timestamp >= huntedFrom\n');
		expect(hunt?.body).toEqual({ Query: sent });
	});

	it('changes nothing when it runs again', async () => {
		const journal: readonly JournalEntry[] = [...bench.tenant.journal];
		const calls = callsOf(bench.tenant).length;
		const again = await bench.run();
		expect(again.error).toBeUndefined();
		expect(bench.tenant.journal).toEqual(journal);
		expect(callsOf(bench.tenant).slice(calls)).toEqual(['GET /v1.0/security/incidents']);
	});
});

function queryOf(call: RecordedCall | undefined): string {
	const body = call?.body;
	if (typeof body !== 'object' || body === null) return '';
	const query = new Map<string, unknown>(Object.entries(body)).get('Query');
	return typeof query === 'string' ? query : '';
}
