import { describe, expect, it } from 'vitest';
import type { HuntTable } from '../../../../defender/api/securityApi.ts';
import { parseInstant } from '../../../../defender/core/instant.ts';
import type { Notice } from '../../../../defender/core/notices.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { runHunt, type HuntSettings } from '../../../../defender/tasks/hunt/runHunt.ts';
import { defenderError } from '../../../support/defenderErrors.mts';
import { scriptedApi } from '../../../support/scriptedApi.mts';
import { START } from '../../../support/fakeHost.mts';
import { at } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const ASK_FOR_LESS =
	'Narrow the time range, filter early, keep fewer columns with project, or count with summarize.';

function huntOf(count: number, length: number, more: Partial<HuntSettings> = {}, huntTimespan = true) {
	const rows: HuntRow[] = Array.from({ length: count }, (_, x) => ({ x }));
	const table: HuntTable = {
		columns: [{ name: 'x', type: 'Int32' }],
		rows,
		length,
		malformed: 0,
		numbersAsText: false,
	};
	const notices: Notice[] = [];
	const order: HuntSettings = {
		query: 'T',
		parameters: [],
		timeRange: { kind: 'apiDefault' },
		limit: 'all',
		readInstant: () => undefined,
		onTruncation: 'hint',
		rawValues: false,
		parseJson: [],
		splitMax: 32,
		...more,
	};
	const base = scriptedApi({});
	const api = { ...base, can: { ...base.can, huntTimespan }, runHunt: async () => table };
	const run = async () => await runHunt(api, order, (notice) => notices.push(notice), { now: () => START });
	return { rows, notices, run };
}

const textsOf = (notices: readonly Notice[]) =>
	notices.filter(({ topic }) => topic === 'rowLimit').map(({ text }) => text);

describe('hunting result › maximum number of rows', () => {
	it('100,000 rows → incomplete, with a hint', async () => {
		const { run, rows, notices } = huntOf(100_000, 1);
		const hunt = await run();
		// The list itself, not a copy of 100,000 rows.
		expect(hunt.rows).toBe(rows);
		expect(hunt.complete).toEqual({ because: 'serviceRows' });
		expect(textsOf(notices)).toEqual([
			`Microsoft Defender returned exactly 100,000 rows, its maximum, so rows may be missing. ${ASK_FOR_LESS}`,
		]);
	});

	it('99,999 rows → complete', async () => {
		const { run, notices } = huntOf(99_999, 1, { onTruncation: 'fail' });
		expect((await run()).complete).toBe(true);
		expect(textsOf(notices)).toEqual([]);
	});

	it('On Truncation set to fail → error with a way to continue', async () => {
		const error = await defenderError(huntOf(100_000, 1, { onTruncation: 'fail' }).run());
		expect(error.reason).toEqual({ kind: 'incomplete' });
		expect(error.message).toBe('The result may be truncated at 100,000 rows, Microsoft Defender’s maximum');
		expect(error.description).toBe(
			`${ASK_FOR_LESS} To continue with the 100,000 rows returned, set On Truncation to Show Hint.`,
		);
	});
});

describe('hunting result › maximum size', () => {
	eachRow([
		[49_000_000, { because: 'serviceSize' }],
		[48_999_999, true],
	])('49,000,000 bytes → incomplete, with a hint; one byte less → complete', async (length, complete) => {
		const { run, notices } = huntOf(7, length);
		expect((await run()).complete).toEqual(complete);
		expect(textsOf(notices)).toEqual(
			complete === true
				? []
				: [
						`Microsoft Defender returned 7 rows of about 50 MB, its maximum, so rows may be missing. ${ASK_FOR_LESS}`,
					],
		);
	});

	it('On Truncation set to fail → error', async () => {
		const error = await defenderError(huntOf(7, 49_000_000, { onTruncation: 'fail' }).run());
		expect(error.message).toBe('The result may be truncated at about 50 MB, Microsoft Defender’s maximum');
	});
});

describe('hunting result › user’s own limit', () => {
	it('more rows than the limit → cut, without an error; exactly the limit → complete', async () => {
		const { run, notices } = huntOf(6, 1, { limit: 5, onTruncation: 'fail' });
		const hunt = await run();
		expect([hunt.complete, hunt.rows.length]).toEqual([{ because: 'limit' }, 5]);
		expect(textsOf(notices)).toHaveLength(1);
		expect((await huntOf(5, 1, { limit: 5 }).run()).complete).toBe(true);
	});
});

describe('hunting › API without time range', () => {
	eachRow([
		[{ kind: 'last', amount: 1, unit: 'days' }, '| where Timestamp >= ago(1d)'],
		[{ kind: 'last', amount: 90, unit: 'minutes' }, '| where Timestamp >= ago(90m)'],
		[
			{ kind: 'between', from: at('2026-11-20T00:00:00Z'), to: undefined },
			'| where Timestamp >= datetime(2026-11-20T00:00:00Z)',
		],
		[
			{ kind: 'between', from: at('2026-11-20T00:00:00.5Z'), to: at('2026-11-21T00:00:00Z') },
			'| where Timestamp between (datetime(2026-11-20T00:00:00.5Z) .. datetime(2026-11-21T00:00:00Z))',
		],
		[{ kind: 'iso', timespan: 'PT1H30M' }, '| where Timestamp >= ago(5400s)'],
		[
			{ kind: 'iso', timespan: 'P2D/2026-11-21T00:00:00Z' },
			'| where Timestamp between (datetime(2026-11-19T00:00:00Z) .. datetime(2026-11-21T00:00:00Z))',
		],
	] as const)(
		'time range given → refused before any request, with the line to add; none given → runs',
		async (timeRange, line) => {
			const readMoment = (value: unknown) => parseInstant(String(value));
			const error = await defenderError(huntOf(1, 1, { timeRange, readInstant: readMoment }, false).run());
			expect(error.reason).toEqual({ kind: 'invalidInput', field: 'timeRange' });
			expect(error.description).toContain(`directly after the table: ${line} `);
			expect((await huntOf(1, 1, { timeRange, readInstant: readMoment }).run()).rows).toHaveLength(1);
			expect((await huntOf(1, 1, {}, false).run()).rows).toHaveLength(1);
		},
	);
});
