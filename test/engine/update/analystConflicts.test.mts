import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../lab/tenant/world/prng.mts';
import type { Behaviours, Fault, IncidentPatch, Meanwhile, Tenant } from '../../../lab/tenant/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import {
	newIncidents,
	overwrittenHumanValues,
	pathOf,
	updateOfEachItem,
} from '../../support/overwrittenValues.mts';
import { jsonOf } from '../../support/practice.mts';

const current = benchPerTest();
/** A thousand calls take seconds, on a busy machine many. */
const CROWD_MS = 300_000;
const ASKED = {
	status: 'inProgress',
	severity: 'low',
	assignedTo: 'bot@contoso.com',
	verdict: 'falsePositive:notMalicious',
};
const COMPARED = ['status', 'severity', 'assignedTo', 'classification', 'determination'];
/** Values of an analyst: neither the old value nor the one in the update. */
const DECISIONS: readonly IncidentPatch[] = [
	{ status: 'resolved' },
	{ severity: 'high' },
	{ assignedTo: 'ann.ito@contoso.com' },
	{ classification: 'truePositive', determination: 'malware' },
];
const MOMENTS = (['GET', 'PATCH'] as const).flatMap((method) =>
	(['before', 'after'] as const).map((when) => ({ method, when })),
);

/** Half of the changes happen around a request for the same incident, the rest at any request for any incident. */
function analystAtWork(tenant: Tenant, ids: readonly string[], seed: number): void {
	const prng = createPrng(seed);
	const change = (incidentId: string, when: Meanwhile['when']): Omit<Fault, 'match'> => ({
		times: 1,
		answer: 'pass',
		meanwhile: { when, by: 'ann.ito@contoso.com', incidentId, patch: prng.pick(DECISIONS) },
	});
	for (const id of prng.sample(ids, ids.length / 4)) {
		const { method, when } = prng.pick(MOMENTS);
		tenant.faults.add({ match: { method, path: pathOf(id) }, ...change(id, when) });
	}
	for (let count = 0; count < ids.length / 4; count++) {
		const skip = prng.int(0, 6);
		tenant.faults.add({ match: { kind: 'graph' }, skip, ...change(prng.pick(ids), 'before') });
	}
}

async function updateBeside(count: number, sameAsInput: boolean, behaviours: Partial<Behaviours> = {}) {
	await current.restart({ empty: true, behaviours });
	const { tenant } = current.bench;
	const input = newIncidents(tenant, count);
	const ids = input.map(({ id }) => id);
	analystAtWork(tenant, ids, 7);
	const result = await current.bench.run(updateOfEachItem({ updateFields: ASKED, onlyIf: { sameAsInput } }), {
		input,
	});
	expect(result.error).toBeUndefined();
	const outcomes = new Map(jsonOf(result, 'updateIncident').map(({ id, outcome }) => [id, outcome]));
	expect([...outcomes.keys()]).toEqual(ids);
	const overwritten = overwrittenHumanValues(tenant);
	const people = tenant.journal.filter(({ via }) => via === 'person');
	return { ids, outcomes, people, overwritten, unseen: overwritten.filter(({ inGap }) => inGap) };
}

/** Incidents for which a read of ours showed a change by a person. */
function seenToBeTouched({ journal, calls }: Tenant): ReadonlySet<string> {
	const touched = journal.filter(({ via, field, incidentId }, index) => {
		if (via !== 'person' || !COMPARED.includes(field)) return false;
		const read = calls.find(({ method, path }) => method === 'GET' && path === pathOf(incidentId));
		return read !== undefined && index < read.changesBefore;
	});
	return new Set(touched.map(({ incidentId }) => incidentId));
}

describe('analyst who changes fields during updates', () => {
	it(
		'500 updates with Same as Input → only changes between the read and the PATCH are lost',
		async () => {
			const { ids, outcomes, people, overwritten, unseen } = await updateBeside(500, true);
			expect(overwritten.filter(({ inGap }) => !inGap)).toEqual([]);
			// The gap exists, the analyst hits it, and each loss in it is counted.
			expect(people.length).toBeGreaterThan(200);
			expect(unseen.length).toBeGreaterThan(20);
			const touched = seenToBeTouched(current.bench.tenant);
			expect(touched.size).toBeGreaterThan(50);
			for (const id of ids) expect(outcomes.get(id)).toBe(touched.has(id) ? 'conflict' : 'updated');
		},
		CROWD_MS,
	);

	it('service that sends version tags → no change is lost', async () => {
		const { overwritten, people } = await updateBeside(100, true, { etag: 'present' });
		expect(people.length).toBeGreaterThan(40);
		expect(overwritten).toEqual([]);
	});

	it('without Same as Input → changes that the read showed are lost', async () => {
		const { overwritten } = await updateBeside(100, false);
		expect(overwritten.filter(({ inGap }) => !inGap).length).toBeGreaterThan(5);
	});
});
