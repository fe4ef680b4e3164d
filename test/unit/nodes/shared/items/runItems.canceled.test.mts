import { expect } from 'vitest';
import { IncidentWriter } from '../../../../../defender/tasks/update/incidentWriter.ts';
import { runItems } from '../../../../../nodes/shared/items/runItems.ts';
import { graphOf } from '../../../../support/apiCaller.mts';
import { failed, FakeHost } from '../../../../support/fakeHost.mts';
import type { HeldIncident } from '../../../../support/memoryTenant/heldIncident.mts';
import { MemoryTenant } from '../../../../support/memoryTenant/memoryTenant.mts';
import { n8nContext } from '../../../../support/n8nContext.mts';
import { updateSettings, unsharedWrites } from '../../../../support/singleUpdate.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const COUNT = 20;
const idOf = (index: number) => String(1_000 + index);
const IDS = Array.from({ length: COUNT }, (_, index) => idOf(index));
/** How running requests end when the execution is canceled: n8n aborts them, but may be too late. */
const FATES = ['answered', 'executedWithoutResponse', 'notExecuted'] as const;
type Fate = (typeof FATES)[number];

interface Run {
	readonly tenant: MemoryTenant;
	readonly steps: number;
	/** Writes that started after the execution was canceled. */
	readonly late: readonly string[];
	/** Outcome by incident, of items that were done. */
	readonly done: ReadonlyMap<string, string>;
	/** The error that the node threw; undefined if it returned items. */
	readonly error: string | undefined;
}

/** Updates 20 incidents and cancels at the n-th moment at which a request, a response or a pause waits. */
async function canceledAt(moment: number, fate: Fate): Promise<Run> {
	const tenant = new MemoryTenant({ patchResponse: 'noTags' });
	IDS.forEach((id) => tenant.add(id, { customTags: ['theirs'] }));
	const stop = new AbortController();
	const late: string[] = [];
	let steps = 0;
	const step = () => {
		steps += 1;
		if (steps !== moment) return;
		stop.abort();
		host.cancel();
	};
	const host: FakeHost = new FakeHost(async (call) => {
		if (stop.signal.aborted && call.method !== 'GET') late.push(`${call.method} ${call.url}`);
		step();
		await travel(5);
		if (stop.signal.aborted && fate === 'notExecuted') return failed({ kind: 'canceled' });
		const answer = tenant.respond(call);
		step();
		await travel(5);
		return stop.signal.aborted && fate !== 'answered' ? failed({ kind: 'canceled' }) : answer;
	});
	const travel = host.sleep;
	host.sleep = async (milliseconds) => {
		step();
		await travel(milliseconds);
	};
	const writer = new IncidentWriter(graphOf(host), host, unsharedWrites());
	const job = updateSettings({
		status: 'resolved',
		severity: 'low',
		tags: { add: ['x'], drop: [] },
		comment: 'seen',
	});
	const done = new Map<string, string>();
	const loop = { bound: 3, keyOf: idOf, about: (index: number) => ({ id: idOf(index) }) };
	const error = await runItems(n8nContext({ items: COUNT, signal: stop.signal }), loop, async (index) => {
		const { outcome } = await writer.update(idOf(index), job);
		done.set(idOf(index), outcome);
		return [{ outcome }];
	}).then(
		() => undefined,
		(thrown: { readonly description?: string }) => String(thrown.description),
	);
	return { tenant, steps, late, done, error };
}

const fieldsOf = ({ status, severity, customTags }: HeldIncident) => [status, severity, ...customTags];
const UNTOUCHED = ['active', 'medium', 'theirs'];
const WRITTEN = ['resolved', 'low', 'theirs', 'x'];

eachRow(FATES)(
	'runItems › 20 updates, canceled at any moment → each is complete or unchanged, and the error names each that is written',
	async (fate) => {
		const { steps: all } = await canceledAt(Number.POSITIVE_INFINITY, fate);
		// Four calls each, and a moment before and after each is carried out.
		expect(all).toBeGreaterThanOrEqual(COUNT * 8);
		const seen = { error: 0, items: 0, doubt: 0 };
		for (let moment = 1; moment <= all; moment++) {
			const { tenant, late, done, error } = await canceledAt(moment, fate);
			expect(late, `writes after moment ${moment}`).toEqual([]);
			if (error !== undefined) expect(error).toContain(`Items already done: ${done.size} of ${COUNT}.`);
			const named = new Set(/may (also )?have been saved/.test(error ?? '') ? error?.match(/\d{4}/g) : []);
			seen[error === undefined ? 'items' : 'error'] += 1;
			for (const id of IDS) {
				const incident = tenant.get(id);
				const written = fieldsOf(incident).join() === WRITTEN.join();
				if (!written) expect(fieldsOf(incident)).toEqual(UNTOUCHED);
				expect(incident.comments.length).toBeLessThanOrEqual(written ? 1 : 0);
				const outcome = done.get(id);
				if (written && outcome === undefined) {
					expect(named, `moment ${moment}`).toContain(id);
					seen.doubt += 1;
				}
				if (outcome === 'updated') expect([written, incident.comments.length]).toEqual([true, 1]);
				else if (outcome !== undefined) expect([written, outcome]).toEqual([true, 'partial']);
			}
		}
		expect(seen.error).toBeGreaterThan(20);
		if (fate === 'executedWithoutResponse') expect(seen.doubt).toBeGreaterThan(20);
	},
	60_000,
);
