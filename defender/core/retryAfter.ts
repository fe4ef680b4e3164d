/** RFC 9110 dates end in GMT. `Date.parse` alone also accepts many texts that are no date. */
const HTTP_DATE = /^[a-z]{3,9},? .*\d{2}:\d{2}:\d{2} GMT$/i;

/**
 * Parses a `Retry-After` header: seconds or an HTTP date.
 * @returns milliseconds, never negative; undefined for a missing or invalid header
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	const text = (header ?? '').trim();
	if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
