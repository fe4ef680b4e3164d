/** RFC 9110 dates end in GMT; `Date.parse` alone would read a date into many other words. */
const HTTP_DATE = /^[a-z]{3,9},? .*\d{2}:\d{2}:\d{2} GMT$/i;

/**
 * Reads `Retry-After`: seconds or an HTTP date.
 * @returns milliseconds, never negative; undefined when absent or unreadable
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	const text = (header ?? '').trim();
	if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
