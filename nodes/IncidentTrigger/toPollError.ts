import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../shared/connection/toNodeError';

/**
 * Returns a failed poll as an n8n error without the word "authorization". At its start, n8n activates a workflow again and
 * again, but gives up forever if the message contains "Authorization" (`packages/cli/src/active-workflow-manager.ts`,
 * n8n 1.123.81 and 2.41.1). Microsoft's error codes contain it.
 */
export function toPollError(node: INode, failure: unknown): NodeApiError | NodeOperationError {
	const error = toNodeError(node, failure);
	error.message = withoutAuthorization(error.message);
	if (typeof error.description === 'string') error.description = withoutAuthorization(error.description);
	error.messages = error.messages.map(withoutAuthorization);
	return error;
}

function withoutAuthorization(text: string): string {
	return text.replace(/authorization/gi, 'Auth');
}
