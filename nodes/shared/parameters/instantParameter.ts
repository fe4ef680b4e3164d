import { DateTime } from 'luxon';
import { dateFromObject } from '../../../defender/core/dateObject';
import { invalidInput } from '../../../defender/core/errors';
import { parseInstant, tryInstantFromMillis, type UtcInstant } from '../../../defender/core/instant';
import { badDate } from '../../../defender/core/sentences/incidentText';

/** Characters of the longest text that can be a date, spaces around it included. */
const LONGEST = 1_000;

/**
 * A date parameter as n8n hands it over: ISO text, the date picker's text (without offset: the workflow's time zone),
 * a luxon DateTime or Date from an expression, or a Unix time in seconds or milliseconds.
 * @returns undefined when it is empty
 * @throws DefenderError `invalidInput` when it is no moment
 */
export function readInstant(
	field: string,
	label: string,
	value: unknown,
	timeZone: string,
): UtcInstant | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const instant = instantOf(value, timeZone);
	if (instant === undefined) throw invalidInput(field, badDate(label, String(value)));
	return instant;
}

/**
 * The same for a value of any type, without a name to refuse it by.
 * @returns undefined when it is no moment
 */
export function instantOf(value: unknown, timeZone: string): UtcInstant | undefined {
	if (typeof value === 'string' && value.length > LONGEST) return undefined;
	if (typeof value === 'string' && /^-?\d{9,13}$/.test(value.trim()))
		return instantOf(Number(value), timeZone);
	if (typeof value === 'string')
		return parseInstant(value) ?? fromLuxon(DateTime.fromISO(value.trim(), { zone: timeZone }));
	if (typeof value === 'number') return fromLuxon(DateTime.fromMillis(value < 1e11 ? value * 1000 : value));
	const date = dateFromObject(value);
	return date && tryInstantFromMillis(date.getTime());
}

function fromLuxon(moment: DateTime): UtcInstant | undefined {
	return moment.isValid ? tryInstantFromMillis(moment.toMillis()) : undefined;
}
