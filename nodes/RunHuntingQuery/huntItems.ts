import type { IExecuteFunctions } from 'n8n-workflow';
import type { Hunt } from '../../defender/hunting/result/rows';
import { huntFile } from '../../defender/tasks/hunt/huntFile';
import { readChoice, readCollection, readText } from '../shared/parameters/parameters';
import type { ItemJson, Produced } from '../shared/items/runItems';

/** How the user wants the rows of one item's hunt. */
export interface HuntOutput {
	readonly form: 'rows' | 'table' | 'file';
	readonly onEmpty: 'nothing' | 'item';
}

/** @throws DefenderError `invalidInput` for a choice that an expression got wrong */
export function readOutput(context: IExecuteFunctions, index: number): HuntOutput {
	const form: unknown = context.getNodeParameter('output', index, 'rows');
	const onEmpty: unknown = context.getNodeParameter('onEmpty', index, 'nothing');
	return {
		form: readChoice('output', 'Output', form, ['rows', 'table', 'file']),
		onEmpty: readChoice('onEmpty', 'If No Rows Are Found', onEmpty, ['nothing', 'item']),
	};
}

/** From a hunt to output items: its rows themselves, or one item about all of them. */
export async function huntItems(
	context: IExecuteFunctions,
	index: number,
	hunt: Hunt,
	{ form, onEmpty }: HuntOutput,
): Promise<Produced> {
	if (hunt.rows.length === 0 && onEmpty === 'nothing') return [];
	if (form === 'file') return await fileItem(context, index, hunt);
	if (form === 'rows' && hunt.rows.length > 0) return hunt.rows;
	return [{ ...summaryOf(hunt), rows: hunt.rows }];
}

function summaryOf({ columns, rows, complete, windowOpen }: Hunt): ItemJson {
	return {
		rowCount: rows.length,
		truncated: complete !== true,
		...(complete === true ? {} : { truncatedBecause: complete.because }),
		windowOpen,
		columns,
	};
}

async function fileItem(context: IExecuteFunctions, index: number, hunt: Hunt): Promise<Produced> {
	const options = readCollection(context, 'options', index);
	const given: unknown = context.getNodeParameter('fileFormat', index, 'csv');
	const format = readChoice('fileFormat', 'File Format', given, ['csv', 'json']);
	const field = readText(context.getNodeParameter('binaryPropertyName', index, 'data')) ?? 'data';
	const { fileName, mimeType, chunks } = huntFile(hunt, format, readText(options['fileName']), {
		escapeFormulas: options['escapeFormulas'] !== false,
		forExcel: options['forExcel'] === true,
	});
	const bytes = Buffer.concat(Array.from(chunks, (chunk) => Buffer.from(chunk, 'utf8')));
	const file = await context.helpers.prepareBinaryData(bytes, fileName, mimeType);
	return { json: { fileName, ...summaryOf(hunt) }, binary: { [field]: file } };
}
