import { convert } from '../conversion.mts';
import { compile } from '../expressions.mts';
import { textOfOperand } from '../operands.mts';
import { regexOf } from '../regex.mts';
import type { Syntax } from '../syntax.mts';
import type { HuntColumn, Row, ScalarType, Value } from '../types.mts';
import { columnsOf, missing, parameter, refuse, scopeOf, type Context, type Operator } from './operator.mts';

/** A pattern of parse as a regular expression, and the columns its groups fill. */
interface Pattern {
	readonly source: string;
	readonly columns: readonly string[];
}

const escaped = (text: string): string => text.replace(/[\^$\\.*+?()[\]{}|]/gu, '\\$&');

/** What a column of this type takes; text and every unknown type take anything. */
const FORMS: Readonly<Partial<Record<ScalarType, string>>> = {
	long: '[-+]?\\d+',
	int: '[-+]?\\d+',
	real: '[-+]?[\\d.]+(?:[eE][-+]?\\d+)?',
	bool: 'true|false',
};

function patternOf(part: Syntax, types: ReadonlyMap<string, ScalarType>, context: Context): Pattern {
	const kind = parameter(part, 'kind') ?? 'simple';
	const columns: string[] = [];
	const items = part.list('Patterns');
	const sources = items.map((item, index) => {
		if (item.shape === 'StarExpression') return index === items.length - 1 ? '[^]*' : '[^]*?';
		if (item.shape === 'LiteralExpression') {
			const text = item.part('Token').tokenValue;
			return kind === 'regex' ? `(?:${text})` : escaped(text);
		}
		const declared = item.shape === 'NameAndTypeDeclaration' ? item.part('Name') : item;
		if (declared.simpleName === '') throw refuse(`the pattern '${item.brief}'`, item, context);
		columns.push(declared.simpleName);
		const form = kind === 'regex' ? undefined : FORMS[types.get(declared.simpleName) ?? 'string'];
		return form
			? `\\s*(?<c${columns.length}>${form})`
			: `(?<c${columns.length}>[^]${index === items.length - 1 ? '*' : '*?'})`;
	});
	const [first] = items;
	const anchored = kind === 'regex' && first?.shape === 'LiteralExpression' ? '' : '^';
	return { source: `(?s)${anchored}${sources.join('')}$`.replaceAll('[^]', '(?s:.)'), columns };
}

/** parse: columns from the parts of a text. `keepAll` keeps the rows whose text does not match. */
function parsing(keepAll: boolean): Operator {
	return (input, part, context) => {
		const columns = columnsOf(part);
		const types = new Map(columns.map(({ name, type }) => [name, type]));
		const { source, columns: names } = patternOf(part, types, context);
		const flags = (parameter(part, 'flags') ?? '').replace(/[^imsU]/gu, '');
		const regex = regexOf(flags === '' ? source : `(?${flags})${source}`, '');
		const text = textOfOperand(compile(part.part('Expression'), scopeOf(input, context)));
		const relaxed = parameter(part, 'kind') === 'relaxed';
		return input.rows.flatMap((row) => {
			const groups = regex.exec(text(row))?.groups;
			const found = new Map<string, Value>();
			names.forEach((name, index) => {
				const type = types.get(name) ?? 'string';
				found.set(name, groups ? convert(groups[`c${index + 1}`] ?? '', 'string', type) : null);
			});
			const valueAt = ({ name, type }: HuntColumn): Value =>
				convert(found.get(name) ?? null, types.get(name) ?? 'string', type);
			const whole = groups !== undefined && (relaxed || ![...found.values()].includes(null));
			if (!whole && !keepAll) return [];
			return [
				columns.map((column, at): Row[number] => {
					if (found.has(column.name)) return (whole ? valueAt(column) : null) ?? missing(column);
					return (
						row[input.columns[at]?.name === column.name ? at : indexOf(input.columns, column.name)] ??
						missing(column)
					);
				}),
			];
		});
	};
}

function indexOf(columns: readonly { readonly name: string }[], name: string): number {
	return columns.findIndex((column) => column.name === name);
}

export const parse = parsing(true);
export const parseWhere = parsing(false);
