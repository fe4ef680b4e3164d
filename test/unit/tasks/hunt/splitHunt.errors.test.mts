import { describe, expect, it } from 'vitest';
import { runHunt, type HuntSettings } from '../../../../defender/tasks/hunt/runHunt.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { START } from '../../../support/fakeHost.mts';
import { at } from '../../../support/incidents.mts';
import { scriptedApi } from '../../../support/scriptedApi.mts';
import {
	DAY,
	instantBefore,
	LAST_DAY,
	preempted,
	splitFixture,
	tableOf,
} from '../../../support/splitFixture.mts';

const serviceDown = () =>
	trouble({ kind: 'serviceDown' }, 'none', { status: 503, code: '', message: 'busy' });
describe('split hunt › errors', () => {
	it('first request fails or is rejected → that error, and no other request', async () => {
		const rejected = trouble({ kind: 'rejected' }, 'none', { status: 400, code: '', message: 'syntax' });
		for (const failure of [serviceDown(), rejected]) {
			for (const query of ['DeviceEvents', 'DeviceInfo']) {
				const { run, requests } = await splitFixture(DAY, { query }, {}, () => failure);
				await expect(run()).rejects.toBe(failure);
				expect(requests).toHaveLength(1);
			}
		}
	});

	it('slices have no rows, although the whole range has → its rows, and a notice', async () => {
		const { run, notices } = await splitFixture(DAY, { timeRange: LAST_DAY }, { maximum: 15 }, (request) =>
			request === 1 ? undefined : tableOf([], false),
		);
		expect(await run()).toMatchObject({ complete: { because: 'serviceSize' }, rows: { length: 15 } });
		expect(notices.map(({ topic }) => topic)).toEqual(['split', 'rowLimit']);
		expect(notices[0]?.text).toContain('check the clock of the n8n server');
	});

	it('a slice has rows → the rows of the first response are released', async () => {
		const whole = tableOf(DAY.slice(0, 15), true);
		const { run } = await splitFixture(DAY, { timeRange: LAST_DAY }, { maximum: 15 }, (request) =>
			request === 1 ? whole : undefined,
		);
		expect((await run()).rows).toHaveLength(24);
		expect(whole.rows).toEqual([]);
	});

	it('a later slice fails → rows so far, the error in a notice', async () => {
		const { run, requests, texts } = await splitFixture(
			DAY,
			{ timeRange: LAST_DAY },
			{ maximum: 15 },
			(request) => (request === 3 ? serviceDown() : undefined),
		);
		const hunt = await run();
		expect(hunt.complete).toEqual({
			because: 'sliceError',
			covered: { from: instantBefore(12n), to: undefined },
		});
		expect(hunt.rows).toHaveLength(12);
		expect(requests).toHaveLength(3);
		expect(texts()).toEqual([
			expect.stringContaining('Rows are missing, because one time slice could not be read: '),
		]);
		expect(texts()[0]).toContain(serviceDown().message);
	});

	it('the first slice fails → the truncated rows of the first response', async () => {
		const { run } = await splitFixture(DAY, { timeRange: LAST_DAY }, { maximum: 15 }, (request) =>
			request === 2 ? serviceDown() : undefined,
		);
		expect(await run()).toMatchObject({ complete: { because: 'sliceError' }, rows: { length: 15 } });
	});

	it('canceled, or a defect of this package → the error', async () => {
		const canceled = trouble({ kind: 'canceled' }, 'none', { status: 0, code: '', message: '' });
		for (const failure of [canceled, new TypeError('defect')]) {
			const { run } = await splitFixture(DAY, { timeRange: LAST_DAY }, { maximum: 15 }, (request) =>
				request === 3 ? failure : undefined,
			);
			await expect(run()).rejects.toBe(failure);
		}
	});

	it('a slice with an error next to its rows, and malformed rows → counted in one notice', async () => {
		const reported = { status: 200, code: 'Partial', message: 'partial' };
		const { run, texts } = await splitFixture(
			DAY,
			{ timeRange: LAST_DAY },
			{ maximum: 15 },
			(request, table) => (request === 2 ? { ...table(), malformed: 2, reported } : undefined),
		);
		const hunt = await run();
		expect(hunt.complete).toEqual({ because: 'serviceError' });
		expect(hunt.rows).toHaveLength(24);
		expect(texts()).toHaveLength(1);
		expect(texts()[0]).toMatch(/24 rows and an error.*2 malformed rows/);
	});
});

