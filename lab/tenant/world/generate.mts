import { backgroundIncidents, TABLE_AGE } from './background/incidents.mts';
import { cloudNoise } from './background/cloudNoise.mts';
import { endpointNoise } from './background/endpointNoise.mts';
import { numberIncidents } from './numbering.mts';
import { shift } from './instants.mts';
import { alertTables } from './rows/alerts.mts';
import { joinRows } from './rows/tables.mts';
import { DERIVED_TABLES, withDerivedTables } from './derived/writers.mts';
import type { TablesByName } from './lazyTables.mts';
import type { Scene } from './scene.mts';
import { createScene } from './scene.mts';
import type { WorldIncident } from './shapes.mts';
import { STORIES } from './stories/stories.mts';
import type { Story } from './story.mts';

const INCIDENT_COUNT = 60;
const PORTAL_ORIGIN = 'https://security.microsoft.com';

/** What a tenant contains at the moment it is created. Plain data: it survives structuredClone. */
export interface World {
	readonly tenantId: string;
	/** Sixty incidents in wire shape, oldest first. */
	readonly incidents: readonly WorldIncident[];
	/**
	 * Rows per hunting table, oldest first. Keys are exact column names of the advanced hunting schema; a column that
	 * is left out is null; a long above 2^53 is a bigint; `dynamic` is a JSON value.
	 */
	readonly tables: TablesByName;
}

export interface WorldOptions {
	readonly seed: number;
	/** ISO 8601 in UTC. Everything happened before it. */
	readonly now: string;
	readonly tenantId: string;
	/** Origin of portal links; Microsoft's public portal by default. */
	readonly portalOrigin?: string;
}

/** Each story has its own random values, so a change in one does not change the others. */
function createStories(scene: Scene): Story[] {
	return Object.entries(STORIES).map(([label, story]) => story(scene.fork(label)));
}

/**
 * Generates the data of one practice tenant: the same options, the same data, byte for byte. Throws a RangeError when
 * `now` is not ISO 8601 in UTC.
 */
export function generateWorld(options: WorldOptions): World {
	const portalOrigin = options.portalOrigin ?? PORTAL_ORIGIN;
	const scene = createScene({ ...options, portalOrigin });
	const stories = createStories(scene);
	const storyIncidents = stories.flatMap((story) => story.incidents);
	const background = backgroundIncidents(scene.fork('background'), INCIDENT_COUNT - storyIncidents.length);
	const drafts = [...storyIncidents, ...background.incidents];
	const incidents = numberIncidents(scene.fork('numbers').prng, drafts, portalOrigin);
	const events = joinRows([
		endpointNoise(scene.fork('endpoint-noise')),
		cloudNoise(scene.fork('cloud-noise')),
		...background.rows,
		...stories.map((story) => story.rows),
	]);
	return {
		tenantId: options.tenantId,
		incidents,
		tables: withDerivedTables(scene, {
			...events,
			...alertTables(
				incidents.flatMap(({ alerts }) => alerts),
				shift(scene.now, -TABLE_AGE),
			),
		}),
	};
}

/** The tables of a world with more rows in those that stories fill; the other tables follow from all of them. */
export function extendTables(
	options: WorldOptions,
	tables: World['tables'],
	more: TablesByName,
): World['tables'] {
	const portalOrigin = options.portalOrigin ?? PORTAL_ORIGIN;
	const own = Object.keys(tables).filter((name) => !DERIVED_TABLES.includes(name));
	const added = Object.keys(more).filter((name) => !own.includes(name));
	const base = [...own, ...added].map(
		(name) => [name, [...(tables[name] ?? []), ...(more[name] ?? [])]] as const,
	);
	return withDerivedTables(createScene({ ...options, portalOrigin }), Object.fromEntries(base));
}
