import type { SecurityApi } from '../../api/securityApi';
import { invalidInput } from '../../core/errors';
import { instantFromMillis } from '../../core/instant';
import type { Host } from '../../core/host';
import type { Notify } from '../../core/notices';
import { bindParameters } from '../../hunting/query/bindParameters';
import { parseQuery } from '../../hunting/query/parseQuery';
import { tablesInQuery } from '../../hunting/query/tablesInQuery';
import { resolveTimeRange, type ResolvedTimeRange, type TimeRange } from '../../hunting/range/timeRange';
import type { Hunt } from '../../hunting/result/rows';
import { NATIVE_DAYS } from '../../hunting/schema/serviceLimits';
import { notSplit } from '../../hunting/sentences/splitText';
import { timeRangeUnsupported } from '../../hunting/sentences/timeRangeText';
import { readParameters, type RawParameter, type ReadInstant } from '../../hunting/values/parameter';
import { executeHunt, type ResultSettings } from './executeHunt';
import type { SplitWindow } from './splitHunt';
import { timeRangeNotices } from './timeRangeNotices';

export interface HuntSettings extends ResultSettings {
	/** KQL as its author wrote it. */
	readonly query: string;
	/** As n8n returns them; `runHunt` validates them. */
	readonly parameters: readonly RawParameter[];
	readonly timeRange: TimeRange;
	/** Reads dates in parameters and in the time range that have no offset. */
	readonly readInstant: ReadInstant;
}

/**
 * Runs one hunting query with its parameters bound as literals, and reports whether rows may be missing.
 * @throws DefenderError; Microsoft's messages about the query refer to the author's own lines
 */
export async function runHunt(
	api: SecurityApi,
	settings: HuntSettings,
	notify: Notify,
	{ now }: Pick<Host, 'now'>,
): Promise<Hunt> {
	const { readInstant } = settings;
	const parameters = readParameters(settings.parameters, readInstant);
	const query = parseQuery(settings.query);
	const bound = bindParameters(query, parameters);
	const time = now();
	const range = resolveTimeRange(settings.timeRange, time, readInstant);
	if (range.kqlFilter !== undefined && !api.can.huntTimespan)
		throw invalidInput('timeRange', timeRangeUnsupported(range.kqlFilter));
	[...bound.notices, ...timeRangeNotices(range, tablesInQuery(query), time)].forEach(notify);
	const { timespan, windowOpen } = range;
	const parameterNames = parameters.map(({ name }) => name);
	const splitWindow = splitWindowOf(range, time, api.can.huntTimespan);
	const execution = { query, parameterNames, bound, timespan, windowOpen, splitWindow };
	return await executeHunt(api, execution, settings, notify);
}

/** Without a time range, the API searches as many days as Defender's own tables keep. */
function splitWindowOf({ window }: ResolvedTimeRange, now: number, canLimitTime: boolean): SplitWindow {
	if (!canLimitTime) return { because: notSplit.api() };
	const from = () => instantFromMillis(now - NATIVE_DAYS * 86_400_000);
	return { now, window: window ?? { from: from(), to: undefined } };
}
