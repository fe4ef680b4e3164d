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
/** Of each type: its properties, each with the short name of its type or of the type of its items. */
const itemTypes = new Map(
	typeNames.map((name) => [
		name,
		new Map(Object.entries(allProperties(name)).map(([key, { type }]) => [key, unfold(type).item])),
	]),
);
/** Of each type: its subtypes, by the value of `@odata.type` that names them. */
const subtypes = new Map(
	typeNames.map((name) => [
		name,
		new Map<unknown, string>(subtypesOf(name).map((subtype) => [`#${NAMESPACE}.${subtype}`, subtype])),
	]),
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
	return subtypes.get(declared)?.get(value['@odata.type']) ?? declared;
}

/** Writes a value of the model's type `type` (short name, or `Edm.X`) in the caller's style. */
export function toWire(type: string, value: unknown, style: WireStyle): unknown {
	if (Array.isArray(value)) return value.map((item: unknown) => toWire(type, item, style));
	if (!isObject(value) || !knownTypes.has(type)) return primitive(type, value, style);
	const itemTypesOfValue = itemTypes.get(actualType(type, value));
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => {
			const itemType = itemTypesOfValue?.get(key);
			return [key, itemType === undefined ? item : toWire(itemType, item, style)];
		}),
	);
}
