import { describe, expect, it } from 'vitest';
import { createHuntEngine } from '../../../tenant/kql/huntEngine.mts';
import { randomPipeline } from '../../support/randomPipelines.mts';
import { NOW } from '../../support/huntResults.mts';

/** Set PIPELINES=10000 for a thorough run. */
const COUNT = Number(process.env.PIPELINES ?? 60);
const STEPS = 4;

describe('KQL random pipelines', () => {
	it('pipelines over every type, with empty and null values → rows or a rejection, never an exception', () => {
		const engine = createHuntEngine({});
		let answered = 0;
		const run = (query: string) => {
			const answer = engine.run(query, { now: NOW, maxRows: 1_000 });
			if (!answer.ok) return undefined;
			answered += 1;
			return answer.columns;
		};
		for (let seed = 0; seed < COUNT; seed++) {
			expect(() => randomPipeline(seed, STEPS, run), `pipeline ${seed}`).not.toThrow();
		}
		expect(answered).toBeGreaterThan(COUNT * (STEPS / 2));
	}, 3_600_000);
});
