import { invalidInput } from '../core/errors';
import { spanNotWhole, spanTooLong } from '../core/sentences/hunting';
import { NATIVE_DAYS } from './limits';

/** How far back a hunt looks: a span before now, or whatever the API takes when none is sent. */
export type TimeRange =
	| { readonly kind: 'last'; readonly amount: number; readonly unit: 'minutes' | 'hours' | 'days' }
	| { readonly kind: 'apiDefault' };

const UNITS = {
	minutes: { inDays: 24 * 60, iso: (amount: number) => `PT${amount}M` },
	hours: { inDays: 24, iso: (amount: number) => `PT${amount}H` },
	days: { inDays: 1, iso: (amount: number) => `P${amount}D` },
} as const;

/**
 * The ISO 8601 duration for the API's `Timespan` (`PT30M`, `PT4H`, `P7D`); undefined to send none (the API then takes 30
 * days).
 * @throws DefenderError invalidInput `lastAmount` for an amount that is not a whole number above 0, or beyond 30 days.
 */
export function timespanOf(range: TimeRange): string | undefined {
	if (range.kind === 'apiDefault') return undefined;
	const { amount, unit } = range;
	if (!Number.isInteger(amount) || amount < 1) throw invalidInput('lastAmount', spanNotWhole(String(amount)));
	const { inDays, iso } = UNITS[unit];
	if (amount > NATIVE_DAYS * inDays) {
		throw invalidInput('lastAmount', spanTooLong(amount, unit, NATIVE_DAYS, NATIVE_DAYS * inDays));
	}
	return iso(amount);
}
