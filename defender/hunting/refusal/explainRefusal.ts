import type { RewordedMessage } from '../../core/rewordedMessage';
import { nativeColumns } from '../schema/nativeColumns';
import { nativeTables } from '../schema/nativeTables';
import { suggestNames } from '../schema/suggestNames';
import { prefixMissing } from '../sentences/huntParameterText';
import * as say from '../sentences/huntRefusalText';
import { toAuthorPositions } from './authorPositions';

interface RefusedQuery {
	/** The author's query, without prologue. */
	readonly query: string;
	readonly prologueLines: 0 | 1;
	readonly parameterNames: readonly string[];
}

/**
 * Finds an unresolved name in Kusto's messages: "Failed to resolve column or scalar expression named 'X'", "The name 'X' does
 * not refer to any known column, table, variable or function".
 */
const UNRESOLVED =
	/\bresolve\b[^'"\n]{0,100}['"](\w{1,128})['"]|['"](\w{1,128})['"] (?:does not refer to|could not be resolved|was not found|is not recognized)/i;

/**
 * Explains Microsoft's refusal of a bound query to the query's author: with the author's line numbers, and with advice.
 * @param microsoftMessage as received
 */
export function explainRefusal(
	microsoftMessage: string,
	{ query, prologueLines, parameterNames }: RefusedQuery,
): RewordedMessage {
	const { message, quotedLine } = toAuthorPositions(microsoftMessage, query, prologueLines);
	const advice = [quotedLine, adviceOnName(microsoftMessage, parameterNames)].filter((part) => part !== '');
	return { message, advice: advice.length > 0 ? advice.join(' ') : undefined };
}

function adviceOnName(message: string, parameterNames: readonly string[]): string {
	const match = UNRESOLVED.exec(message);
	const name = match?.[1] ?? match?.[2];
	if (name === undefined) return '';
	if (parameterNames.includes(name)) return prefixMissing(name);
	if (nativeTables.has(name)) return say.tableNotInTenant(name);
	return say.nameUnknown(name, suggestNames(name, [...nativeTables.keys(), ...nativeColumns]));
}
