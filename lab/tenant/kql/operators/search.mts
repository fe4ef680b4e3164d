import { compile } from '../expressions.mts';
import type { Evaluate } from '../environment.mts';
import { truth } from '../operands.mts';
import { toText } from '../conversion.mts';
import type { Syntax } from '../syntax.mts';
import { TEXT_TESTS } from '../terms.mts';
import type { Row, Table } from '../types.mts';
import { columnsOf, missing, parameter, scopeOf, type Context } from './operator.mts';
import { unify } from './unify.mts';

interface Searched {
	readonly name: string;
	readonly table: Table;
}

/** search: the rows of the input, of the named tables, or of all tables in which a condition on any column is true. */
export function search(input: Table | undefined, part: Syntax, context: Context): readonly Row[] {
	const columns = columnsOf(part).slice(1);
	const tables = input ? [{ name: '', table: input }] : searched(part, context);
	const unified = unify(tables.map(({ table }) => table.columns));
	const caseSensitive = parameter(part, 'kind') === 'case_sensitive';
	return tables.flatMap(({ name, table }, index) => {
		const test = condition(part.part('Condition'), table, context, caseSensitive);
		return table.rows
			.filter((row) => test(row) === true)
			.map((row) => [
				name,
				...columns.map((column, at) => row[unified[at]?.[index] ?? -1] ?? missing(column)),
			]);
	});
}

function searched(part: Syntax, context: Context): readonly Searched[] {
	const named = part.child('InClause')?.list('Expressions') ?? [];
	if (named.length === 0) {
		return context.session.tableNames.map((name) => ({ name, table: context.session.databaseTable(name) }));
	}
	return named.map((item) => ({
		name: item.meaning?.name ?? '',
		table: context.session.tabular(item, context.environment),
	}));
}

/** A condition of search: a text is looked for in every column. */
function condition(part: Syntax, table: Table, context: Context, caseSensitive: boolean): Evaluate {
	const inner = (name: string): Evaluate => condition(part.part(name), table, context, caseSensitive);
	if (part.shape === 'ParenthesizedExpression') return inner('Expression');
	if (part.shape === 'BinaryExpression') {
		const sign = part.part('Operator').text;
		if (sign === 'and' || sign === 'or') {
			const [left, right] = [inner('Left'), inner('Right')];
			return sign === 'and'
				? (row) => left(row) === true && right(row) === true
				: (row) => left(row) === true || right(row) === true;
		}
	}
	if (part.shape === 'StarExpression') return () => true;
	const text = textOfLiteral(part);
	if (text === undefined) return truth(compile(part, scopeOf(table, context)));
	const [sign, pattern] = wildcards(text);
	const test = TEXT_TESTS.get(caseSensitive ? `${sign}_cs` : sign);
	return (row) => table.columns.some(({ type }, at) => test?.(toText(row[at] ?? null, type), pattern));
}

/** The content of a string literal, which the binder takes for a condition here. */
function textOfLiteral(part: Syntax): string | undefined {
	return part.kind === 'StringLiteralExpression' ? part.part('Token').tokenValue : undefined;
}

/** `*x`, `x*` and `*x*` as the operator they stand for. */
function wildcards(text: string): readonly [sign: string, pattern: string] {
	const starts = text.startsWith('*');
	const ends = text.length > 1 && text.endsWith('*');
	const pattern = text.slice(starts ? 1 : 0, ends ? -1 : undefined);
	if (starts && ends) return ['contains', pattern];
	return [starts ? 'hassuffix' : ends ? 'hasprefix' : 'has', pattern];
}
