/**
 * Reads a Date or a Luxon DateTime; the result can be an invalid Date. Recognizes them by shape: n8n evaluates expressions in
 * a realm of their own with a copy of Luxon, where `instanceof` is false.
 * @returns undefined for every other value
 */
export function dateFromObject(value: unknown): Date | undefined {
	if (Object.prototype.toString.call(value) === '[object Date]') return new Date(Number(value));
	if (typeof value !== 'object' || value === null || isLuxonDuration(value) || !hasToMillis(value))
		return undefined;
	return new Date(Number(value.toMillis()));
}

/** Recognizes a Luxon Duration by shape, like {@link dateFromObject}. */
export function isLuxonDuration(value: unknown): value is { toMillis(): unknown } {
	return typeof value === 'object' && value !== null && 'isLuxonDuration' in value && hasToMillis(value);
}

function hasToMillis(value: object): value is { toMillis(): unknown } {
	return 'toMillis' in value && typeof value.toMillis === 'function';
}
