import { quoted, type Sentence } from '../../core/sentence';

export function amountNotWhole(amount: string): Sentence {
	return {
		message: `Amount must be a whole number above 0, not ${quoted(amount)}`,
		description: 'Set Amount and Unit, for example to 7 and Days.',
	};
}

export function rangeOutsideCalendar(): Sentence {
	return {
		message: 'The time range is outside KQL’s calendar',
		description: 'Choose dates from year 1 to year 9999, for example the last 90 days.',
	};
}

/** @param days for which Defender keeps rows in its own tables */
export function rangeBeyondRetention(days: number): string {
	return `The time range starts more than ${days} days ago. Defender’s own tables keep ${days} days unless they are streamed to Microsoft Sentinel, and the API may shorten the range. If older rows are missing, set Time Range to API Default and filter by time in the query.`;
}

export function rangeReversed(from: string, to: string): Sentence {
	return {
		message: `The time range ends at ${to}, before it starts at ${from}`,
		description: 'Swap its start and end. Times are shown in UTC.',
	};
}

export function rangeEmpty(at: string): Sentence {
	return {
		message: `The time range is empty: it starts and ends at ${at}`,
		description: 'Choose an end that is later than the start. Times are shown in UTC.',
	};
}

/** @param now ISO 8601 in UTC */
export function rangeInFuture(from: string, now: string): Sentence {
	return {
		message: `The time range starts at ${from}, in the future`,
		description: `Choose a start before ${now}, the current time in UTC. If the date has no offset, check the workflow’s time zone.`,
	};
}

export function rangeWithoutStart(): Sentence {
	return {
		message: 'The time range has no start',
		description: 'Set From. To can stay empty for a range up to now.',
	};
}

export function intervalUnreadable(text: string): Sentence {
	return {
		message: `Timespan ${quoted(text)} is not ISO 8601`,
		description:
			'Enter a duration up to now (P7D, PT4H), an interval (2026-11-01T00:00:00Z/2026-11-08T00:00:00Z, P7D/2026-11-08T00:00:00Z, 2026-11-01T00:00:00Z/P7D) or one date. Use days instead of months and years.',
	};
}

/** @param line the time range as a line of KQL */
export function timeRangeUnsupported(line: string): Sentence {
	return {
		message: 'This credential’s API does not support Time Range',
		description: `Set Time Range to API Default (30 days) and add this line to the query, directly after the table: ${line}   Or choose Microsoft Graph as API in the credential, which supports Time Range. No query was sent.`,
	};
}

export function windowOpen(minutes: number): string {
	return `The time range ends less than ${minutes} minutes ago, or in the future. Events arrive in the tables with a delay, so the same hunt may find more later.`;
}

export function rangeTooShortForStates(tables: readonly string[]): string {
	return `Rows in ${tables.join(', ')} report a state, not an event. Anything that sent no report in this short time range is missing. Use two days or more to include nearly everything.`;
}

export function rangeWithoutTimestamp(tables: readonly string[]): string {
	return `${tables.join(', ')} ${tables.length === 1 ? 'has' : 'have'} no Timestamp column, and Microsoft does not document how a time range affects such tables. Compare once with Time Range set to API Default.`;
}
