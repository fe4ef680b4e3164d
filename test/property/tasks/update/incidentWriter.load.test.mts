import { describe, expect, it } from 'vitest';
import { readDecidedState } from '../../../../defender/incidents/conditions.ts';
import { IncidentWriter, type UpdateSettings } from '../../../../defender/tasks/update/incidentWriter.ts';
import { runParallel } from '../../../../defender/core/parallel.ts';
import { graphOf } from '../../../support/apiCaller.mts';
import { FakeHost, json, START } from '../../../support/fakeHost.mts';
import type { HeldIncident } from '../../../support/memoryTenant/heldIncident.mts';
import { MemoryTenant } from '../../../support/memoryTenant/memoryTenant.mts';
import { updateSettings, unsharedWrites } from '../../../support/singleUpdate.mts';

const COUNT = 500;
/** Requests in progress at once while the service does not throttle. */
const MAX_PARALLEL = 30;
const idOf = (index: number) => String(1_000 + index);

/** Numbers in [0, 1) that follow from a seed (mulberry32, public domain). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Updates all incidents in parallel, as the node does. */
async function updateAll(host: FakeHost, jobOfItem: (index: number) => UpdateSettings) {
	const api = graphOf(host);
	const writer = new IncidentWriter(api, host, unsharedWrites());
	const options = { bound: () => api.parallelism, keyOf: idOf, shouldStop: () => false };
	const results = await runParallel(
		COUNT,
		options,
		async (index) => await writer.update(idOf(index), jobOfItem(index)),
	);
	return results.map((result) => {
		if (result.kind !== 'done') throw new Error(JSON.stringify(result));
		return result.value;
	});
}

describe('500 updates with Same as Input › analyst edits at random instants', () => {
	const FIELDS = ['status', 'severity', 'assignedTo'] as const;

	async function withAnalyst(etag: boolean) {
		const random = seeded(7);
		const tenant = new MemoryTenant({ etag });
		const inputs = Array.from({ length: COUNT }, (_, index) => ({ ...tenant.add(idOf(index)) }));
		/** The last human value of a field, and whether our read of the incident was answered before it was written. */
		const human = new Map<string, { readonly value: unknown; readonly inGap: boolean }>();
		const read = new Set<string>();
		const patched = new Set<string>();
		const overwritten = { inGap: 0, elsewhere: 0 };
		const edits: string[] = [];
		const edit = (id: string) => {
			const field = FIELDS[Math.floor(random() * FIELDS.length)] ?? 'status';
			const value = `human${edits.length}`;
			edits.push(id);
			tenant.edit(id, { [field]: value });
			human.set(`${id} ${field}`, { value, inGap: read.has(id) && !patched.has(id) });
		};
		let current: HeldIncident | undefined;
		tenant.meanwhile = (moment, id) => {
			if (moment === 'afterRead') read.add(id);
			// Half of the analyst's changes fall anywhere, half on an incident that is just being worked on.
			if (random() < 0.05) edit(idOf(Math.floor(random() * COUNT)));
			if (random() < 0.05) edit(id);
			if (moment === 'beforePatch') current = { ...tenant.get(id) };
			if (moment !== 'afterPatch') return;
			patched.add(id);
			for (const field of FIELDS) {
				const theirs = human.get(`${id} ${field}`);
				const stood = theirs !== undefined && current?.[field] === theirs.value;
				if (!stood || tenant.get(id)[field] === theirs.value) continue;
				overwritten[theirs.inGap ? 'inGap' : 'elsewhere'] += 1;
			}
		};
		// Calls take time before and after they are carried out, so that those of several items interleave.
		const host: FakeHost = new FakeHost(async (call) => {
			await host.sleep(Math.floor(random() * 50));
			const answer = tenant.respond(call);
			await host.sleep(Math.floor(random() * 50));
			return answer;
		});
		const results = await updateAll(host, (index) =>
			updateSettings(
				{ status: 'resolved', severity: 'low', assignedTo: 'bot@x.example' },
				{
					conditions: {
						status: [],
						unassigned: false,
						untouched: false,
						sameAs: readDecidedState({ ...inputs[index] }, idOf(index)),
					},
				},
			),
		);
		const conflicts = results.filter(({ outcome }) => outcome === 'conflict').length;
		return { overwritten, edits: edits.length, conflicts };
	}

	it('no version tags → values lost only between read and PATCH, each one counted', async () => {
		const { overwritten, edits, conflicts } = await withAnalyst(false);
		expect(overwritten.elsewhere).toBe(0);
		expect({ edits, conflicts, lostInTheGap: overwritten.inGap }).toMatchInlineSnapshot(`
			{
			  "conflicts": 56,
			  "edits": 197,
			  "lostInTheGap": 57,
			}
		`);
	});

	it('version tags → no value lost', async () => {
		const { overwritten, conflicts } = await withAnalyst(true);
		expect(overwritten).toEqual({ inGap: 0, elsewhere: 0 });
		expect(conflicts).toBeGreaterThan(20);
	});
});

describe('500 updates › throttling service', () => {
	it('up to thirty at a time → all updated in two requests each, with one shared pause per 429', async () => {
		const tenant = new MemoryTenant();
		for (let index = 0; index < COUNT; index++) tenant.add(idOf(index));
		const random = seeded(11);
		let [underWay, peak, refused, duringPause, pausedUntil] = [0, 0, 0, 0, 0];
		let window = { since: START, calls: 0 };
		const host: FakeHost = new FakeHost(async (call) => {
			underWay += 1;
			peak = Math.max(peak, underWay);
			if (host.time < pausedUntil) duringPause += 1;
			// 1,500 calls in five minutes, as a quota that others use as well.
			if (host.time - window.since >= 300_000) window = { since: host.time, calls: 0 };
			window.calls += 1;
			const over = window.calls > 300 && refused < 6 && random() < 0.2;
			await host.sleep(20 + Math.floor(random() * 80));
			underWay -= 1;
			if (!over) return tenant.respond(call);
			refused += 1;
			pausedUntil = Math.max(pausedUntil, host.time + 5_000);
			return json(429, { error: { code: 'TooManyRequests', message: 'slow down' } }, { 'retry-after': '5' });
		});
		const results = await updateAll(host, () => updateSettings({ status: 'resolved' }));
		expect(results.every(({ outcome }) => outcome === 'updated')).toBe(true);
		expect(refused).toBe(6);
		expect(peak).toBe(MAX_PARALLEL);
		// A PATCH that follows its read may leave into a pause that began meanwhile: at most one for each other item.
		expect(duringPause).toBeLessThanOrEqual(refused * (MAX_PARALLEL - 1));
		const perUpdate = host.calls.length / COUNT;
		expect(perUpdate).toBeGreaterThanOrEqual(2);
		expect(perUpdate).toBeLessThan(2.1);
	});
});
