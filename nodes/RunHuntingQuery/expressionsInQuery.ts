import type { Notify } from '../../defender/core/notices';
import { readOptions, refusal, type ParameterSource } from '../shared/parameters/parameterSource';
import { readChoice } from '../shared/parameters/readChoice';
import { expressionInQueryHint, expressionInQueryRefused } from './huntingNodeText';
import { optionParameters, optionsProperty } from './optionProperties';
import { queryProperty } from './RunHuntingQueryDescription';

/** A longer expression is not checked further, and refused: a reference to a query elsewhere is short. */
const MAX_CHARACTERS = 10_000;

const TEXT = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"|`(?:[^`\\$]|\\[^]|\$(?!\{))*`/.source;
const LITERAL = `(?:${TEXT}|-?\\d+(?:\\.\\d+)?|true|false|null|undefined)`;
const ARGUMENTS = `\\(\\s*(?:${LITERAL}\\s*(?:,\\s*${LITERAL}\\s*)*)?\\)`;
/** `$json.query`, `$('Rules').first().json["kql"]`, `$fromAI('query', 'KQL to run')`; arguments are literals only. */
const REFERENCE = `\\$[\\w$]*(?:\\s*(?:\\?\\.|\\.)\\s*[\\w$]+|\\s*(?:\\?\\.)?\\[\\s*(?:${TEXT}|\\d+)\\s*\\]|\\s*${ARGUMENTS})*`;
const TERM = `(?:${TEXT}|${REFERENCE})`;
/** One text or reference, or several as fallbacks, after the marker that n8n's *Let the model define this* adds. */
const ENTIRE_QUERY = new RegExp(
	`^\\s*(?:/\\*[\\w-]*\\*/\\s*)?${TERM}(?:\\s*(?:\\?\\?|\\|\\|)\\s*${TERM})*\\s*$`,
);

/**
 * Checks for an expression that inserts values into the query text, where they become code: a quote in a file name ends a
 * string literal. A query that comes entirely from one place, such as a list of rules or a language model, is accepted,
 * because it has no other way into the node.
 * @param authored the node's parameters as written in the editor, with expressions
 * @throws DefenderError `invalidInput` if the option *Expressions in Query* refuses such a query
 */
export function checkExpressionsInQuery(
	authored: Readonly<Record<string, unknown>>,
	parameters: ParameterSource,
	notify: Notify,
): void {
	const mode = readChoice(readOptions(parameters, optionsProperty), optionParameters.expressions);
	const query = authored[queryProperty.name];
	if (typeof query !== 'string' || !insertsValues(query)) return;
	if (mode === 'refuse') throw refusal(parameters, queryProperty, expressionInQueryRefused());
	notify({ topic: 'parameters', text: expressionInQueryHint() });
}

function insertsValues(query: string): boolean {
	if (!query.startsWith('=') || !query.includes('{{')) return false;
	const text = query.slice(1).trim();
	const isOneExpression = text.startsWith('{{') && text.indexOf('}}') === text.length - 2;
	const expression = text.slice(2, -2);
	return !isOneExpression || expression.length > MAX_CHARACTERS || !ENTIRE_QUERY.test(expression);
}
