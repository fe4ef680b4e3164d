import { enterFunction } from './calls.mts';
import type { Environment, Session } from './environment.mts';
import { compile } from './expressions.mts';
import { extend, project, rename, selectByName, serialize } from './operators/columns.mts';
import { evaluate } from './operators/evaluate.mts';
import { topNested } from './operators/topNested.mts';
import { mvExpand } from './operators/expand.mts';
import { join, lookup } from './operators/join.mts';
import { FILE_PROFILE_COLUMNS } from './enrichmentSignatures.mts';
import { ENRICHMENTS } from './enrichments.mts';
import { externalData } from './operators/externalData.mts';
import { columnsOf, refuse, type Context, type Operator } from './operators/operator.mts';
import { parse, parseWhere } from './operators/parse.mts';
import { sample, sampleDistinct, topHitters } from './operators/sampling.mts';
import { search } from './operators/search.mts';
import { makeSeries } from './operators/series.mts';
import { mvApply, partition } from './operators/subquery.mts';
import { count, distinct, filter, getSchema, sort, take, top, unchanged } from './operators/rows.mts';
import { datatable, print, range, type Source } from './operators/sources.mts';
import { summarize } from './operators/summarize.mts';
import { union } from './operators/union.mts';
import { bindStatements } from './statements.mts';
import type { Syntax } from './syntax.mts';
import type { HuntColumn, Row, Table } from './types.mts';

const OPERATORS: Readonly<Record<string, Operator>> = {
	FilterOperator: filter,
	TakeOperator: take,
	SortOperator: sort,
	TopOperator: top,
	CountOperator: count,
	DistinctOperator: distinct,
	ProjectOperator: project,
	ProjectAwayOperator: selectByName,
	ProjectKeepOperator: selectByName,
	ProjectReorderOperator: selectByName,
	ProjectRenameOperator: rename,
	ExtendOperator: extend,
	SummarizeOperator: summarize,
	JoinOperator: join,
	LookupOperator: lookup,
	MvExpandOperator: mvExpand,
	UnionOperator: union,
	GetSchemaOperator: getSchema,
	ParseOperator: parse,
	ParseWhereOperator: parseWhere,
	SearchOperator: search,
	SerializeOperator: serialize,
	AsOperator: unchanged,
	ConsumeOperator: () => [],
	SampleOperator: sample,
	SampleDistinctOperator: sampleDistinct,
	TopHittersOperator: topHitters,
	MvApplyOperator: mvApply,
	PartitionOperator: partition,
	MakeSeriesOperator: makeSeries,
	TopNestedOperator: topNested,
	EvaluateOperator: evaluate,
	RenderOperator: unchanged,
	InvokeOperator: (input, part, context) => callFunction(part.part('Function'), context, input).rows,
};

const SOURCES: Readonly<Record<string, Source>> = {
	PrintOperator: print,
	DataTableExpression: datatable,
	RangeOperator: range,
	ExternalDataExpression: externalData,
	UnionOperator: (part, context) => union(undefined, part, context),
	SearchOperator: (part, context) => search(undefined, part, context),
};

/** Runs a tabular expression of the bound tree. */
export function evaluateTable(part: Syntax, environment: Environment, session: Session): Table {
	const context: Context = { session, environment };
	switch (part.shape) {
		case 'PipeExpression':
			return applyOperator(evaluateTable(part.part('Expression'), environment, session), part, context);
		case 'ParenthesizedExpression':
		case 'MaterializeExpression':
			return evaluateTable(part.part('Expression'), environment, session);
		case 'NameReference':
			return namedTable(part, context);
		case 'FunctionCallExpression':
			return callFunction(part, context);
	}
	const source = SOURCES[part.shape];
	if (!source) throw refuse(`'${part.brief}' as a source of rows (${part.kind})`, part, context);
	return checked(part, source(part, context));
}

/** Runs the operators of a subquery, whose first one takes `input`. */
export function evaluateOn(part: Syntax, input: Table, context: Context): Table {
	if (part.shape === 'PipeExpression') {
		return applyOperator(evaluateOn(part.part('Expression'), input, context), part, context);
	}
	const operator = OPERATORS[part.shape];
	if (!operator) throw refuse(`'${part.brief}' in a subquery`, part, context);
	return checked(part, operator(input, part, context));
}

function applyOperator(input: Table, pipe: Syntax, context: Context): Table {
	const part = pipe.part('Operator');
	const operator = OPERATORS[part.shape];
	if (!operator) throw refuse(`the operator '${part.children()[0]?.text ?? part.brief}'`, part, context);
	return checked(part, operator(input, part, context));
}

/** The rows must have as many cells as the binder promised columns; anything else is a defect of ours. */
function checked(part: Syntax, rows: readonly Row[]): Table {
	const columns = columnsOf(part);
	const wrong = rows.find((row) => row.length !== columns.length);
	if (wrong) {
		throw new Error(
			`internal: '${part.brief}' made ${wrong.length} cells where the parser expects ${columns.length} columns`,
		);
	}
	return { columns, rows };
}

function namedTable(part: Syntax, context: Context): Table {
	const name = part.meaning?.name ?? part.simpleName;
	if (part.meaning?.sort === 'table') return context.session.databaseTable(name);
	const binding = context.environment.find(name);
	if (binding?.sort === 'table') return binding.table();
	throw refuse(`the table expression '${part.brief}'`, part, context);
}

/** A call of a tabular function declared with let; `piped` is its first argument in an invoke. */
function callFunction(part: Syntax, context: Context, piped?: Table): Table {
	const scope = { columns: [], ...context };
	const name = part.meaning?.name ?? part.part('Name').simpleName;
	if (name === 'materialize') {
		const [inner] = part.part('ArgumentList').list('Expressions');
		if (inner) return evaluateTable(inner, context.environment, context.session);
	}
	const enrichment = ENRICHMENTS.get(name);
	if (enrichment) {
		const args = part.part('ArgumentList').list('Expressions');
		return enrichedTable(piped, enrichment({ input: piped ?? NO_ROWS, args, ...context }), columnsOf(part));
	}
	const { body, environment } = enterFunction(part, scope, compile, piped && (() => piped));
	return evaluateTable(body, environment, context.session);
}

const NO_ROWS: Table = { columns: [], rows: [] };

/** The binder's columns of an enrichment. FileProfile replaces columns of its own that the input already has. */
function enrichedTable(
	piped: Table | undefined,
	added: readonly Row[],
	columns: readonly HuntColumn[],
): Table {
	const names = FILE_PROFILE_COLUMNS;
	const width = piped?.columns.length ?? 0;
	const rows = added.map((row) =>
		columns.map(({ name }, index) => {
			const place = piped && names.includes(name) ? width + names.indexOf(name) : index;
			return row[place] ?? null;
		}),
	);
	return { columns, rows };
}

/** Runs a whole query: its let statements, then its one tabular expression. */
export function evaluateQuery(statements: readonly Syntax[], outer: Environment, session: Session): Table {
	const environment = bindStatements(statements.slice(0, -1), outer, session, compile);
	const last = statements.at(-1);
	if (!last) throw new Error('a query without statements');
	return evaluateTable(last.part('Expression'), environment, session);
}
