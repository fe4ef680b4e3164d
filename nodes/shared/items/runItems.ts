import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { DefenderError, explainNestingDepth } from '../../../defender/core/errors';
import { runParallel, type Settled } from '../../../defender/core/parallel';
import { alsoInDoubt } from './executionText';
import { toNodeError } from '../connection/toNodeError';

/** An output item's JSON before it is given to n8n. */
export type ItemJson = Readonly<Record<string, unknown>>;

/** One output item with files. */
export interface FileItem {
	readonly json: ItemJson;
	readonly binary: IBinaryKeyData;
}

/** What one input item turned into: the JSON of each output item, or one item with files. */
export type Produced = readonly ItemJson[] | FileItem;

export interface ItemLoop {
	/** Items worked on at once (proposal of hard-parts §9.1: 5 reads, 3 writes, 2 hunts). */
	readonly bound: number;
	/** Items with an equal key run one after the other; undefined for none. */
	readonly keyOf?: (index: number) => string | undefined;
	/** What an item that failed still tells, such as the incident it was about; nothing when it throws. */
	readonly about?: (index: number) => IDataObject;
}

/**
 * The only loop over items: bounded parallelism, results in item order, n8n's *Continue On Fail*. Without it the first
 * failure stops the start of further items, those in flight are awaited, and the error of the lowest item is thrown with
 * the number of items already done and those whose fate is unknown, because a write cannot be taken back.
 * @param work gives the output items of one input item
 */
export async function runItems(
	context: IExecuteFunctions,
	loop: ItemLoop,
	work: (index: number) => Promise<Produced>,
): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const goOn = context.continueOnFail();
	const inDoubt: number[] = [];
	const results = await runParallel<Produced>(
		count,
		{ bound: loop.bound, keyOf: readableKey(loop.keyOf), shouldStop: () => isCanceled(context) },
		async (index) => {
			try {
				return await work(index);
			} catch (thrown) {
				const failure = explainNestingDepth(thrown);
				if (failure instanceof DefenderError && failure.effect === 'unknown') inDoubt.push(index);
				if (!goOn || isCanceled(context)) throw toNodeError(context.getNode(), failure, index);
				return [{ ...knownAbout(loop, index), ...failureItem(failure) }];
			}
		},
	);
	throwFirst(context, loop, results, inDoubt);
	return collect(results);
}

/** An expression that fails for one item fails when that item is worked on, not for all items at once. */
function readableKey(keyOf: ItemLoop['keyOf']): (index: number) => string | undefined {
	return (index) => {
		try {
			return keyOf?.(index);
		} catch {
			return undefined;
		}
	};
}

function knownAbout({ about }: ItemLoop, index: number): IDataObject {
	try {
		return about?.(index) ?? {};
	} catch {
		return {};
	}
}

function throwFirst(
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
	const { id } = knownAbout(loop, first);
	const others = new Set(inDoubt.map((index) => String(knownAbout(loop, index)['id'] ?? `#${index + 1}`)));
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
 * All output items, in the order of the input. A result may hold 100,000 rows, so the row objects themselves become the
 * items' JSON, all items stand in one array of the right length, and those of one input share one pairing.
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

/** The same object under n8n's name for one of JSON values; ours come from parsed JSON or are built of it. */
export function dataObject(json: ItemJson): IDataObject {
	if (isDataObject(json)) return json;
	throw new TypeError('An item was made of a list.');
}

function isDataObject(value: ItemJson): value is IDataObject {
	return !Array.isArray(value);
}

function failureItem(failure: unknown): IDataObject {
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
