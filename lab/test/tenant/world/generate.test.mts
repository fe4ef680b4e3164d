import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';

import { generateWorld } from '../../../tenant/world/generate.mts';
import { instantsIn, NOW, OPTIONS, SAMPLE_WORLDS } from '../../support/sampleWorlds.mts';

/** Everything, in its order, with longs distinguished from numbers. */
function bytes(world: unknown): string {
	return inspect(world, { depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity });
}

describe('generated practice data', () => {
	it('the same seed and time → identical to the last byte', () => {
		expect(bytes(generateWorld(OPTIONS))).toBe(bytes(generateWorld(OPTIONS)));
	});

	it('another seed → different data', () => {
		const all = SAMPLE_WORLDS.map(bytes);
		expect(new Set(all).size).toBe(SAMPLE_WORLDS.length);
	});

	it('another time → instants move, everything else is the same', () => {
		const later = generateWorld({ ...OPTIONS, now: '2026-11-23T03:00:00Z' });
		const names = (world: typeof later): string[] => world.incidents.map((incident) => incident.displayName);
		expect(names(later)).toEqual(names(generateWorld(OPTIONS)));
		expect(later.incidents[0]?.createdDateTime.slice(10)).toBe(
			SAMPLE_WORLDS[0]?.incidents[0]?.createdDateTime.slice(10),
		);
		expect(later.incidents[0]?.createdDateTime).not.toBe(SAMPLE_WORLDS[0]?.incidents[0]?.createdDateTime);
	});

	it('structuredClone → an equal copy', () => {
		const [world] = SAMPLE_WORLDS;
		expect(structuredClone(world)).toEqual(world);
	});

	it('a time that is not a UTC instant → rejected', () => {
		expect(() => generateWorld({ ...OPTIONS, now: '22/11/2026' })).toThrow(/not an ISO 8601 instant in UTC/);
	});
});

describe('instants of generated data', () => {
	it('every instant → not later than the given time', () => {
		for (const world of SAMPLE_WORLDS) {
			const late = instantsIn([world.incidents, world.tables]).filter((instant) => instant > NOW);
			expect(late).toEqual([]);
		}
	});

	it('every instant → seven fractional digits', () => {
		const odd = instantsIn([SAMPLE_WORLDS[0]?.incidents, SAMPLE_WORLDS[0]?.tables]).filter(
			(instant) => !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/.test(instant),
		);
		expect(odd).toEqual([]);
	});
});
