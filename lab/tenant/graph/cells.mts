import type { Behaviours } from '../behaviours.mts';

/** A column as the hunt engine names it. */
export interface Column {
	readonly name: string;
	/** KQL type. */
	readonly type: string;
}

/** .NET type names in the schema of a hunting answer. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
	string: 'String',
	datetime: 'DateTime',
	timespan: 'TimeSpan',
	bool: 'SByte',
	int: 'Int32',
	long: 'Int64',
	real: 'Double',
	guid: 'Guid',
	dynamic: 'Object',
	decimal: 'SqlDecimal',
};

/** The name of a KQL type in the answer's schema. */
export function typeName(kql: string): string {
	const name = TYPE_NAMES[kql];
	if (name === undefined) throw new Error(`No type name for KQL's ${kql}.`);
	return name;
}

type CellStyle = Pick<Behaviours, 'nullCell' | 'dynamicCell'>;

/** One row as an object: cells and their `@odata.type` sidecars. Longs beyond 2^53 stay bigint. */
export function rowObject(
	columns: readonly Column[],
	cells: readonly unknown[],
	style: CellStyle,
): Record<string, unknown> {
	return Object.fromEntries(
		columns.flatMap(({ name, type }, index): [string, unknown][] => {
			const cell = cells[index] ?? null;
			if (cell === null) return [[name, style.nullCell === 'object' ? {} : null]];
			const value = cellValue(type, cell, style);
			const sidecar = sidecarOf(type, value);
			return [...(sidecar === undefined ? [] : [sidecarEntry(name, sidecar)]), [name, value]];
		}),
	);
}

const sidecarEntry = (name: string, type: string): [string, string] => [`${name}@odata.type`, type];

function cellValue(type: string, cell: unknown, style: CellStyle): unknown {
	if (type === 'bool') return cell === true || cell === 1 ? 1 : 0;
	if (type !== 'dynamic' || style.dynamicCell === 'json') return cell;
	return typeof cell === 'string' ? cell : exactJson(cell);
}

function sidecarOf(type: string, value: unknown): string | undefined {
	if (type === 'bool') return '#SByte';
	if (type === 'long') return '#Int64';
	const isTexts = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
	return type === 'dynamic' && isTexts ? '#Collection(String)' : undefined;
}

/**
 * JSON in which a bigint is a plain number with all its digits, also if BigInt has a `toJSON`, as
 * n8n-workflow does on import: that runs before a replacer, so the value is taken from its holder.
 */
export function exactJson(value: unknown): string {
	const longs: string[] = [];
	// U+E000 is for private use: it marks the place of a long until the text is made.
	const text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, item: unknown) {
		const held = this[key];
		if (typeof held !== 'bigint') return item;
		longs.push(held.toString());
		return `\uE000${longs.length - 1}\uE000`;
	});
	return longs.length === 0
		? text
		: text.replace(/"\uE000(\d+)\uE000"/g, (_, index) => longs[Number(index)] ?? '0');
}
