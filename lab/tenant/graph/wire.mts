import {
	allProperties,
	enumMembers,
	NAMESPACE,
	settledMembers,
	subtypesOf,
	typeNames,
	unfold,
} from './model.mts';

/** How values are written for one caller. */
export interface WireStyle {
	/** Members newer than `unknownFutureValue` by name (header `Prefer: include-unknown-enum-members`). */
	readonly evolved: boolean;
	/** Drop trailing zeros of fractions of a second. */
	readonly trimmed: boolean;
}

const knownTypes = new Set(typeNames);
const propertiesByType = new Map(
	typeNames.map((name) => [name, new Map(Object.entries(allProperties(name)))]),
);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** `…:27.8300000Z` → `…:27.83Z`; a fraction of zeros goes with its point. */
export const trimFraction = (instant: string): string => instant.replace(/\.?0*Z$/, 'Z');

function primitive(type: string, value: unknown, style: WireStyle): unknown {
	if (typeof value !== 'string') return value;
	if (type === 'Edm.DateTimeOffset')
		return style.trimmed && value.includes('.') ? trimFraction(value) : value;
	if (style.evolved || enumMembers(type) === undefined) return value;
	return settledMembers(type).includes(value) ? value : 'unknownFutureValue';
}

function actualType(declared: string, value: Readonly<Record<string, unknown>>): string {
	const named = value['@odata.type'];
	return subtypesOf(declared).find((name) => named === `#${NAMESPACE}.${name}`) ?? declared;
}

/** Writes a value of the model's type `type` (short name, or `Edm.X`) in the caller's style. */
export function toWire(type: string, value: unknown, style: WireStyle): unknown {
	if (Array.isArray(value)) return value.map((item: unknown) => toWire(type, item, style));
	if (!isObject(value) || !knownTypes.has(type)) return primitive(type, value, style);
	const properties = propertiesByType.get(actualType(type, value));
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => {
			const declared = properties?.get(key);
			return [key, declared === undefined ? item : toWire(unfold(declared.type).item, item, style)];
		}),
	);
}
