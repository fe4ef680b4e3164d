/** Syntax of a JSON number. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LAST_SAFE = String(Number.MAX_SAFE_INTEGER);
/** A double keeps every decimal with this many significant digits, within its range. */
const EXACT_DIGITS = 15;

/** Whether the text is a number whose digits JavaScript cannot keep. */
export function isInexactNumber(text: string): boolean {
	return text.length > 2 && NUMBER.test(text) && losesDigits(text);
}

/** Whether a JSON number is an integer beyond ±(2^53−1). */
export function isUnsafeInteger(number: string): boolean {
	const digits = number.startsWith('-') ? number.slice(1) : number;
	if (digits.length < LAST_SAFE.length || /\D/.test(digits)) return false;
	return digits.length > LAST_SAFE.length || digits > LAST_SAFE;
}

/**
 * Whether JavaScript would change the digits of a JSON number: an integer beyond ±(2^53−1), or a decimal that differs from
 * the shortest spelling of its double. Leading and trailing zeros do not count.
 */
export function losesDigits(number: string): boolean {
	if (number.length <= EXACT_DIGITS && !/e/i.test(number)) return false;
	if (isUnsafeInteger(number)) return true;
	const double = Number(number);
	return !Number.isFinite(double) || normalizeDecimal(number) !== normalizeDecimal(String(double));
}

/** Returns one spelling for all spellings of a decimal value, without its sign: `0.<digits>e<exponent>`. */
function normalizeDecimal(number: string): string {
	const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
	const digits = whole + fraction;
	let start = 0;
	let end = digits.length;
	while (digits[start] === '0') start += 1;
	while (end > start && digits[end - 1] === '0') end -= 1;
	return start === end ? '0' : `${digits.slice(start, end)}e${Number(exponent) + whole.length - start}`;
}
