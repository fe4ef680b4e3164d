import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { check } from '../../prove/checker/check.mts';
import { readItem, type Happening, type LifeRecord } from '../../prove/checker/record.mts';
import { readOptions } from '../../prove/options.mts';
import { prove } from '../../prove/proof.mts';
import { settingOf } from '../../prove/setting.mts';
import { builtPackageEngine } from '../support/builtPackage.mts';
import { eachRow, eachValue } from '../support/eachRow.mts';
import { skipWaits } from '../support/skipWaits.mts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RUN_MS = 60_000;
/** Together they cover both kinds of cursor, with and without filter and alerts, a service clock ahead and behind. */
const SEEDS = [2, 7, 8];
const CHANGES = 50;

beforeEach(() => void skipWaits());
afterEach(() => void vi.restoreAllMocks());

const lives = new Map<number, Promise<LifeRecord>>();
function lifeOf(seed: number): Promise<LifeRecord> {
	const living = async () =>
		(await prove(await builtPackageEngine(), settingOf(seed), CHANGES, () => undefined)).record;
	const life = lives.get(seed) ?? living();
	lives.set(seed, life);
	return life;
}

describe('trigger prover', () => {
	eachRow(SEEDS)(
		'each seed, with faults, crashes and late arrivals → no change lost, none reported twice except after a crash',
		async (seed) => {
			const { complaints, total } = check(await lifeOf(seed));
			expect(complaints).toEqual([]);
			expect(total.made).toBeGreaterThanOrEqual(CHANGES);
			expect(total.observable).toBeGreaterThan(CHANGES / 3);
			expect(total).toMatchObject({ lost: 0, reported: total.made - total.folded - total.outside });
		},
		SEEDS.length * RUN_MS,
	);
});

/** The record with one batch of items altered. */
function altered(
	life: LifeRecord,
	chosen: (batch: readonly unknown[]) => boolean,
	change: (batch: readonly unknown[]) => readonly Happening[],
): LifeRecord {
	const at = life.happenings.findLastIndex((one) => one.kind === 'items' && chosen(one.items));
	const happenings = life.happenings.flatMap((one, index) =>
		index === at && one.kind === 'items' ? change(one.items) : [one],
	);
	expect(happenings).not.toEqual(life.happenings);
	return { ...life, happenings };
}
const itemsOf = (items: readonly unknown[]): Happening => ({ kind: 'items', items });
const isFresh = (batch: readonly unknown[]) => batch.every((one) => readItem(one).redelivered === undefined);

describe('trigger prover checker', { timeout: RUN_MS }, () => {
	it('an observable change without its item → counted as lost', async () => {
		const life = await lifeOf(7);
		const all = life.happenings.flatMap((one) =>
			one.kind === 'items' ? one.items.map((item) => readItem(item).deliveryId) : [],
		);
		const without = (deliveryId: string) =>
			life.happenings.map((one) =>
				one.kind === 'crash'
					? one
					: itemsOf(one.items.filter((item) => readItem(item).deliveryId !== deliveryId)),
			);
		const verdicts = [...new Set(all)].map((id) => check({ ...life, happenings: without(id) }));
		const missed = verdicts.filter(({ total }) => total.lost === 1);
		expect(missed).toHaveLength(check(life).total.observable);
		for (const { complaints } of missed)
			expect(complaints.join('\n')).toMatch(/^\w+ of incident \d+ at \S+ was lost$/m);
	});

	it('polls cut at the maximum of items → oblige the trigger to nothing', async () => {
		const life = await lifeOf(7);
		const observable = (items: number) =>
			check({ ...life, polls: life.polls.map((poll) => ({ ...poll, items })) }).total.observable;
		expect(observable(life.promised.maxPerPoll)).toBe(0);
		expect(observable(life.promised.maxPerPoll - 1)).toBe(check(life).total.observable);
	});

	it('an item twice without a crash → a complaint', async () => {
		const twice = altered(await lifeOf(7), isFresh, (batch) => [itemsOf([...batch, batch[0]])]);
		const { complaints, total } = check(twice);
		expect(complaints).toEqual([expect.stringMatching(/ was reported twice without a crash$/)]);
		expect(total.lost).toBe(0);
	});

	it('an unmarked repeated item → accepted only after a crash that lost the saved state', async () => {
		const again = async (forgot: boolean) =>
			check(
				altered(await lifeOf(7), isFresh, (batch) => [
					itemsOf(batch),
					{ kind: 'crash', forgot },
					itemsOf(batch),
				]),
			);
		expect((await again(true)).complaints).toEqual([]);
		expect((await again(false)).complaints[0]).toMatch(
			/ was reported twice without a mark, although the state/,
		);
	});

	it('an item with a state that the incident never had → a complaint', async () => {
		const wrong = altered(await lifeOf(7), isFresh, ([first, ...rest]) => [
			itemsOf([{ ...readItem(first), status: 'resolved?' }, ...rest]),
		]);
		expect(check(wrong).complaints.join('\n')).toMatch(/ shows a state that incident \d+ never had$/m);
	});

	it('a new incident without firstSeen → a complaint', async () => {
		const life = await lifeOf(7);
		const happenings = life.happenings.map((one) =>
			one.kind === 'crash'
				? one
				: itemsOf(one.items.map((item) => ({ ...readItem(item), firstSeen: false }))),
		);
		const wrong = { ...life, happenings };
		expect(check(wrong).complaints.join('\n')).toMatch(/^incident \d+ was never reported as new$/m);
	});
});

describe('npm run prove:trigger', () => {
	const run = (...args: readonly string[]) =>
		promisify(execFile)(process.execPath, ['--import', 'tsx', 'lab/prove/main.mts', ...args], {
			cwd: ROOT,
			timeout: RUN_MS,
		});

	it(
		'--json → one JSON document on stdout, progress on stderr',
		async () => {
			const { stdout, stderr } = await run('--seed', '3', '--changes', '20', '--json');
			expect(JSON.parse(stdout)).toMatchObject({ ok: true, seed: 3, total: { lost: 0 }, complaints: [] });
			expect(stderr).toContain('No change was lost');
		},
		RUN_MS,
	);

	eachValue([
		['--changes', '0'],
		['--changes', '10001'],
		['--seed', 'x'],
		['--sed', '1'],
	])('an unknown option or a value out of range → rejected', (args) => {
		expect(readOptions(args)).toMatchObject({ kind: 'refused' });
	});

	eachValue([['--changes', '1'], ['--changes', '10000', '--seed', '0'], []])(
		'the smallest and the largest value, and none → accepted',
		(args) => {
			expect(readOptions(args)).toMatchObject({ kind: 'run' });
		},
	);
});
