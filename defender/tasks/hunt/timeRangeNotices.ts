import type { Notice } from '../../core/notices';
import { SETTLE_MINUTES, type ResolvedTimeRange } from '../../hunting/range/timeRange';
import { nativeTables } from '../../hunting/schema/nativeTables';
import { NATIVE_DAYS } from '../../hunting/schema/serviceLimits';
import * as say from '../../hunting/sentences/timeRangeText';

const DAY_MS = 86_400_000;
/** In a shorter range, state reports (about one a day) are missing. */
const STATE_DAYS = 2;
/** An expression computes "30 days ago" earlier than the request is sent. */
const EXPRESSION_SLACK_MS = 3_600_000;

/**
 * Returns hints about a time range and the tables it applies to.
 * @param tables Defender's own tables in the query
 * @param now Unix time in milliseconds
 * @returns at most one notice of each topic, `windowOpen` and `timeRange`
 */
export function timeRangeNotices(
	{ bounds, windowOpen }: Pick<ResolvedTimeRange, 'bounds' | 'windowOpen'>,
	tables: readonly string[],
	now: number,
): readonly Notice[] {
	if (bounds === undefined) return [];
	const { from, to = now } = bounds;
	const notices: Notice[] = [];
	// A range up to now is open by design; only an explicit end deserves a hint.
	if (windowOpen && bounds.to !== undefined)
		notices.push({ topic: 'windowOpen', text: say.windowOpen(SETTLE_MINUTES) });
	const tablesOfKind = (kind: 'snapshot' | 'untimed') =>
		tables.filter((name) => nativeTables.get(name) === kind);
	const [snapshots, untimed] = [tablesOfKind('snapshot'), tablesOfKind('untimed')];
	const texts = [
		...(from < now - NATIVE_DAYS * DAY_MS - EXPRESSION_SLACK_MS
			? [say.rangeBeyondRetention(NATIVE_DAYS)]
			: []),
		...(snapshots.length > 0 && to - from < STATE_DAYS * DAY_MS
			? [say.rangeTooShortForStates(snapshots)]
			: []),
		...(untimed.length > 0 ? [say.rangeWithoutTimestamp(untimed)] : []),
	];
	if (texts.length > 0) notices.push({ topic: 'timeRange', text: texts.join(' ') });
	return notices;
}
