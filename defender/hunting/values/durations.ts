/** A span of time in ticks of 100 ns. */
export type Ticks = number;

const TICKS_PER_SECOND = 10_000_000;
const MINUTE = 60 * TICKS_PER_SECOND;
const HOUR = 60 * MINUTE;
export const TICKS_PER_DAY = 24 * HOUR;

/** Longest span of a parameter, in days. Ours: keeps ticks below 2^53. */
export const SPAN_DAYS = 10_000;
/** Longest duration of a time range, in days: about the calendar of KQL. Ticks beyond 2^53 are right to the second. */
const CALENDAR_DAYS = 3_652_059;

/** Unit spellings of KQL's timespan literals, each with its ticks. Source: KQL reference, the timespan data type. */
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
 * Reads a span as KQL writes it (`90m`, `1.5h`, `1.02:03:04.5`) or as ISO 8601 does (`PT1H30M`, `P7D`, `P1W`; no years or
 * months, whose length depends on the calendar).
 * @returns undefined for other texts and beyond {@link SPAN_DAYS}
 */
export function readSpan(text: string): Ticks | undefined {
	return inBounds(withUnit(text) ?? clock(text) ?? isoTicks(text));
}

/** Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds; undefined for other texts and beyond the bounds. */
export function readIsoDuration(text: string): Ticks | undefined {
	return inBounds(isoTicks(text), CALENDAR_DAYS);
}

/** The span of a number of milliseconds; undefined beyond {@link SPAN_DAYS} or for no number. */
export function spanOfMillis(millis: number): Ticks | undefined {
	return inBounds((millis * TICKS_PER_SECOND) / 1_000);
}

/** As an ISO 8601 duration without weeks, rounded up to whole seconds: `P7D`, `PT4H30M`. */
export function isoDuration(ticks: Ticks): string {
	const seconds = (Number.isSafeInteger(ticks) ? Math.ceil : Math.round)(ticks / TICKS_PER_SECOND);
	const part = (amount: number, unit: string) => (amount > 0 ? `${amount}${unit}` : '');
	const days = part(Math.floor(seconds / 86_400), 'D');
	const rest = seconds % 86_400;
	const time = `${part(Math.floor(rest / 3_600), 'H')}${part(Math.floor((rest % 3_600) / 60), 'M')}${part(rest % 60, 'S')}`;
	return `P${days}${time === '' ? '' : `T${time}`}`;
}

function withUnit(text: string): Ticks | undefined {
	const [, sign = '', amount = '', unit = ''] = WITH_UNIT.exec(text) ?? [];
	const ticks = UNITS.find(([spelling]) => spelling.test(unit))?.[1];
	return ticks === undefined ? undefined : signed(sign, Number(amount) * ticks);
}

function clock(text: string): Ticks | undefined {
	const found = CLOCK.exec(text);
	if (found === null) return undefined;
	const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
	const whole = Number(days) * TICKS_PER_DAY + Number(hours) * HOUR + Number(minutes) * MINUTE;
	return signed(sign, whole + Number(seconds) * TICKS_PER_SECOND + Number(fraction.padEnd(7, '0')));
}

function isoTicks(text: string): Ticks | undefined {
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

function inBounds(ticks: number | undefined, days = SPAN_DAYS): Ticks | undefined {
	if (ticks === undefined || !(Math.abs(ticks) <= days * TICKS_PER_DAY)) return undefined;
	const whole = Math.round(ticks);
	return whole === 0 ? 0 : whole;
}
