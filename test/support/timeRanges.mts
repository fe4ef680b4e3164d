import { parseInstant, type UtcInstant } from '../../defender/core/instant.ts';
import { tablesInQuery } from '../../defender/hunting/query/tablesInQuery.ts';
import { resolveTimeRange, type TimeRange } from '../../defender/hunting/range/timeRange.ts';
import { timeRangeNotices } from '../../defender/tasks/hunt/timeRangeNotices.ts';
import { parseQuery } from '../../defender/hunting/query/parseQuery.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
/** Takes text without an offset for UTC+1, as a workflow in Berlin does in November. */
const readInstant = (value: unknown) =>
	typeof value === 'string' ? (parseInstant(value) ?? parseInstant(`${value}+01:00`)) : undefined;

export const resolvedRange = (range: TimeRange, query = 'DeviceProcessEvents') => {
	const resolved = resolveTimeRange(range, NOW, readInstant);
	return { ...resolved, notices: timeRangeNotices(resolved, tablesInQuery(parseQuery(query)), NOW) };
};
export const lastRange = (amount: number, unit: 'minutes' | 'hours' | 'days'): TimeRange => ({
	kind: 'last',
	amount,
	unit,
});
export const isoRange = (timespan: string): TimeRange => ({ kind: 'iso', timespan });
const at = (text: string): UtcInstant => {
	const instant = parseInstant(text);
	if (instant === undefined) throw new Error(text);
	return instant;
};
export const fixedRange = (from: string, to?: string): TimeRange => ({
	kind: 'between',
	from: at(from),
	to: to === undefined ? undefined : at(to),
});
export const timeBefore = (milliseconds: number) => new Date(NOW - milliseconds).toISOString();
export const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
export const noticeTopics = (range: TimeRange, query?: string) =>
	resolvedRange(range, query).notices.map(({ topic }) => topic);
