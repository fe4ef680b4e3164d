import { afterAll, beforeAll, describe, expect } from 'vitest';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import type { RunResult } from '../../../lab/engine/engine.mts';
import type { IncidentRecord, JournalEntry, RecordedCall } from '../../../lab/tenant/practice.mts';
import {
	callsOf,
	commentsOf,
	isOpen,
	STORY,
	triageBench,
	type TriageBench,
} from '../../support/triageBench.mts';

const RUN_MS = 60_000;
const WRITTEN_BY = 'Written by n8n workflow "Defender XDR: Incident Triage", execution 1.';

const state = ({ status, classification, determination, assignedTo }: IncidentRecord) => ({
	status,
	verdict: `${classification}:${determination}`,
	assignedTo,
});
const undecided = { status: 'active', verdict: 'unknown:unknown', assignedTo: null };

/** The playbook after its run on a tenant, with the incidents that were open before. */
interface TriageRun {
	readonly bench: TriageBench;
	readonly before: readonly IncidentRecord[];
	readonly result: RunResult;
}

const SEEDS = [1, 2];
const eachSeed = eachRow(SEEDS);
const runs = new Map<number, TriageRun>();

function runOf(seed: number): TriageRun {
	const run = runs.get(seed);
	if (run === undefined) throw new Error(`The playbook did not run on tenant ${seed}.`);
	return run;
}

beforeAll(async () => {
	for (const seed of SEEDS) {
		const bench = await triageBench(seed);
		const before = bench.tenant.incidents.all().filter(isOpen);
		runs.set(seed, { bench, before, result: await bench.run() });
	}
}, 2 * RUN_MS);
afterAll(async () => {
	for (const { bench } of runs.values()) await bench.close();
});

describe('triage playbook on each practice tenant', () => {
	const tagsAdded = ({ before, bench }: TriageRun, id: string) => {
		const old = before.find((incident) => incident.id === id)?.customTags ?? [];
		const now = bench.tenant.incidents.get(id)?.customTags ?? [];
		expect(now.slice(0, old.length)).toEqual(old);
		return now.slice(old.length);
	};

	eachSeed('open incidents → one outcome for each', (seed) => {
		const { before, result } = runOf(seed);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		const outcomes = result.items('List Outcomes').map(({ json }) => json);
		expect(new Set(outcomes.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
		expect(outcomes).toHaveLength(before.length);
		expect(outcomes.every(({ outcome }) => outcome === 'updated')).toBe(true);
	});

	eachSeed('encoded PowerShell and deleted shadow copies → a multi-stage attack', (seed) => {
		const run = runOf(seed);
		const { bench } = run;
		const incident = bench.incident(STORY.ransomware);
		expect(state(incident)).toEqual({
			status: 'inProgress',
			verdict: 'truePositive:multiStagedAttack',
			assignedTo: null,
		});
		expect(tagsAdded(run, incident.id)).toEqual(['n8n-triage', 'multi-stage-attack']);
		expect(commentsOf(incident)).toEqual([
			expect.stringContaining(
				'on 3 device(s), 3 of them with process events: encoded PowerShell 1, shadow copies deleted 2, recovery disabled 2, credential dumps 1',
			),
		]);
	});

	eachSeed('announced security test → resolved, and nothing else', (seed) => {
		const run = runOf(seed);
		const { bench } = run;
		const incident = bench.incident(STORY.securityTest);
		expect(state(incident)).toEqual({
			status: 'resolved',
			verdict: 'informationalExpectedActivity:securityTesting',
			assignedTo: null,
		});
		expect(tagsAdded(run, incident.id)).toEqual(['n8n-triage', 'security-test-confirmed']);
		const resolved = bench.tenant.journal.filter(({ field, to }) => field === 'status' && to === 'resolved');
		expect(resolved.map(({ incidentId }) => incidentId)).toEqual([incident.id]);
	});

	eachSeed('script of the IT department → a recommendation without a verdict', (seed) => {
		const run = runOf(seed);
		const { bench } = run;
		const incident = bench.incident(STORY.adminScript);
		expect(state(incident)).toEqual(undecided);
		expect(tagsAdded(run, incident.id)).toEqual(['n8n-triage', 'likely-benign']);
		expect(commentsOf(incident)[0]).toMatch(/^Likely benign: .*scripts of the management agent 3\./);
	});

	eachSeed('everything else → left to an analyst', (seed) => {
		const run = runOf(seed);
		const { bench, before } = run;
		const decided = [STORY.ransomware, STORY.securityTest, STORY.adminScript].map(
			(name) => bench.incident(name).id,
		);
		const others = before.filter(({ id }) => !decided.includes(id));
		expect(others.length).toBeGreaterThan(2);
		for (const { id } of others) {
			const incident = bench.tenant.incidents.get(id);
			expect(incident && state(incident)).toEqual(undecided);
			expect(tagsAdded(run, id)).toEqual(['n8n-triage', 'needs-analyst']);
			expect(incident && commentsOf(incident)).toEqual([expect.stringMatching(/^Needs an analyst: /)]);
		}
	});

	eachSeed('comments → name the workflow and the execution', (seed) => {
		const { bench, before } = runOf(seed);
		const after = before.flatMap(({ id }) => bench.tenant.incidents.get(id) ?? []);
		expect(after).toHaveLength(before.length);
		for (const incident of after) {
			expect(commentsOf(incident).map((comment) => comment.endsWith(WRITTEN_BY))).toEqual([true]);
		}
	});

	eachSeed('other incidents → unchanged', (seed) => {
		const { bench, before } = runOf(seed);
		const touched = new Set(bench.tenant.journal.map(({ incidentId }) => incidentId));
		expect([...touched].sort()).toEqual(before.map(({ id }) => id).sort());
	});

	eachSeed('requests → one sign-in, one list, one hunt, then three for each incident', (seed) => {
		const { bench, before } = runOf(seed);
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

	eachSeed('query → sent as written, after the values', (seed) => {
		const { bench } = runOf(seed);
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

	eachSeed('second run → no change', async (seed) => {
		const { bench } = runOf(seed);
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
