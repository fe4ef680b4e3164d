import { DateTime } from 'luxon';
import { dateFromObject } from '../../../defender/core/dateObject';
import { parseInstant, tryInstantFromMillis, type UtcInstant } from '../../../defender/core/instant';

/** Maximum length of a text that can be a date, including spaces. */
const MAX_LENGTH = 1_000;

/**
 * Parses a date as n8n passes it: ISO text, the text of the date picker (without an offset, in the workflow's time zone), a
 * luxon DateTime or Date from an expression, or Unix time in seconds or milliseconds.
 * @returns undefined if the value is not a date
 */
export function parseDate(value: unknown, timeZone: string): UtcInstant | undefined {
	if (typeof value === 'string') return parseText(value, timeZone);
	if (typeof value === 'number') return fromLuxon(DateTime.fromMillis(value < 1e11 ? value * 1000 : value));
	const date = dateFromObject(value);
	return date && tryInstantFromMillis(date.getTime());
}

function parseText(value: string, timeZone: string): UtcInstant | undefined {
	if (value.length > MAX_LENGTH) return undefined;
	const text = value.trim();
	if (/^-?\d{9,13}$/.test(text)) return parseDate(Number(text), timeZone);
	return parseInstant(value) ?? fromLuxon(DateTime.fromISO(text, { zone: timeZone }));
}

function fromLuxon(time: DateTime): UtcInstant | undefined {
	return time.isValid ? tryInstantFromMillis(time.toMillis()) : undefined;
}
