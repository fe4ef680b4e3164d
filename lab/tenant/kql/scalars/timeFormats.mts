import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND, floorTo } from '../ticks.mts';
import { calendarOf } from './calendar.mts';

type Parts = Readonly<Record<'d' | 'h' | 'm' | 's' | 'fraction', number>>;

function partsOf(ticks: bigint): Parts {
	return {
		d: Number(ticks / TICKS_PER_DAY),
		h: Number((ticks / TICKS_PER_HOUR) % 24n),
		m: Number((ticks / TICKS_PER_MINUTE) % 60n),
		s: Number((ticks / TICKS_PER_SECOND) % 60n),
		fraction: Number(ticks % TICKS_PER_SECOND),
	};
}

function padded(value: number, width: number): string {
	return String(value).padStart(width, '0');
}

/** `fff` keeps its digits, `FFF` drops zeros at the end. */
function fractionText(fraction: number, specifier: string): string {
	const digits = padded(fraction, 7).slice(0, specifier.length);
	return specifier.startsWith('F') ? digits.replace(/0+$/u, '') : digits;
}

/** format_datetime(): the specifiers of the reference page; everything else is copied. */
export function formatInstant(ticks: bigint, format: string): string {
	const { year, month, day } = calendarOf(ticks);
	const { h, m, s, fraction } = partsOf(ticks - floorTo(ticks, TICKS_PER_DAY));
	const hour12 = h % 12 === 0 ? 12 : h % 12;
	return format.replace(/y+|M+|d+|H+|h+|m+|s+|f+|F+|tt/gu, (specifier) => {
		const width = Math.min(specifier.length, 2);
		switch (specifier[0]) {
			case 'y':
				return specifier.length > 2 ? padded(year, specifier.length) : padded(year % 100, specifier.length);
			case 'M':
				return padded(month, width);
			case 'd':
				return padded(day, width);
			case 'H':
				return padded(h, width);
			case 'h':
				return padded(hour12, width);
			case 'm':
				return padded(m, width);
			case 's':
				return padded(s, width);
			case 't':
				return h < 12 ? 'AM' : 'PM';
			default:
				return fractionText(fraction, specifier);
		}
	});
}

/** format_timespan(): days are padded to the number of `d`. */
export function formatSpan(ticks: bigint, format: string): string {
	const parts = partsOf(ticks < 0n ? -ticks : ticks);
	const text = format.replace(/d+|[Hh]+|m+|s+|f+|F+/gu, (specifier) => {
		switch (specifier[0]) {
			case 'd':
				return padded(parts.d, specifier.length);
			case 'H':
			case 'h':
				return padded(parts.h, specifier.length);
			case 'm':
				return padded(parts.m, specifier.length);
			case 's':
				return padded(parts.s, specifier.length);
			default:
				return fractionText(parts.fraction, specifier);
		}
	});
	return ticks < 0n ? `-${text}` : text;
}