describe('split hunt › refused as too large', () => {
	it('service refuses large results → slices until they fit', async () => {
		const { run } = await splitFixture(DAY, { timeRange: LAST_DAY }, { maximum: 8, excess: 'refuse' });
		expect(await run()).toMatchObject({ complete: true, rows: { length: 24 } });
	});

	it('every slice refused → the first refusal; a slice fails → its error', async () => {
		const heavy = preempted();
		const refused = await splitFixture(DAY, { timeRange: LAST_DAY, splitMax: 2 }, {}, () => heavy);
		await expect(refused.run()).rejects.toBe(heavy);
		const down = serviceDown();
		const failed = await splitFixture(DAY, { timeRange: LAST_DAY }, {}, (request) =>
			request === 1 ? heavy : down,
		);
		await expect(failed.run()).rejects.toBe(down);
	});

	it('slices without Timestamp → the refusal, and why the query was not split', async () => {
		const { run } = await splitFixture(DAY, { timeRange: LAST_DAY }, {}, (request, table) =>
			request === 1 ? preempted() : { ...table(), columns: [{ name: 'Name', type: 'String' }] },
		);
		const error = await defenderError(run());
		expect(error.message).toBe(preempted().message);
		expect(error.description).toContain('because its result has no column Timestamp of type datetime.');
		expect(error.reason).toEqual({ kind: 'rejected', isTooLarge: true });
		expect(error.trace).toEqual(preempted().trace);
	});
});

describe('split hunt › query that cannot be split', () => {
	eachRow([
		['DeviceEvents | where Timestamp > ago(1d)', 'it uses "ago", which may depend on'],
		['DeviceInfo', 'it does not start with one of Defender’s event tables'],
	])('too large → the rows as without a split, and both notices', async (query, reason) => {
		const { run, requests, texts } = await splitFixture(DAY, { query }, { maximum: 15 });
		expect(await run()).toMatchObject({ complete: { because: 'serviceSize' }, rows: { length: 15 } });
		expect(requests).toHaveLength(1);
		expect(texts()).toHaveLength(2);
		expect(texts()[0]).toContain(`The query was not split, because ${reason}`);
		expect(texts()[1]).toContain('about 50 MB, its maximum');
	});

	it('refused as too large → the refusal, and why', async () => {
		const { run } = await splitFixture(
			DAY,
			{ query: 'DeviceEvents | summarize by DeviceName' },
			{ excess: 'refuse' },
		);
		const error = await defenderError(run());
		expect(error.description).toContain('The query was not split, because it uses the operator "summarize".');
	});

	it('result that fits → no notice', async () => {
		const { run, notices } = await splitFixture(DAY, { query: 'DeviceInfo' }, { maximum: 25 });
		expect([(await run()).complete, notices]).toEqual([true, []]);
	});

	it('result without Timestamp → not split', async () => {
		const { run, texts } = await splitFixture(DAY, {}, { maximum: 15 }, (_, table) => ({
			...table(),
			columns: [{ name: 'Timestamp', type: 'String' }],
		}));
		expect((await run()).complete).toEqual({ because: 'serviceSize' });
		expect(texts()[0]).toContain('because its result has no column Timestamp of type datetime');
	});

	it('API without a time range → not split', async () => {
		const base = scriptedApi({});
		const table = tableOf(DAY, true);
		const api = { ...base, can: { ...base.can, huntTimespan: false }, runHunt: async () => table };
		const settings: HuntSettings = {
			query: 'DeviceEvents',
			parameters: [],
			timeRange: { kind: 'apiDefault' },
			limit: 'all',
			readInstant: () => at('2026-11-22T00:00:00Z'),
			...{ onTruncation: 'split', splitMax: 32, rawValues: false, parseJson: [] },
		};
		const texts: string[] = [];
		await runHunt(api, settings, ({ text }) => texts.push(text), { now: () => START });
		expect(texts[0]).toContain('because this credential’s API does not support Time Range');
	});
});
