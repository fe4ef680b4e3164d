import { isDuration } from './scalarValues';

/**
 * The moment of a Date or a luxon DateTime, undefined for other objects. Told by shape: n8n evaluates expressions in a
 * realm of their own, where `instanceof` does not hold. May be an invalid Date.
 */
export function momentOf(value: object): Date | undefined {
	const isDate = Object.prototype.toString.call(value) === '[object Date]';
	const isDateTime = 'toMillis' in value && typeof value.toMillis === 'function' && !isDuration(value);
	return isDate || isDateTime ? new Date(Number(value.valueOf())) : undefined;
}
