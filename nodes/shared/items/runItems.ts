import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { DefenderError, explainNestingDepth } from '../../../defender/core/errors';
import { runParallel, type Settled } from '../../../defender/core/parallel';
import { alsoInDoubt } from './executionText';
import { toNodeError } from '../connection/toNodeError';

/** The JSON of an output item before it is returned to n8n. */
export type ItemJson = Readonly<Record<string, unknown>>;

/** One output item with files. */
export interface FileItem {
	readonly json: ItemJson;
	readonly binary: IBinaryKeyData;
}

/** The output of one input item: the JSON of each output item, or one item with files. */
export type Produced = readonly ItemJson[] | FileItem;

export interface ItemLoop {
	/** Maximum number of items in progress at once. A function is called before each item starts. */
	readonly bound: number | (() => number);
	/** Items with the same key run one after the other; undefined: no key. */
	readonly keyOf?: (index: number) => string | undefined;
	/** Fields that a failed item still returns, such as the ID of its incident. May throw. */
	readonly about?: (index: number) => IDataObject;
}

/**
 * Runs work for each item with bounded parallelism, and returns the output in item order. This is the only loop over items.
 * Without *Continue On Fail*, the first failure stops further items from starting, and items in progress are awaited.
 * @param work returns the output of one input item
 * @throws NodeApiError or NodeOperationError of the first failed item. It contains the number of finished items and the
 * incidents whose change may have been saved, because a write cannot be undone.
 */
export async function runItems(
	context: IExecuteFunctions,
	loop: ItemLoop,
	work: (index: number) => Promise<Produced>,
): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const continuesOnFail = context.continueOnFail();
	const inDoubt: number[] = [];
	const results = await runParallel<Produced>(
		count,
		{ bound: loop.bound, keyOf: safeKey(loop.keyOf), shouldStop: () => isCanceled(context) },
		async (index) => {
			try {
				return await work(index);
			} catch (thrown) {
				const failure = explainNestingDepth(thrown);
				if (failure instanceof DefenderError && failure.effect === 'unknown') inDoubt.push(index);
				if (!continuesOnFail || isCanceled(context)) throw toNodeError(context.getNode(), failure, index);
				return [{ ...fieldsOf(loop, index), ...errorItem(failure) }];
			}
		},
	);
	throwFirstFailure(context, loop, results, inDoubt);
	return collect(results);
}

/** An expression in a key may fail. Then only its own item fails, when it runs. */
function safeKey(keyOf: ItemLoop['keyOf']): (index: number) => string | undefined {
	return (index) => {
		try {
			return keyOf?.(index);
		} catch {
			return undefined;
		}
	};
}

function fieldsOf({ about }: ItemLoop, index: number): IDataObject {
	try {
		return about?.(index) ?? {};
	} catch {
		return {};
	}
}

function throwFirstFailure(
	context: IExecuteFunctions,
	loop: ItemLoop,
	results: ReadonlyArray<Settled<unknown>>,
	inDoubt: readonly number[],
): void {
	const first = results.findIndex((result) => result.kind === 'failed');
	const result = results[first];
	if (result?.kind !== 'failed') return;
	const done = results.filter(({ kind }) => kind === 'done').length;
	const error = toNodeError(context.getNode(), result.reason, first);
	const { id } = fieldsOf(loop, first);
	const others = new Set(inDoubt.map((index) => String(fieldsOf(loop, index)['id'] ?? `#${index + 1}`)));
	others.delete(String(id ?? `#${first + 1}`));
	const description = [
		error.description ?? '',
		id === undefined ? '' : `Incident: ${String(id)}.`,
		others.size === 0 ? '' : alsoInDoubt([...others]),
		results.length > 1 ? `Items already done: ${done} of ${results.length}.` : '',
	].filter((sentence) => sentence !== '');
	if (description.length > 0) error.description = description.join(' ');
	throw error;
}

/**
 * Collects all output items in the order of the input. A result may have 100,000 rows, so row objects become the JSON of
 * items without a copy, the array gets its final length at once, and the items of one input share one `pairedItem`.
 */
function collect(results: ReadonlyArray<Settled<Produced>>): INodeExecutionData[] {
	const produced = results.map((result) => (result.kind === 'done' ? result.value : []));
	const count = produced.reduce((sum, output) => sum + (isFile(output) ? 1 : output.length), 0);
	const items = new Array<INodeExecutionData>(count);
	let at = 0;
	produced.forEach((output, item) => {
		const pairedItem = { item };
		if (isFile(output)) {
			items[at++] = { json: dataObject(output.json), binary: output.binary, pairedItem };
			return;
		}
		for (const json of output) items[at++] = { json: dataObject(json), pairedItem };
	});
	return items;
}

function isFile(output: Produced): output is FileItem {
	return !Array.isArray(output);
}

/** Returns the same object as n8n's type for JSON. Our objects come from parsed JSON or are built from it. */
export function dataObject(json: ItemJson): IDataObject {
	if (isDataObject(json)) return json;
	throw new TypeError('The JSON of an item is a list.');
}

function isDataObject(value: ItemJson): value is IDataObject {
	return !Array.isArray(value);
}

function errorItem(failure: unknown): IDataObject {
	if (!(failure instanceof DefenderError))
		return { error: failure instanceof Error ? failure.message : String(failure) };
	const { message, description, trace, effect } = failure;
	return {
		error: message,
		description,
		...(trace === undefined ? {} : { httpCode: String(trace.status), code: trace.code }),
		...(effect === 'unknown' ? { mayHaveBeenWritten: true } : {}),
	};
}

function isCanceled(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted === true;
}
