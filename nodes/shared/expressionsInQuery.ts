import type { IExecuteFunctions } from 'n8n-workflow';
import { invalidInput } from '../../defender/core/errors';
import type { Notify } from '../../defender/core/notices';
import { expressionInQueryRefused, expressionInQueryHint } from '../../defender/hunting/sentences/queryText';
import { readChoice, readCollection } from './parameters/parameters';

/** Longest expression that is looked at: a longer one is no reference to a query that lies elsewhere. */
const LONGEST = 10_000;

const TEXT = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"|`(?:[^`\\$]|\\[^]|\$(?!\{))*`/.source;
const LITERAL = `(?:${TEXT}|-?\\d+(?:\\.\\d+)?|true|false|null|undefined)`;
const ARGUMENTS = `\\(\\s*(?:${LITERAL}\\s*(?:,\\s*${LITERAL}\\s*)*)?\\)`;
/** `$json.query`, `$('Rules').first().json["kql"]`, `$fromAI('query', 'KQL to run')`: arguments are literals only. */
const REFERENCE = `\\$[\\w$]*(?:\\s*(?:\\?\\.|\\.)\\s*[\\w$]+|\\s*(?:\\?\\.)?\\[\\s*(?:${TEXT}|\\d+)\\s*\\]|\\s*${ARGUMENTS})*`;
const TERM = `(?:${TEXT}|${REFERENCE})`;
/** One text or reference, or several with fallbacks between them. In front, the mark of n8n's *Let the model define this*. */
const WHOLE = new RegExp(`^\\s*(?:/\\*[\\w-]*\\*/\\s*)?${TERM}(?:\\s*(?:\\?\\?|\\|\\|)\\s*${TERM})*\\s*$`);

/**
 * A value that an expression puts into the query's text becomes code, however it was meant: a quote in a file name ends a
 * text literal. A query that comes as a whole from one place, such as a list of rules or a language model, has no other way
 * and is left alone.
 * @throws DefenderError `invalidInput` where the option *Expressions in Query* refuses such a query
 */
export function checkExpressionsInQuery(context: IExecuteFunctions, index: number, notify: Notify): void {
	const { expressions = 'refuse' } = readCollection(context, 'options', index);
	const mode = readChoice('options.expressions', 'Expressions in Query', expressions, ['refuse', 'warn']);
	const { query } = context.getNode().parameters;
	if (typeof query !== 'string' || !putsValues(query)) return;
	if (mode === 'refuse') throw invalidInput('query', expressionInQueryRefused());
	notify({ topic: 'parameters', text: expressionInQueryHint() });
}

/** Whether the parameter, as its author wrote it, puts together the query's text with an expression. */
function putsValues(query: string): boolean {
	if (!query.startsWith('=') || !query.includes('{{')) return false;
	const text = query.slice(1).trim();
	const isOneExpression = text.startsWith('{{') && text.indexOf('}}') === text.length - 2;
	const expression = text.slice(2, -2);
	return !isOneExpression || expression.length > LONGEST || !WHOLE.test(expression);
}
