import { describe, expect } from 'vitest';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { hashOf, keys, STORIES, WITHOUT_STORY } from '../support/libraryStories.mts';
import { huntedTables, worldOfSeed } from '../support/libraryWorld.mts';

const SEEDS = [1, 2026];
const worlds = new Map(SEEDS.map((seed) => [seed, huntedTables(worldOfSeed(seed).tables)]));

describe('library hunts › stories of the practice tenant', () => {
	eachRow(SEEDS.flatMap((seed) => Object.entries(STORIES).map(([id, story]) => [id, seed, story] as const)))(
		'each hunt → exactly the rows of the story',
		(id, seed, { values, expected, days = 30 }) => {
			const world = worlds.get(seed);
			if (world === undefined) throw new Error('no such world');
			const wanted = keys(expected(world));
			expect(wanted.length).toBeGreaterThan(0);
			expect(keys(world.hunt(id, values(world), days))).toEqual(wanted);
		},
	);

	eachRow(SEEDS)('hunts that count or combine → the story, once each', (seed) => {
		const world = worlds.get(seed);
		if (world === undefined) throw new Error('no such world');
		expect(world.hunt('password-spray', { ips: ['198.51.100.200', '192.0.2.10'] })).toMatchObject([
			{ IPAddress: '198.51.100.200', SuccessfulAccounts: ['m.duarte@contoso.com'] },
		]);
		const signs = world.hunt('ransomware-precursors', { devices: ['srv-app-01', 'srv-file-02', 'lt-0702'] });
		expect(signs.map((row) => [row['Sign'], String(row['Files'])]).sort()).toEqual([
			['Files renamed to .lockd', '60'],
			['Files renamed to .lockd', '60'],
			...new Array<readonly string[]>(4).fill(['Recovery removed', 'null']),
		]);
		const programs = world.hunt('rare-programs', { devices: ['lt-0471', 'lt-0702'] }, 2);
		expect(programs.map((row) => [row['FileName'], row['DeviceName']])).toEqual([
			['wupd.exe', 'lt-0471.corp.contoso.com'],
		]);
		const alerts = world.hunt('alerts-about-entity', hashOf(world, 'wupd.exe'));
		const named = world.rows('AlertEvidence', (row) => row['SHA256'] === hashOf(world, 'wupd.exe').hashes[0]);
		expect(alerts.map((row) => row['AlertId']).sort()).toEqual(
			[...new Set(named.map((row) => row['AlertId']))].sort(),
		);
		const [card] = world.hunt('device-card', { ips: ['10.20.30.41'] });
		expect(card).toMatchObject({ DeviceName: 'lt-0471.corp.contoso.com', IPAddresses: ['10.20.30.41'] });
	});

	eachRow(
		SEEDS.flatMap((seed) => Object.entries(WITHOUT_STORY).map(([id, values]) => [seed, id, values] as const)),
	)('entity without the story → no row', (seed, id, values) => {
		expect(worlds.get(seed)?.hunt(id, values)).toEqual([]);
	});
});
