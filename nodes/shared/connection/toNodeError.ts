import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { DefenderError } from '../../../defender/core/errors';

/**
 * Creates the error that n8n shows: what happened as message, what to do as description. It is built from plain values,
 * because n8n returns an error that is already wrapped unchanged, without the new options (n8n-workflow 2.41.0,
 * `NodeApiError`).
 */
export function toNodeError(
	node: INode,
	failure: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (failure instanceof NodeApiError || failure instanceof NodeOperationError) return failure;
	const at = itemIndex === undefined ? {} : { itemIndex };
	if (!(failure instanceof DefenderError)) {
		return new NodeOperationError(node, failure instanceof Error ? failure : String(failure), at);
	}
	const { message, description } = failure;
	const httpCode = httpCodeOf(failure);
	const error =
		httpCode === undefined
			? new NodeOperationError(node, message, { description, ...at })
			: new NodeApiError(node, { message, description }, { message, description, httpCode, ...at });
	// n8n replaces a message that contains a code such as EPERM, which Microsoft's text or a name may contain.
	error.message = message;
	return error;
}

/** Status by which n8n classifies errors; undefined if no service responded. */
function httpCodeOf(failure: DefenderError): string | undefined {
	switch (failure.reason.kind) {
		case 'unauthorized':
			return '401';
		case 'throttled':
			return '429';
		case 'forbidden':
		case 'notFound':
		case 'rejected':
		case 'serviceDown':
		case 'unreadable':
		case 'misdirected':
			return failure.trace === undefined ? undefined : String(failure.trace.status);
		case 'reported':
		case 'intercepted':
		case 'conflict':
		case 'invalidInput':
		case 'signIn':
		case 'unreachable':
		case 'incomplete':
		case 'canceled':
		case 'overdue':
		case 'unexpected':
			return undefined;
	}
}
