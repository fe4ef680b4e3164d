import { generateWorld } from '../../tenant/world/generate.mts';

export const OPTIONS = {
	seed: 20261122,
	now: '2026-11-22T03:00:00Z',
	tenantId: '3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61',
} as const;

/** Generated data by seed. Several seeds, because a rule that applies to one may do so by chance. */
export const SEEDED_WORLDS = [OPTIONS.seed, 1, 2, 3].map((seed) => ({
	seed,
	world: generateWorld({ ...OPTIONS, seed }),
}));

export const SAMPLE_WORLDS = SEEDED_WORLDS.map(({ world }) => world);

export const DAY_BEFORE = '2026-11-21T03:00:00.0000000Z';
export const NOW = '2026-11-22T03:00:00.0000000Z';

/** All instants anywhere in a value. */
export function instantsIn(value: unknown): string[] {
	if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}T/.test(value) ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(instantsIn);
}
