import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../lab/engine/engine.mts';
import type { Behaviours } from '../../../lab/tenant/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { jsonOf } from '../../support/practice.mts';
import { ID, updateStep, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held } = updateFixture(current);
/** Active, and not the incident of {@link ID}. */
const OTHER = '48461';
const EXECUTIONS = 60;
const AT_ONCE = 10;
const LONG_MS = 120_000;

/** Runs executions of a workflow of their own, ten at a time, as n8n does in one process. */
async function runMany(one: (execution: number) => Promise<RunResult>): Promise<readonly RunResult[]> {
	const results: RunResult[] = [];
	let next = 0;
	const lane = async () => {
		for (let execution = next++; execution < EXECUTIONS; execution = next++)
			results[execution] = await one(execution);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
	return results;
}

/** What the executions ended with, each once: an outcome, or the message of an error. */
const outcomes = (results: readonly RunResult[]) => [
	...new Set(
		results.map((result) => result.error?.message ?? jsonOf(result, 'updateIncident')[0]?.['outcome']),
	),
];
const tagOf = (execution: number) => `execution-${execution}`;
const allTags = Array.from({ length: EXECUTIONS }, (_, execution) => tagOf(execution)).sort();
const addTag = (execution: number, id: string) =>
	current.bench.run(updateStep({ tagsMode: 'add', tags: tagOf(execution) }, id));

describe('executions of one process that write the same incidents', () => {
	current.eachRow<[string, Partial<Behaviours>]>([
		['answers with the whole incident', {}],
		['merges tags', { tags: 'merge' }],
		['reads that lag behind writes', { staleReads: 1 }],
		['reads that lag behind writes by two', { staleReads: 2 }],
	])(
		'60 executions that each add a tag, on any service → 60 of 60 tags',
		async (_, behaviours) => {
			await current.restart({ behaviours });
			const results = await runMany((execution) => addTag(execution, execution % 2 === 0 ? ID : OTHER));
			expect(outcomes(results)).toEqual(['updated']);
			expect(
				[...held(ID).customTags, ...held(OTHER).customTags]
					.filter((tag) => tag.startsWith('execution'))
					.sort(),
			).toEqual(allTags);
		},
		LONG_MS,
	);

	it(
		'an incident and the one it was merged into → all tags on the target, and no execution waits forever',
		async () => {
			current.bench.tenant.incidents.merge(OTHER, ID);
			const results = await runMany((execution) => addTag(execution, execution % 2 === 0 ? ID : OTHER));
			expect(outcomes(results)).toEqual(['updated']);
			expect(
				held(ID)
					.customTags.filter((tag) => tag.startsWith('execution'))
					.sort(),
			).toEqual(allTags);
		},
		LONG_MS,
	);

	it('one is canceled while it waits → it writes nothing, and the others do', async () => {
		const stop = new AbortController();
		const long = Array.from({ length: 5 }, (_, execution) => addTag(execution, ID));
		const canceled = current.bench.run(updateStep({ tagsMode: 'add', tags: 'never' }, ID), {
			signal: stop.signal,
		});
		const after = addTag(7, ID);
		stop.abort();
		expect((await canceled).status).toBe('canceled');
		expect(outcomes([...(await Promise.all(long)), await after])).toEqual(['updated']);
		expect(held(ID).customTags.toSorted()).toEqual([0, 1, 2, 3, 4, 7].map(tagOf));
	});
});
