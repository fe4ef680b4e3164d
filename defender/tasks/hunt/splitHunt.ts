import type { HuntTable } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import type { HuntQuery } from '../../hunting/query/parseQuery';
import type { TimeWindow } from '../../hunting/range/timeRange';
import type { Hunt } from '../../hunting/result/rows';
import { SERVICE_BYTES, SERVICE_ROWS, SPLIT_ROWS } from '../../hunting/schema/serviceLimits';
import { notSplit, queryNotSplit } from '../../hunting/sentences/splitText';
import { SlicePlan } from '../../hunting/split/slicePlan';
import { hasTimeColumn, SliceRows } from '../../hunting/split/sliceRows';
import { describeSplit, type SplitLimits, type SplitStop } from '../../hunting/split/splitEnd';
import { findSplittability, type Splittability } from '../../hunting/split/splittable';
import { sliceTimespan, type TimeSlice } from '../../hunting/split/timeSlice';

/** The period to divide (`now`: Unix time in milliseconds), or a clause for `queryNotSplit`. */
export type SplitWindow =
	| { readonly window: TimeWindow; readonly now: number }
	| { readonly because: string };

/** A hunt that may be split. */
export interface SplitRun extends SplitLimits {
	readonly query: HuntQuery;
	/** @default the query limits its time range itself */
	readonly splitWindow: SplitWindow | undefined;
	/** Sends the query as without a split. */
	readonly sendWhole: () => Promise<HuntTable>;
	/** Sends the query without a row limit. @param timespan ISO 8601 */
	readonly sendSlice: (timespan: string) => Promise<HuntTable>;
}

export interface SplitResult {
	readonly table: Pick<HuntTable, 'columns' | 'rows' | 'numbersAsText'>;
	readonly complete: Hunt['complete'];
}

type Response =
	| { readonly kind: 'fits' | 'tooLarge'; readonly table: HuntTable }
	/** `refused`: the service rejects the hunt as too large. */
	| { readonly kind: 'refused' | 'failed'; readonly error: DefenderError };

/**
 * Sends a hunt. If its result is too large, sends it again for slices of its time range, one after the other, and joins
 * their rows. Notices explain why rows are missing.
 * @returns a table of one request if the hunt was not split
 * @throws DefenderError if no rows arrived
 */
export async function huntInSlices(run: SplitRun, notify: Notify): Promise<SplitResult | HuntTable> {
	const whole = await responseOf(run.sendWhole);
	if (whole.kind === 'failed') throw whole.error;
	if (whole.kind === 'fits') return whole.table;
	if (whole.kind === 'tooLarge' && run.limit !== 'all' && whole.table.rows.length > run.limit)
		return whole.table;
	const { splitWindow = { because: notSplit.library() } } = run;
	const split = splittabilityOf(run.query, whole);
	if ('because' in splitWindow) return keepWhole(whole, splitWindow.because, notify);
	if ('because' in split) return keepWhole(whole, split.because, notify);
	const plan = new SlicePlan(splitWindow.window, split.order, run.splitMax, splitWindow.now);
	const rows = new SliceRows(Math.min(run.limit === 'all' ? SPLIT_ROWS : run.limit, SPLIT_ROWS));
	const stop = await readSlices(run.sendSlice, whole, plan, rows);
	if (rows.rows.length === 0 && 'table' in whole) {
		if (stop.kind === 'done') return keepWhole(whole, notSplit.noRows(), notify);
		rows.add(whole.table);
	}
	if (!rows.hasTable && 'error' in whole) throw 'error' in stop ? stop.error : whole.error;
	const { complete, text } = describeSplit(stop, run, plan, rows);
	if (text !== undefined) notify({ topic: 'split', text });
	rows.dropExcess();
	return { table: rows, complete };
}

function splittabilityOf(query: HuntQuery, whole: Response): Splittability {
	if ('table' in whole && !hasTimeColumn(whole.table.columns)) return { because: notSplit.noTime() };
	return findSplittability(query);
}

/** @throws DefenderError that also explains why the hunt was not split, if the service returned no rows */
function keepWhole(whole: Response, because: string, notify: Notify): HuntTable {
	const text = queryNotSplit(because);
	if ('error' in whole) throw explained(whole.error, text);
	notify({ topic: 'split', text });
	return whole.table;
}

function explained(
	{ reason, message, description, effect, trace }: DefenderError,
	text: string,
): DefenderError {
	return new DefenderError(reason, { message, description: `${description} ${text}` }, effect, trace);
}

/**
 * Requests the slices of a plan and collects their rows.
 * @param whole the response for the entire time range, which is too large; its rows are dropped once a slice has any
 * @returns why no further slice was requested
 */
async function readSlices(
	send: SplitRun['sendSlice'],
	whole: Response,
	plan: SlicePlan,
	rows: SliceRows,
): Promise<SplitStop> {
	let response: Response | undefined = whole;
	for (let slice = plan.next; slice !== undefined; slice = plan.next) {
		const timespan = sliceTimespan(slice);
		response ??= await responseOf(async () => await send(timespan));
		if ('error' in whole && 'table' in response && !hasTimeColumn(response.table.columns))
			throw explained(whole.error, queryNotSplit(notSplit.noTime()));
		const stop = takeResponse(response, slice, plan, rows);
		if (stop !== undefined) return stop;
		response = undefined;
		// 100,000 rows that nothing needs any more.
		if ('table' in whole && rows.rows.length > 0) whole.table.rows.length = 0;
	}
	return { kind: 'done' };
}

/** @returns why no further slice should be requested; undefined to continue */
function takeResponse(
	response: Response,
	slice: TimeSlice,
	plan: SlicePlan,
	rows: SliceRows,
): SplitStop | undefined {
	if (response.kind === 'failed') {
		const { error } = response;
		return { kind: error.reason.kind === 'throttled' ? 'wait' : 'failed', error };
	}
	const step = response.kind === 'fits' ? 'fits' : plan.halveNext();
	if (step === 'halved') return undefined;
	const isReadable = 'table' in response && rows.add(response.table, slice);
	if (rows.isFull) return { kind: 'full' };
	if (step === 'exhausted') return { kind: 'slices' };
	plan.finishNext(step === 'shortest' ? 'gap' : isReadable ? 'all' : 'readable');
	return undefined;
}

async function responseOf(send: () => Promise<HuntTable>): Promise<Response> {
	return await send().then(toResponse, toFailedResponse);
}

function toResponse(table: HuntTable): Response {
	const { rows, malformed, length } = table;
	const isTooLarge = rows.length + malformed >= SERVICE_ROWS || length >= SERVICE_BYTES;
	return { kind: isTooLarge ? 'tooLarge' : 'fits', table };
}

/** @throws DefenderError `canceled`; any failure that is no `DefenderError` */
function toFailedResponse(failure: unknown): Response {
	if (!(failure instanceof DefenderError) || failure.reason.kind === 'canceled') throw failure;
	const isTooLarge = failure.reason.kind === 'rejected' && failure.reason.isTooLarge === true;
	return { kind: isTooLarge ? 'refused' : 'failed', error: failure };
}
