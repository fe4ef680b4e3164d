import type { IExecuteFunctions } from 'n8n-workflow';
import { invalidInput } from '../../../defender/core/errors';
import { customApiCall, unknownOperation } from './inputText';

/**
 * Value of the entry *Custom API Call*. n8n adds it to the operations of nodes whose credential signs requests
 * (packages/cli/src/load-nodes-and-credentials.ts, `injectCustomApiCallOptions`, n8n 2.41.1). The editor refers users to the
 * HTTP Request node, but n8n still runs this node.
 */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

/**
 * Reads the operation of an item. Call it first, so that nothing happens for an unknown operation.
 * @param operations of the node; a copy, because n8n adds its own entry to the list in the description
 * @throws DefenderError `invalidInput` for any other value
 */
export function readOperation<T extends string>(
	context: IExecuteFunctions,
	index: number,
	operations: readonly T[],
): T {
	const value: unknown = context.getNodeParameter('operation', index, '');
	const known = operations.find((operation) => operation === value);
	if (known !== undefined) return known;
	throw invalidInput(
		'operation',
		value === CUSTOM_API_CALL
			? customApiCall(operations)
			: unknownOperation(String(value ?? '').trim(), operations),
	);
}
