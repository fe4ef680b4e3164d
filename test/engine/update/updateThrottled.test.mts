import { describe, expect, it, vi } from 'vitest';
import { toInstant } from '../../../lab/tenant/clock.mts';
import type { RecordedCall, Tenant } from '../../../lab/tenant/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { newIncidents, pathOf, updateOfEachItem } from '../../support/overwrittenValues.mts';
import { continueOnFail, jsonOf } from '../../support/practice.mts';

const current = benchPerTest();
/** A thousand calls take seconds, on a busy machine many. */
const CROWD_MS = 300_000;
const COUNT = 500;
/** Requests in progress at once while the service does not throttle. */
const AT_ONCE = 30;
const PAUSE_S = 25;
/** What the calls of one execution may spend waiting for a throttled service, as docs/limits.md says. */
const BUDGET_S = 60;

/** Items of which most need a read and a write, some a comment, and some a read-back as well. */
const needsOf = (index: number) =>
	index % 10 === 0
		? { comment: 'seen', tagsMode: 'add', calls: 4 }
		: index % 10 === 1
			? { comment: 'seen', tagsMode: 'keep', calls: 3 }
			: { comment: '', tagsMode: 'keep', calls: 2 };

/** A tenant whose ledger carries the time of the run, skipped waits included, with one item for each new incident. */
async function throttledTenant() {
	// Responses to a PATCH contain no tags here, so tags have to be read back.
	await current.restart({ empty: true, behaviours: { patchAnswer: 'noTags' } });
	const { tenant } = current.bench;
	vi.spyOn(tenant.clock, 'now').mockImplementation(() => toInstant(new Date(Date.now()).toISOString()) ?? '');
	const input = newIncidents(tenant, COUNT).map(({ id }, index) => ({ id, ...needsOf(index) }));
	return { tenant, input };
}

const updateAll = () => ({
	...updateOfEachItem({
		updateFields: { status: 'inProgress' },
		comment: '={{ $json.comment }}',
		tagsMode: '={{ $json.tagsMode }}',
		tags: 'x',
	}),
	...continueOnFail,
});

const graphCalls = ({ calls }: Tenant) => calls.filter(({ kind }) => kind === 'graph');
const timeOf = ({ at }: RecordedCall) => Date.parse(`${at.slice(0, 23)}Z`);
const isRefused = ({ status }: RecordedCall) => status === 429;
const isAbout = (id: string) => (call: RecordedCall) => `${call.path}/`.startsWith(`${pathOf(id)}/`);

/** Calls per second over the ten seconds before a refusal, and at least ten. */
function rateBefore(calls: readonly RecordedCall[], refusal: RecordedCall): number {
	const until = timeOf(refusal);
	const recent = calls.map(timeOf).filter((at) => at <= until && at > until - 10_000);
	const seconds = Math.max(1, (until - Math.min(...recent)) / 1_000);
	return Math.max(10, recent.length / seconds);
}

/** The maximum number of incidents that were between their first and their last request at the same time. */
function peakOf(calls: readonly RecordedCall[], ids: readonly string[]): number {
	const spans = ids
		.map((id) => [calls.findIndex(isAbout(id)), calls.findLastIndex(isAbout(id))] as const)
		.filter(([first]) => first >= 0);
	return Math.max(
		...calls.map((_, index) => spans.filter(([first, last]) => first <= index && index <= last).length),
	);
}

describe('500 updates through a service that throttles', () => {
	it(
		'two times 429 → all succeed, up to thirty at a time, with one pause for all after each',
		async () => {
			const { tenant, input } = await throttledTenant();
			for (const skip of [50, 60])
				current.bench.fault({ throttle: 'seconds', retryAfterSeconds: PAUSE_S }, { skip, times: 1 });
			const result = await current.bench.run(updateAll(), { input });
			const outcomes = jsonOf(result, 'updateIncident').map(({ id, outcome }) => ({ id, outcome }));
			expect(outcomes).toEqual(input.map(({ id }) => ({ id, outcome: 'updated' })));
			const calls = graphCalls(tenant);
			for (const { id, calls: needed } of input) {
				const own = calls.filter(isAbout(id));
				// A refused read or comment is sent again, and before a refused write its read as well.
				const refused = own
					.filter(isRefused)
					.reduce((sum, { method }) => sum + (method === 'PATCH' ? 2 : 1), 0);
				expect(own.length).toBe(needed + refused);
			}
			expect(
				peakOf(
					calls,
					input.map(({ id }) => id),
				),
			).toBe(AT_ONCE);
			const refusals = calls.filter(isRefused);
			expect(refusals).toHaveLength(2);
			for (const refusal of refusals) {
				const [since, until] = [timeOf(refusal), timeOf(refusal) + PAUSE_S * 1_000];
				const from = calls.indexOf(refusal) + 1;
				const within = (end: number) => calls.slice(from).filter((call) => timeOf(call) < end);
				// Requests already under way at the refusal, and writes right after their reads. No other one starts in the pause.
				const inPause = within(until - 100).filter(({ method }) => method !== 'PATCH');
				expect(inPause.length, `pause from ${since}`).toBeLessThan(AT_ONCE);
				// After it one request is sent to test the service, then one at a time at half the rate, with one at both ends of the
				// second. A write follows its read at once.
				const next = within(until + 1_000).filter(({ method }) => method !== 'PATCH');
				expect(next.length).toBeLessThanOrEqual(2 + inPause.length + rateBefore(calls, refusal) / 2);
			}
		},
		CROWD_MS,
	);

	it('429 always → one maximum wait for all, and each failed incident is untouched', async () => {
		const { tenant, input } = await throttledTenant();
		current.bench.fault({ throttle: 'seconds', retryAfterSeconds: PAUSE_S }, { skip: 100, times: 'always' });
		const result = await current.bench.run(updateAll(), { input });
		const items = jsonOf(result, 'updateIncident');
		const written = items.filter(({ outcome }) => outcome === 'updated').map(({ id }) => id);
		expect(written.length).toBeGreaterThan(20);
		expect(items.length).toBe(COUNT);
		for (const { outcome, error, id } of items) {
			const wrote = outcome !== undefined;
			expect(tenant.incidents.get(String(id))?.status).toBe(wrote ? 'inProgress' : 'active');
			if (!wrote)
				expect(error).toMatch(/^Microsoft Defender limits the number of requests; try again after \d{4}-/);
		}
		// Two pauses fit into what all may wait together; the refusal after them ends it for everybody at once.
		const calls = graphCalls(tenant);
		const refusals = calls.slice(calls.findIndex(isRefused));
		expect(refusals.every(isRefused)).toBe(true);
		// All requests in progress at the first refusal, then a single one after each pause. Reads before writes add to them.
		expect(refusals.length).toBeLessThanOrEqual(AT_ONCE + 4);
		const times = refusals.map(timeOf);
		const lasted = Math.max(...times) - Math.min(...times);
		expect(lasted).toBeGreaterThanOrEqual(2 * PAUSE_S * 1_000);
		expect(lasted).toBeLessThanOrEqual(BUDGET_S * 1_000);
	});
});
