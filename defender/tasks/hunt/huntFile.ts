import { rowJson } from '../../hunting/result/cellJson';
import { csvLines, type CsvOptions } from '../../hunting/result/csv';
import type { Hunt } from '../../hunting/result/rows';

export type FileFormat = 'csv' | 'json';

/** A hunt's rows as a file that is not made yet. */
export interface HuntFile {
	readonly fileName: string;
	readonly mimeType: string;
	/** The file's text, piece by piece, so that it never stands in memory as one. */
	readonly pieces: Iterable<string>;
}

const MIME_TYPES: Record<FileFormat, string> = { csv: 'text/csv', json: 'application/json' };
const PIECE_ROWS = 1_000;

/**
 * The rows as CSV (RFC 4180) or as one JSON array of objects.
 * @param fileName undefined for `hunting-results` with the format's extension
 */
export function huntFile(
	hunt: Pick<Hunt, 'columns' | 'rows'>,
	format: FileFormat,
	fileName: string | undefined,
	csv: CsvOptions,
): HuntFile {
	return {
		fileName: fileName ?? `hunting-results.${format}`,
		mimeType: MIME_TYPES[format],
		pieces: joined(format === 'csv' ? csvLines(hunt.columns, hunt.rows, csv) : jsonLines(hunt.rows)),
	};
}

function* jsonLines(rows: Hunt['rows']): Generator<string, void, undefined> {
	let before = '[';
	for (const row of rows) {
		yield before + rowJson(row);
		before = ',\n';
	}
	yield rows.length === 0 ? '[]' : ']';
}

/** Many lines in one piece, since each piece costs a buffer. */
function* joined(lines: Iterable<string>): Generator<string, void, undefined> {
	let piece: string[] = [];
	for (const line of lines) {
		piece.push(line);
		if (piece.length < PIECE_ROWS) continue;
		yield piece.join('');
		piece = [];
	}
	yield piece.join('');
}
