import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND } from './ticks.mts';

/** Unit spellings of timespan literals (KQL reference: timespan data type), in ticks. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
	...spellings(['d', 'day', 'days'], TICKS_PER_DAY),
	...spellings(['h', 'hr', 'hrs', 'hour', 'hours'], TICKS_PER_HOUR),
	...spellings(['m', 'min', 'minute', 'minutes'], TICKS_PER_MINUTE),
	...spellings(['s', 'sec', 'second', 'seconds'], TICKS_PER_SECOND),
	...spellings(['ms', 'milli', 'millis', 'millisec', 'millisecond', 'milliseconds'], 10_000n),
	...spellings(['micro', 'micros', 'microsec', 'microsecond', 'microseconds'], 10n),
	...spellings(['tick', 'ticks'], 1n),
]);

function spellings(names: readonly string[], ticks: bigint): readonly (readonly [string, bigint])[] {
	return names.map((name) => [name, ticks] as const);
}

const CLOCK = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/u;
const WITH_UNIT = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)$/iu;

/** Reads `1.5h`, `2d`, `0.12:34:56.7`, or a bare number of days; null when it is no timespan. */
export function parseTimespan(text: string): bigint | null {
	const trimmed = text.trim();
	const clock = CLOCK.exec(trimmed);
	if (clock) return clockTicks(clock);
	const unit = WITH_UNIT.exec(trimmed);
	if (unit) {
		const size = UNITS.get((unit[2] ?? '').toLowerCase());
		return size === undefined ? null : scale(unit[1] ?? '0', size);
	}
	return /^[+-]?\d+(?:\.\d+)?$/u.test(trimmed) ? scale(trimmed, TICKS_PER_DAY) : null;
}

function clockTicks(match: RegExpExecArray): bigint | null {
	const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
	if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
	const ticks =
		BigInt(days) * TICKS_PER_DAY +
		BigInt(hours) * TICKS_PER_HOUR +
		BigInt(minutes) * TICKS_PER_MINUTE +
		BigInt(seconds) * TICKS_PER_SECOND +
		BigInt(fraction.padEnd(7, '0'));
	return sign ? -ticks : ticks;
}

function scale(amount: string, size: bigint): bigint {
	return /\./u.test(amount) ? BigInt(Math.round(Number(amount) * Number(size))) : BigInt(amount) * size;
}

/** `[-][d.]hh:mm:ss[.fffffff]`, the constant form of .NET that the service returns. */
export function timespanText(ticks: bigint): string {
	const size = ticks < 0n ? -ticks : ticks;
	const two = (value: bigint): string => String(value).padStart(2, '0');
	const days = size / TICKS_PER_DAY;
	const fraction = size % TICKS_PER_SECOND;
	const clock = [
		(size / TICKS_PER_HOUR) % 24n,
		(size / TICKS_PER_MINUTE) % 60n,
		(size / TICKS_PER_SECOND) % 60n,
	];
	const tail = fraction === 0n ? '' : `.${String(fraction).padStart(7, '0')}`;
	return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock.map(two).join(':')}${tail}`;
}
