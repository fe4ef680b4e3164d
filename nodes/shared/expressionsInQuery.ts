import type { INode } from 'n8n-workflow';
import type { Notify } from '../../defender/core/notices';
import { valuesInQuery } from '../../defender/core/sentences/hunting';

/**
 * A value put into the query by an expression becomes code, however it was meant. A query that is one expression as a whole
 * comes from its author and is left alone.
 */
export function warnOfExpressionsInQuery(node: INode, notify: Notify): void {
	const { query } = node.parameters;
	if (typeof query !== 'string' || !query.startsWith('=') || !query.includes('{{')) return;
	const isOneExpression = /^=\s*\{\{(?:(?!\}\})[^])*\}\}\s*$/.test(query);
	if (!isOneExpression) notify({ topic: 'parameters', text: valuesInQuery() });
}
