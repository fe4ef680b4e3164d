import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../shared/items/toNodeError';

/**
 * A failed poll as n8n shows it. At a restart n8n tries to activate a workflow again and again, but gives up for good when
 * the message contains the word "Authorization" [read in 2.41.1 and 1.123.81]: Microsoft's codes have it, ours must not.
 */
export function toPollError(node: INode, failure: unknown): NodeApiError | NodeOperationError {
	const error = toNodeError(node, failure);
	error.message = withoutTheWord(error.message);
	if (typeof error.description === 'string') error.description = withoutTheWord(error.description);
	error.messages = error.messages.map(withoutTheWord);
	return error;
}

function withoutTheWord(text: string): string {
	return text.replace(/authorization/gi, 'Auth');
}
