/** A duration in ticks of 100 ns, the unit of Kusto. */
export type Ticks = number;

const TICKS_PER_SECOND = 10_000_000;
const MINUTE = 60 * TICKS_PER_SECOND;
const HOUR = 60 * MINUTE;
const TICKS_PER_DAY = 24 * HOUR;

/** Longest timespan parameter, in days. Keeps ticks below 2^53, where JavaScript numbers are exact. */
const MAX_SPAN_DAYS = 10_000;
/** Longest duration of a time range, in days: the length of KQL's calendar. Ticks above 2^53 are exact to the second. */
const MAX_CALENDAR_DAYS = 3_652_059;

/**
 * Units of KQL's timespan literals, in ticks.
 * @see https://learn.microsoft.com/kusto/query/scalar-data-types/timespan
 */
const UNITS: ReadonlyArray<readonly [RegExp, Ticks]> = [
	[/^(?:d|days?)$/, TICKS_PER_DAY],
	[/^(?:h|hrs?|hours?)$/, HOUR],
	[/^(?:m|min|minutes?)$/, MINUTE],
	[/^(?:s|sec|seconds?)$/, TICKS_PER_SECOND],
	[/^(?:ms|milli(?:s|sec|seconds?)?)$/, TICKS_PER_SECOND / 1_000],
	[/^micro(?:s|sec|seconds?)?$/, TICKS_PER_SECOND / 1_000_000],
	[/^ticks?$/, 1],
];

const WITH_UNIT = /^([+-]?)(\d{1,17}(?:\.\d{1,17})?)\s*([a-z]+)$/;
const CLOCK = /^([+-]?)(?:(\d{1,5})\.)?([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,7}))?)?$/;
const AMOUNT = '(\\d{1,17}(?:\\.\\d{1,7})?)';
const ISO = new RegExp(
	`^([+-]?)P(?!$)(?:${AMOUNT}W)?(?:${AMOUNT}D)?(?:T(?!$)(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}S)?)?$`,
);

/**
 * Parses a duration in KQL (`90m`, `1.5h`, `1.02:03:04.5`) or ISO 8601 (`PT1H30M`, `P7D`, `P1W`). Years and months are not
 * accepted, because their length depends on the calendar.
 * @returns undefined for other texts and above {@link MAX_SPAN_DAYS}
 */
export function parseDuration(text: string): Ticks | undefined {
	return inBounds(ticksWithUnit(text) ?? ticksOfClock(text) ?? ticksOfIso(text));
}

/**
 * Parses an ISO 8601 duration of weeks, days, hours, minutes and seconds.
 * @returns undefined for other texts and above {@link MAX_CALENDAR_DAYS}
 */
export function parseIsoDuration(text: string): Ticks | undefined {
	return inBounds(ticksOfIso(text), MAX_CALENDAR_DAYS);
}

/** @returns undefined for NaN and above {@link MAX_SPAN_DAYS} */
export function ticksFromMillis(millis: number): Ticks | undefined {
	return inBounds((millis * TICKS_PER_SECOND) / 1_000);
}

/** Formats a duration as ISO 8601 without weeks, rounded up to whole seconds: `P7D`, `PT4H30M`. */
export function formatIsoDuration(ticks: Ticks): string {
	const seconds = (Number.isSafeInteger(ticks) ? Math.ceil : Math.round)(ticks / TICKS_PER_SECOND);
	const part = (amount: number, unit: string) => (amount > 0 ? `${amount}${unit}` : '');
	const days = part(Math.floor(seconds / 86_400), 'D');
	const rest = seconds % 86_400;
	const time = `${part(Math.floor(rest / 3_600), 'H')}${part(Math.floor((rest % 3_600) / 60), 'M')}${part(rest % 60, 'S')}`;
	return `P${days}${time === '' ? '' : `T${time}`}`;
}

function ticksWithUnit(text: string): Ticks | undefined {
	const [, sign = '', amount = '', unit = ''] = WITH_UNIT.exec(text) ?? [];
	const ticks = UNITS.find(([spelling]) => spelling.test(unit))?.[1];
	return ticks === undefined ? undefined : signed(sign, Number(amount) * ticks);
}

function ticksOfClock(text: string): Ticks | undefined {
	const found = CLOCK.exec(text);
	if (found === null) return undefined;
	const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
	const whole = Number(days) * TICKS_PER_DAY + Number(hours) * HOUR + Number(minutes) * MINUTE;
	return signed(sign, whole + Number(seconds) * TICKS_PER_SECOND + Number(fraction.padEnd(7, '0')));
}

function ticksOfIso(text: string): Ticks | undefined {
	const found = ISO.exec(text);
	if (found === null) return undefined;
	const [, sign = '', ...amounts] = found;
	const units = [7 * TICKS_PER_DAY, TICKS_PER_DAY, HOUR, MINUTE, TICKS_PER_SECOND];
	return signed(
		sign,
		units.reduce((sum, unit, at) => sum + unit * Number(amounts[at] ?? 0), 0),
	);
}

function signed(sign: string, ticks: number): Ticks {
	return sign === '-' ? -ticks : ticks;
}

function inBounds(ticks: number | undefined, days = MAX_SPAN_DAYS): Ticks | undefined {
	if (ticks === undefined || !(Math.abs(ticks) <= days * TICKS_PER_DAY)) return undefined;
	const whole = Math.round(ticks);
	return whole === 0 ? 0 : whole;
}
