import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { followRedirect, MAX_MERGES, replaceMergedIncidents } from '../../../defender/incidents/merge.ts';
import { incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const merged = (id: number, into: number | null) =>
	incident({ id: String(id), status: 'redirected', redirectIncidentId: into === null ? null : String(into) });
const known = (incidents: readonly Incident[]) =>
	new Map<string, Incident | 'missing'>(incidents.map((one) => [one.id, one]));
/** 1 → 2 → … → count, which is not merged. */
const chain = (count: number) =>
	Array.from({ length: count }, (_, place) =>
		place + 1 === count ? incident({ id: String(count) }) : merged(place + 1, place + 2),
	);

describe('chain of merged incidents', () => {
	eachRow([
		[MAX_MERGES + 1, 'target'],
		[MAX_MERGES + 2, 'noTarget'],
	])('maximum length → target; one more → no target', (count, kind) => {
		const all = chain(count);
		expect(followRedirect(all[0] ?? incident(), known(all)).kind).toBe(kind);
	});

	eachRow([
		['itself', [merged(1, 1)], 'cycle'],
		['a circle', [merged(1, 2), merged(2, 3), merged(3, 2)], 'cycle'],
		['nowhere', [merged(1, null)], 'unnamed'],
	])('merged into itself, into a cycle, into nothing → no target', (_, all, because) => {
		expect(followRedirect(all[0] ?? incident(), known(all))).toEqual({ kind: 'noTarget', because });
	});

	it('any graph of merges → ends, and each incident appears once', () => {
		const graphs = fc.array(fc.option(fc.integer({ min: 1, max: 14 })), { minLength: 1, maxLength: 12 });
		fc.assert(
			fc.property(graphs, (targets) => {
				const all = targets.map((into, place) =>
					into === null ? incident({ id: String(place + 1) }) : merged(place + 1, into),
				);
				const map = known(all);
				for (const id of ['1', '13', '14']) if (!map.has(id)) map.set(id, 'missing');
				for (let id = 1; id <= 12; id++) if (!map.has(String(id))) map.set(String(id), 'missing');
				const given = replaceMergedIncidents(all, map, () => true);
				const ids = given.map(({ incident: { id } }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				expect(
					given.every(
						({ incident: one, noTarget }) => (one.status === 'redirected') === (noTarget !== undefined),
					),
				).toBe(true);
				expect(
					all.every(({ id }) => given.some((one) => one.incident.id === id || one.mergedFrom.includes(id))),
				).toBe(true);
			}),
			{ numRuns: 1_000, seed: 20_261_122 },
		);
	});

	it('target not wanted → left out; wanted → returned with mergedFrom', () => {
		const all = [merged(1, 2), incident({ id: '2' })];
		expect(replaceMergedIncidents(all.slice(0, 1), known(all), () => false)).toEqual([]);
		expect(replaceMergedIncidents(all.slice(0, 1), known(all), () => true)).toMatchObject([
			{ incident: { id: '2' }, mergedFrom: ['1'] },
		]);
	});
});
