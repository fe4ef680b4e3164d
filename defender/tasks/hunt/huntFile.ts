import { rowJson } from '../../hunting/result/cellJson';
import { csvLines, type CsvOptions } from '../../hunting/result/csv';
import type { Hunt } from '../../hunting/result/rows';

export type FileFormat = 'csv' | 'json';

/** A file with the rows of a hunt; its text is generated on demand. */
export interface HuntFile {
	readonly fileName: string;
	readonly mimeType: string;
	/** The text in parts, so that the whole text is never in memory. */
	readonly chunks: Iterable<string>;
}

const MIME_TYPES: Record<FileFormat, string> = { csv: 'text/csv', json: 'application/json' };
const CHUNK_ROWS = 1_000;

/**
 * Writes rows as CSV (RFC 4180) or as one JSON array of objects.
 * @param fileName `hunting-results` with the format's extension if undefined
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
		chunks: inChunks(format === 'csv' ? csvLines(hunt.columns, hunt.rows, csv) : jsonLines(hunt.rows)),
	};
}

function* jsonLines(rows: Hunt['rows']): Generator<string, void, undefined> {
	let separator = '[';
	for (const row of rows) {
		yield separator + rowJson(row);
		separator = ',\n';
	}
	yield rows.length === 0 ? '[]' : ']';
}

/** Joins lines, because the caller copies each chunk to a buffer of its own. */
function* inChunks(lines: Iterable<string>): Generator<string, void, undefined> {
	let chunk: string[] = [];
	for (const line of lines) {
		chunk.push(line);
		if (chunk.length < CHUNK_ROWS) continue;
		yield chunk.join('');
		chunk = [];
	}
	yield chunk.join('');
}
