import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { generateWorld } from '../../../tenant/world/generate.mts';
import { createPrng } from '../../../tenant/world/prng.mts';
import { instantsIn, NOW, OPTIONS, SAMPLE_WORLDS } from '../../support/sampleWorlds.mts';

/** Everything, in its order, with longs told from numbers. */
function bytes(world: unknown): string {
	return inspect(world, { depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity });
}

describe('the same options give the same world', () => {
	it('is identical to the last byte for the same seed and now', () => {
		expect(bytes(generateWorld(OPTIONS))).toBe(bytes(generateWorld(OPTIONS)));
	});

	it('differs for another seed', () => {
		const all = SAMPLE_WORLDS.map(bytes);
		expect(new Set(all).size).toBe(SAMPLE_WORLDS.length);
	});

	it('moves with now and keeps everything else', () => {
		const later = generateWorld({ ...OPTIONS, now: '2026-11-23T03:00:00Z' });
		const names = (world: typeof later): string[] => world.incidents.map((incident) => incident.displayName);
		expect(names(later)).toEqual(names(generateWorld(OPTIONS)));
		expect(later.incidents[0]?.createdDateTime.slice(10)).toBe(
			SAMPLE_WORLDS[0]?.incidents[0]?.createdDateTime.slice(10),
		);
		expect(later.incidents[0]?.createdDateTime).not.toBe(SAMPLE_WORLDS[0]?.incidents[0]?.createdDateTime);
	});

	it('survives structuredClone', () => {
		const [world] = SAMPLE_WORLDS;
		expect(structuredClone(world)).toEqual(world);
	});

	it('refuses a now that is not an instant in UTC', () => {
		expect(() => generateWorld({ ...OPTIONS, now: '22/11/2026' })).toThrow(/not an ISO 8601 instant in UTC/);
	});
});

describe('time in the world', () => {
	it('knows nothing later than now', () => {
		for (const world of SAMPLE_WORLDS) {
			const late = instantsIn([world.incidents, world.tables]).filter((instant) => instant > NOW);
			expect(late).toEqual([]);
		}
	});

	it('writes every instant with seven fractional digits', () => {
		const odd = instantsIn([SAMPLE_WORLDS[0]?.incidents, SAMPLE_WORLDS[0]?.tables]).filter(
			(instant) => !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/.test(instant),
		);
		expect(odd).toEqual([]);
	});
});

describe('the generator of random values', () => {
	it('stays inside the bounds it is given', () => {
		fc.assert(
			fc.property(fc.integer(), fc.integer({ min: -1000, max: 1000 }), fc.nat(5000), (seed, min, width) => {
				const value = createPrng(seed).int(min, min + width);
				return Number.isInteger(value) && value >= min && value <= min + width;
			}),
			{ seed: 7 },
		);
	});

	it('draws the same from a fork whatever its parent drew before', () => {
		const untouched = createPrng(5);
		const used = createPrng(5);
		used.hex(100);
		expect(used.fork('story').guid()).toBe(untouched.fork('story').guid());
		expect(used.fork('story').guid()).not.toBe(untouched.fork('other').guid());
	});
});
