import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { DefenderError } from '../../../defender/core/errors';

/**
 * The error n8n shows: our sentence as message, what to do as description. Built from plain values, because n8n returns an
 * already wrapped error unchanged and discards the options given with it [read].
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
	// n8n replaces a message in which a code such as EPERM occurs, be it in Microsoft's words or in a name.
	error.message = message;
	return error;
}

/** Status for n8n's own classification of failures; undefined where no service answered. */
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
