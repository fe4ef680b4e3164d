/** Instants and durations in ticks of 100 ns, Kusto's resolution. Instants count from 0001-01-01T00:00:00Z. */

const TICKS_PER_MILLISECOND = 10_000n;
export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_MINUTE = 60n * TICKS_PER_SECOND;
export const TICKS_PER_HOUR = 60n * TICKS_PER_MINUTE;
export const TICKS_PER_DAY = 24n * TICKS_PER_HOUR;

const EPOCH_MILLISECONDS = 62_135_596_800_000;
const LAST_TICK = 3_155_378_975_999_999_999n;

/** Greatest multiple of `size` that is not above `value`, also for negative values. */
export function floorTo(value: bigint, size: bigint): bigint {
	const rest = value % size;
	return rest === 0n ? value : rest < 0n ? value - rest - size : value - rest;
}

/** Milliseconds since 1970 and the ticks below the millisecond. */
export function splitTicks(ticks: bigint): { readonly milliseconds: number; readonly rest: number } {
	const whole = floorTo(ticks, TICKS_PER_MILLISECOND);
	return {
		milliseconds: Number(whole / TICKS_PER_MILLISECOND) - EPOCH_MILLISECONDS,
		rest: Number(ticks - whole),
	};
}

function ticksFromMilliseconds(milliseconds: number): bigint {
	return (BigInt(milliseconds) + BigInt(EPOCH_MILLISECONDS)) * TICKS_PER_MILLISECOND;
}

/** An instant from calendar parts (month from 1); parts out of range carry over, as in datetime_add. */
export function ticksFromCalendar(year: number, month: number, day: number): bigint {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return ticksFromMilliseconds(date.getTime());
}

/** null when the instant lies outside the years 1 to 9999, as the service answers. */
export function inRange(ticks: bigint): bigint | null {
	return ticks < 0n || ticks > LAST_TICK ? null : ticks;
}

/** `YYYY-MM-DDTHH:mm:ss.fffffffZ`, the form in which the service returns datetimes. */
export function instantText(ticks: bigint): string {
	const { milliseconds, rest } = splitTicks(ticks);
	return `${new Date(milliseconds).toISOString().slice(0, 23)}${String(rest).padStart(4, '0')}Z`;
}

const CLOCK = String.raw`(?:[T ]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?$`;
const ISO = new RegExp(String.raw`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?${CLOCK}`, 'iu');
const MONTH_FIRST = new RegExp(String.raw`^(\d{1,2})[-/](\d{1,2})[-/](\d{4})${CLOCK}`, 'iu');
const MONTH_NAMED = new RegExp(
	String.raw`^(?:[a-z]{3,9}, )?(\d{1,2})[ -](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[ -](\d{2}|\d{4})${CLOCK}`,
	'iu',
);
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** Reads the date forms of KQL (ISO 8601 with gaps, month first, RFC 822 and 850); null when it is no date. */
export function parseInstant(text: string): bigint | null {
	const trimmed = text.trim();
	const iso = ISO.exec(trimmed);
	if (iso) return assemble(iso[1], iso[2], iso[3], iso.slice(4));
	const numbers = MONTH_FIRST.exec(trimmed);
	if (numbers) return assemble(numbers[3], numbers[1], numbers[2], numbers.slice(4));
	const named = MONTH_NAMED.exec(trimmed);
	if (!named) return null;
	const [, day, month = '', year = ''] = named;
	const monthNumber = String(MONTHS.indexOf(month.toLowerCase()) / 3 + 1);
	return assemble(year.length === 2 ? `20${year}` : year, monthNumber, day, named.slice(4));
}

type Digits = string | undefined;

function assemble(year: Digits, month: Digits, day: Digits, time: readonly Digits[]): bigint | null {
	const [hour = '0', minute = '0', second = '0', fraction = '', zone] = time;
	const monthNumber = Number(month ?? '1');
	const dayNumber = Number(day ?? '1');
	if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1 || dayNumber > 31) return null;
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
	const midnight = ticksFromCalendar(Number(year), monthNumber, dayNumber);
	if (new Date(splitTicks(midnight).milliseconds).getUTCDate() !== dayNumber) return null;
	const clock =
		BigInt(hour) * TICKS_PER_HOUR + BigInt(minute) * TICKS_PER_MINUTE + BigInt(second) * TICKS_PER_SECOND;
	return inRange(midnight + clock + BigInt(fraction.slice(0, 7).padEnd(7, '0')) - offsetTicks(zone));
}

function offsetTicks(zone: string | undefined): bigint {
	if (!zone || /^[a-z]/iu.test(zone)) return 0n;
	const digits = zone.replace(/\D/gu, '');
	const ticks = BigInt(digits.slice(0, 2)) * TICKS_PER_HOUR + BigInt(digits.slice(2)) * TICKS_PER_MINUTE;
	return zone.startsWith('-') ? -ticks : ticks;
}
