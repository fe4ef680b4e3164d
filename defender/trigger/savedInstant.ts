import { toMillis, parseInstant, tryInstantFromMillis, type UtcInstant } from '../core/instant';

/** Returns milliseconds and the remaining ticks, both in base 36: twelve characters instead of twenty-eight. */
export function packInstant(instant: UtcInstant): string {
	return `${toMillis(instant).toString(36)}.${Number(instant.slice(23, 27)).toString(36)}`;
}

/** @returns undefined for anything that {@link packInstant} did not write */
export function unpackInstant(packed: unknown): UtcInstant | undefined {
	if (typeof packed !== 'string' || !/^-?[0-9a-z]{1,10}\.[0-9a-z]{1,3}$/.test(packed)) return undefined;
	const [millis = '', ticks = ''] = packed.split('.');
	const text = tryInstantFromMillis(Number.parseInt(millis, 36));
	if (text === undefined) return undefined;
	const paddedTicks = String(Number.parseInt(ticks, 36)).padStart(4, '0');
	return parseInstant(`${text.slice(0, 23)}${paddedTicks}Z`);
}
