import type { ExecutionError, INodeExecutionData, IRun, IRunData, NodeExecutionHint } from 'n8n-workflow';

/** An error as n8n keeps it with the execution and shows it on the node. */
export interface RunError {
	/** Class of the error, for instance `NodeApiError`. */
	readonly name: string;
	readonly message: string;
	readonly description?: string;
	/** HTTP status as text. */
	readonly httpCode?: string;
	/** Name of the node that failed. */
	readonly node?: string;
	/** Index of the input item that failed, from 0. */
	readonly itemIndex?: number;
}

/** How one execution went. */
export interface RunResult {
	/** `waiting`: a Wait node put the execution aside; see `resume`. */
	readonly status: 'success' | 'error' | 'canceled' | 'waiting';
	/** Items of a node on one output, all its runs in a row; empty when it did not run. */
	readonly items: (nodeName: string, output?: number) => readonly INodeExecutionData[];
	/** Present unless the status is `success` or `waiting`. */
	readonly error?: RunError;
	/** Hints a node gave with its output, all its runs in a row. */
	readonly hints: (nodeName: string) => readonly NodeExecutionHint[];
	/**
	 * Only while waiting: continues with the items of a call to the Wait node's address, or without any, as when its wait
	 * ends.
	 */
	readonly resume?: (arrived?: readonly INodeExecutionData[]) => Promise<RunResult>;
	/** n8n's own record: per node, one entry per run. */
	readonly runData: IRunData;
}

/**
 * Reads n8n's record of a finished execution.
 *
 * @param canceled whether it was canceled while running: n8n stores that status at once, whatever the running
 *   node throws afterwards
 * @throws Error for a status that only an unfinished execution has
 */
export function readRun(run: IRun, canceled: boolean): RunResult {
	const { runData, error, lastNodeExecuted } = run.data.resultData;
	const runsOf = (nodeName: string) => runData[nodeName] ?? [];
	return {
		status: canceled ? 'canceled' : finishedStatus(run.status),
		runData,
		items: (nodeName, output = 0) => runsOf(nodeName).flatMap((task) => task.data?.['main']?.[output] ?? []),
		hints: (nodeName) => runsOf(nodeName).flatMap((task) => task.hints ?? []),
		...(error === undefined ? {} : { error: readError(error, lastNodeExecuted) }),
	};
}

function finishedStatus(status: IRun['status']): RunResult['status'] {
	if (status === 'success' || status === 'error' || status === 'canceled' || status === 'waiting')
		return status;
	throw new Error(`The execution ended with the status "${status}".`);
}

/** n8n copies a thrown error's own properties: a plain `Error` loses its name and names no node. */
function readError(error: ExecutionError, lastNode: string | undefined): RunError {
	const { name = 'Error', message, description }: Partial<ExecutionError> & { message: string } = error;
	const httpCode = 'httpCode' in error ? error.httpCode : null;
	const node = 'node' in error ? error.node?.name : lastNode;
	const itemIndex = 'context' in error ? error.context['itemIndex'] : undefined;
	return {
		name,
		message,
		...(description ? { description } : {}),
		...(httpCode === null ? {} : { httpCode }),
		...(node === undefined ? {} : { node }),
		...(typeof itemIndex === 'number' ? { itemIndex } : {}),
	};
}
