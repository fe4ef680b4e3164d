import { TICKS_PER_DAY, floorTo, splitTicks, ticksFromCalendar } from '../ticks.mts';

export type CalendarPeriod = 'day' | 'week' | 'month' | 'year';

export interface CalendarDay {
	readonly year: number;
	/** From 1. */
	readonly month: number;
	readonly day: number;
}

export function calendarOf(ticks: bigint): CalendarDay {
	const date = new Date(splitTicks(ticks).milliseconds);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The first tick of the day, week (from Sunday), month or year that holds the instant. */
export function startOf(period: CalendarPeriod, ticks: bigint): bigint {
	const midnight = floorTo(ticks, TICKS_PER_DAY);
	const { year, month } = calendarOf(ticks);
	switch (period) {
		case 'day':
			return midnight;
		case 'week':
			return midnight - BigInt(new Date(splitTicks(ticks).milliseconds).getUTCDay()) * TICKS_PER_DAY;
		case 'month':
			return ticksFromCalendar(year, month, 1);
		case 'year':
			return ticksFromCalendar(year, 1, 1);
	}
}

/** Adds calendar months; a day the target month lacks becomes its last day (31 January + 1 month). */
export function addMonths(ticks: bigint, months: number): bigint {
	const { year, month, day } = calendarOf(ticks);
	const first = ticksFromCalendar(year, month + months, 1);
	const target = calendarOf(first);
	const last = calendarOf(ticksFromCalendar(target.year, target.month + 1, 1) - 1n).day;
	return first + BigInt(Math.min(day, last) - 1) * TICKS_PER_DAY + (ticks - floorTo(ticks, TICKS_PER_DAY));
}
