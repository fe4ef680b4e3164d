import { convert, toText } from '../conversion.mts';
import { compile } from '../expressions.mts';
import { EMPTY_ROW } from '../environment.mts';
import { fromPlainJson } from '../json.mts';
import { QueryRefused, positionOf } from '../refusals.mts';
import type { Syntax } from '../syntax.mts';
import type { HuntColumn, Row, Value } from '../types.mts';
import { columnsOf, missing, refuse, type Context } from './operator.mts';
import { readDelimited } from './delimited.mts';
import type { Source } from './sources.mts';

const DELIMITERS: Readonly<Record<string, string>> = { csv: ',', tsv: '\t', psv: '|', scsv: ';', ssv: ';' };

/** externaldata: rows from the content that the practice tenant was given for an address. It never opens a connection. */
export const externalData: Source = (part, context) => {
	const columns = columnsOf(part);
	const properties = new Map(
		(part.child('WithClause')?.list('Properties') ?? []).map((item) => [
			item.part('Name').simpleName.toLowerCase(),
			item.part('Expression').text.replace(/^["']|["']$/gu, ''),
		]),
	);
	const skipsFirst = properties.get('ignorefirstrecord')?.toLowerCase() === 'true';
	return part.list('URIs').flatMap((item) => {
		const url = toText(compile(item, { columns: [], ...context }).evaluate(EMPTY_ROW), 'string');
		const content = contentAt(url, item, context);
		const format = properties.get('format')?.toLowerCase() ?? formatOf(url);
		const rows = recordsOf(content, format, columns, part, context);
		return skipsFirst && format !== 'json' && format !== 'multijson' ? rows.slice(1) : rows;
	});
};

function contentAt(url: string, item: Syntax, context: Context): string {
	const address = url.split(';')[0] ?? url;
	const content = context.session.externalData(address) ?? context.session.externalData(url);
	if (content !== undefined) return content;
	throw new QueryRefused(
		`The practice tenant has no content for externaldata from '${address}' (${positionOf(context.session.query, item.start)}). Microsoft's service reads the address; give its content to the practice tenant for practice.`,
	);
}

function formatOf(url: string): string {
	return /\.(csv|tsv|psv|json|txt)(?:\.gz)?(?:[?;]|$)/iu.exec(url)?.[1]?.toLowerCase() ?? 'csv';
}

function recordsOf(
	content: string,
	format: string,
	columns: readonly HuntColumn[],
	part: Syntax,
	context: Context,
): readonly Row[] {
	const delimiter = DELIMITERS[format];
	if (delimiter !== undefined) {
		return readDelimited(content, delimiter).map((cells) =>
			columns.map((column, at) => cellOf(cells[at] ?? '', column)),
		);
	}
	if (format === 'txt' || format === 'raw') {
		const lines = format === 'raw' ? [content] : content.split(/\r?\n/u).filter((line) => line !== '');
		return lines.map((line) =>
			columns.map((column, at) => (at === 0 ? cellOf(line, column) : missing(column))),
		);
	}
	if (format !== 'json' && format !== 'multijson')
		throw refuse(`externaldata in the format ${format}`, part, context);
	return jsonRecords(content).map((record) => columns.map((column) => jsonCell(record, column)));
}

function cellOf(text: string, column: HuntColumn): Value {
	return convert(text, 'string', column.type) ?? missing(column);
}

/** A JSON array, one JSON value, or one per line; lines that are no JSON are left out. */
function jsonRecords(content: string): readonly unknown[] {
	const whole = parseJson(content);
	if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
	return content.split(/\r?\n/u).flatMap((line) => {
		const record = parseJson(line);
		return record === undefined ? [] : [record];
	});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function jsonCell(record: unknown, column: HuntColumn): Value {
	if (typeof record !== 'object' || record === null) return missing(column);
	const raw: unknown = Reflect.get(record, column.name);
	if (raw === undefined) return missing(column);
	return convert(fromPlainJson(raw), 'dynamic', column.type) ?? missing(column);
}
