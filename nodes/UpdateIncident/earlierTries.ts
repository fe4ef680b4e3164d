import type { IExecuteFunctions } from 'n8n-workflow';
import type { UpdateResult } from '../../defender/tasks/update/updateIncident';

/**
 * Results of written items by item index, per execution of the node. When one item fails, n8n's *Retry On Fail* runs the
 * whole node again with the same execution data (n8n-core 2.41.1, `WorkflowExecute`). Items that were written must not be
 * written again, especially not their comments.
 */
const tries = new WeakMap<object, Map<number, UpdateResult>>();

/** Returns the results that earlier tries of this node execution wrote; the caller adds its own. */
export function resultsOfEarlierTries(context: IExecuteFunctions): Map<number, UpdateResult> {
	const execution: object = context.getExecuteData();
	const results = tries.get(execution) ?? new Map<number, UpdateResult>();
	tries.set(execution, results);
	return results;
}
