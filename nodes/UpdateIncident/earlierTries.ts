import type { IExecuteFunctions } from 'n8n-workflow';
import type { UpdateReport } from '../../defender/tasks/update/updateReport';

/**
 * Reports on written items by item index, per execution of the node. When one item fails, n8n's *Retry On Fail* runs the
 * whole node again with the same execution data (n8n-core 2.41.1, `WorkflowExecute`). Items that were written must not be
 * written again, especially not their comments.
 */
const tries = new WeakMap<object, Map<number, UpdateReport>>();

/** Returns the reports of earlier tries of this node execution; the caller adds its own. */
export function reportsOfEarlierTries(context: IExecuteFunctions): Map<number, UpdateReport> {
	const execution: object = context.getExecuteData();
	const reports = tries.get(execution) ?? new Map<number, UpdateReport>();
	tries.set(execution, reports);
	return reports;
}
