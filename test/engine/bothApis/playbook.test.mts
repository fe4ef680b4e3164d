import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunResult } from '../../../lab/engine/engine.mts';
import type { IncidentRecord, PracticeApi } from '../../../lab/tenant/practice.mts';
import { commentsOf, isOpen, triageBench } from '../../support/triageBench.mts';

interface Triaged {
	readonly result: RunResult;
	readonly opened: number;
	readonly outcomes: readonly unknown[];
	readonly left: readonly unknown[];
}

const RUN_MS = 120_000;
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
	for (const close of closing) await close();
});

const state = (incident: IncidentRecord) => ({
	id: incident.id,
	status: incident.status,
	verdict: `${incident.classification}:${incident.determination}`,
	assignedTo: incident.assignedTo,
	customTags: incident.customTags,
	comments: commentsOf(incident),
});

/** Runs the playbook of the demonstration through one API. @returns its result and the incidents afterwards */
async function triaged(api: PracticeApi): Promise<Triaged> {
	const bench = await triageBench(1, api);
	closing.push(bench.close);
	const opened = bench.tenant.incidents.all().filter(isOpen).length;
	const result = await bench.run();
	const outcomes = result.items('List Outcomes').map(({ json: { id, outcome } }) => ({ id, outcome }));
	return { result, opened, outcomes, left: bench.tenant.incidents.all().map(state) };
}

let graph: Triaged;
let older: Triaged;
beforeAll(async () => {
	graph = await triaged('graph');
	older = await triaged('legacy');
}, RUN_MS);

it('triage playbook › legacy API → the same outcomes as with Graph', () => {
	expect(older.result.error).toBeUndefined();
	expect(older.opened).toBeGreaterThan(3);
	expect(older.outcomes).toHaveLength(older.opened);
	expect(older.outcomes).toEqual(graph.outcomes);
});

it('triage playbook › legacy API → the same incidents afterwards as with Graph', () => {
	expect(older.left).toEqual(graph.left);
});
