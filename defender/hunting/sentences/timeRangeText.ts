import { quoted, type Sentence } from '../../core/sentence';

export function spanNotWhole(amount: string): Sentence {
	return {
		message: `The time range needs a whole number above 0, not ${quoted(amount)}`,
		description: 'Set Last to a whole number, for example 7 days.',
	};
}

export function spanOutsideCalendar(): Sentence {
	return {
		message: 'The time range reaches outside the calendar of KQL',
		description: 'Choose dates from the year 1 to the year 9999, for example the last 90 days.',
	};
}

/** @param days that Defender's own tables hold */
export function beyondNativeData(days: number): string {
	return `The time range begins more than ${days} days ago. Defender's own tables hold ${days} days unless they are streamed to Microsoft Sentinel, and the API may shorten the range. If older rows are missing, try the time range API Default with a filter on time in the query.`;
}

export function spanReversed(from: string, to: string): Sentence {
	return {
		message: `The time range ends at ${to}, before it begins at ${from}`,
		description: 'Exchange its two ends. Both are in UTC here.',
	};
}

export function spanEmpty(at: string): Sentence {
	return {
		message: `The time range begins and ends at ${at}, so no event can lie in it`,
		description: 'Set its end later than its beginning.',
	};
}

/** @param now ISO 8601 in UTC */
export function spanInFuture(from: string, now: string): Sentence {
	return {
		message: `The time range begins at ${from}, in the future`,
		description: `It is ${now} now, in UTC. Begin the range earlier; check the time zone of the workflow if the date has no offset.`,
	};
}

export function spanWithoutStart(): Sentence {
	return {
		message: 'The time range has no beginning',
		description: 'Set From; To may stay empty for a range until now.',
	};
}

export function intervalUnreadable(text: string): Sentence {
	return {
		message: `The time range ${quoted(text)} is not ISO 8601`,
		description:
			'Write a duration back from now (P7D, PT4H), an interval (2026-11-01T00:00:00Z/2026-11-08T00:00:00Z, P7D/2026-11-08T00:00:00Z, 2026-11-01T00:00:00Z/P7D) or one date. Use days rather than months and years.',
	};
}

/** `line` is the range as KQL. */
export function timeRangeInQuery(line: string): Sentence {
	return {
		message: 'The API of this credential takes no time range beside the query',
		description: `Nothing was sent. Set Time Range to API Default (30 days) and paste this line into the query, right behind the table: ${line}   Or choose Microsoft Graph as API in the credential, which takes the range as it is.`,
	};
}

export function windowOpen(minutes: number): string {
	return `The time range ends less than ${minutes} minutes ago, or in the future. Events reach the tables with a delay, so the same hunt may find more in a while.`;
}

export function shortForSnapshots(tables: readonly string[]): string {
	return `${tables.join(', ')} holds reports on a state, not events: what sent no report in this short time range is missing. Two days or more see nearly all.`;
}

export function rangeWithoutTimestamp(tables: readonly string[]): string {
	return `${tables.join(', ')} has no column Timestamp; Microsoft does not say what a time range does there. Compare once with the time range API Default.`;
}
