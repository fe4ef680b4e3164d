import { instantText } from './ticks.mts';
import { timespanText } from './timespanText.mts';
import { Instant, Span, isArray, isBag, type Value } from './types.mts';

/** JSON text as a dynamic value with exact longs; undefined when the text is no JSON. */
export function readJson(text: string): Value | undefined {
	const reader = new JsonReader(text);
	try {
		return reader.document();
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/uy;
const STRING = /"(?:[^"\\]|\\.)*"/suy;
const SPACE = /\s*/uy;

class JsonReader {
	private at = 0;

	constructor(private readonly text: string) {}

	document(): Value {
		const value = this.value();
		this.match(SPACE);
		if (this.at !== this.text.length) throw new SyntaxError('text after the JSON value');
		return value;
	}

	private match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.text)?.[0];
		if (found !== undefined) this.at += found.length;
		return found;
	}

	private take(mark: string): boolean {
		this.match(SPACE);
		if (!this.text.startsWith(mark, this.at)) return false;
		this.at += mark.length;
		return true;
	}

	private value(): Value {
		if (this.take('{')) return this.bag();
		if (this.take('[')) return this.array();
		if (this.take('true')) return true;
		if (this.take('false')) return false;
		if (this.take('null')) return null;
		if (this.text[this.at] === '"') return this.string();
		const digits = this.match(NUMBER);
		if (digits === undefined) throw new SyntaxError('no JSON value');
		return numberFromJson(digits);
	}

	private string(): string {
		this.match(SPACE);
		const raw = this.match(STRING);
		if (raw === undefined) throw new SyntaxError('no JSON string');
		const value: unknown = JSON.parse(raw.replace(/[\n\r\t]/gu, (mark) => JSON.stringify(mark).slice(1, -1)));
		return String(value);
	}

	private array(): Value {
		const items: Value[] = [];
		if (this.take(']')) return items;
		do items.push(this.value());
		while (this.take(','));
		if (!this.take(']')) throw new SyntaxError('array not closed');
		return items;
	}

	private bag(): Value {
		const bag = new Map<string, Value>();
		if (this.take('}')) return bag;
		do {
			const key = this.string();
			if (!this.take(':')) throw new SyntaxError('no colon after a key');
			bag.set(key, this.value());
		} while (this.take(','));
		if (!this.take('}')) throw new SyntaxError('object not closed');
		return bag;
	}
}

function numberFromJson(digits: string): Value {
	if (!/^-?\d+$/u.test(digits)) return Number(digits);
	const exact = BigInt(digits);
	return BigInt.asIntN(64, exact) === exact ? exact : Number(digits);
}

/** A dynamic value as JSON text: no spaces, longs exact, a real always with a point, as tostring() returns it. */
export function writeJson(value: Value): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
	if (typeof value === 'number') return realText(value);
	if (value instanceof Instant) return JSON.stringify(instantText(value.ticks));
	if (value instanceof Span) return JSON.stringify(timespanText(value.ticks));
	if (isArray(value)) return `[${value.map(writeJson).join(',')}]`;
	if (isBag(value)) {
		return `{${[...value].map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`).join(',')}}`;
	}
	throw new Error('a dynamic value of an unknown kind');
}

/** A real as text: always recognisable as a real (`1.0`), special values by the names KQL reads back. */
export function realText(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
	return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value);
}

/** Plain JSON (parsed by anybody) as a dynamic value; whole numbers become longs. */
export function fromPlainJson(raw: unknown): Value {
	if (raw === null || raw === undefined) return null;
	if (typeof raw === 'string' || typeof raw === 'boolean' || typeof raw === 'bigint') return raw;
	if (typeof raw === 'number') return Number.isSafeInteger(raw) ? BigInt(raw) : raw;
	if (Array.isArray(raw)) return raw.map(fromPlainJson);
	if (typeof raw === 'object')
		return new Map(Object.entries(raw).map(([key, member]) => [key, fromPlainJson(member)]));
	throw new Error(`a dynamic cell of the practice world holds a ${typeof raw}`);
}
