import type { IExecuteFunctions } from 'n8n-workflow';
import type { UpdateResult } from '../../defender/tasks/update/updateIncident';

/**
 * What earlier tries of the same node in the same execution wrote, by item. n8n's *Retry On Fail* runs the whole node again
 * when one item fails, with the same execution data [seen in n8n-core 2.41.1]: items that were written must not be written
 * again, above all not their comments. It lives and dies with that data; another execution knows nothing of it.
 */
const tries = new WeakMap<object, Map<number, UpdateResult>>();

export function resultsOfEarlierTries(context: IExecuteFunctions): Map<number, UpdateResult> {
	const execution: object = context.getExecuteData();
	const known = tries.get(execution) ?? new Map<number, UpdateResult>();
	tries.set(execution, known);
	return known;
}
