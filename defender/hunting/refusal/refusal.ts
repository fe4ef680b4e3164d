import * as say from '../sentences/huntRefusalText';
import { prefixForgotten } from '../sentences/huntParameterText';
import { suggestNames } from '../schema/suggestNames';
import { nativeColumns } from '../schema/nativeColumns';
import { nativeTables } from '../schema/nativeTables';
import { toAuthorPositions } from './authorPositions';

/** Microsoft's message about a query, and what its author can do. */
export interface ExplainedRefusal {
	readonly message: string;
	/** undefined when the message tells nothing to go by. */
	readonly advice: string | undefined;
}

/** What the message is about, apart from its text. */
interface BoundFrom {
	/** The author's text, without prologue. */
	readonly query: string;
	readonly prologueLines: 0 | 1;
	readonly parameterNames: readonly string[];
}

/**
 * Names that could not be resolved, as Kusto tells them: "Failed to resolve column or scalar expression named 'X'", "The
 * name 'X' does not refer to any known column, table, variable or function".
 */
const UNRESOLVED =
	/\bresolve\b[^'"\n]{0,100}['"](\w{1,128})['"]|['"](\w{1,128})['"] (?:does not refer to|could not be resolved|was not found|is not recognized)/i;
/** Retells a message of the service about a bound query for the author of the query. */
export function explainRefusal(
	said: string,
	{ query, prologueLines, parameterNames }: BoundFrom,
): ExplainedRefusal {
	const { message, shown } = toAuthorPositions(said, query, prologueLines);
	const parts = [shown, aboutName(said, parameterNames)].filter((part) => part !== '');
	return { message, advice: parts.length > 0 ? parts.join(' ') : undefined };
}

function aboutName(said: string, parameterNames: readonly string[]): string {
	const found = UNRESOLVED.exec(said);
	const name = found?.[1] ?? found?.[2];
	if (name === undefined) return '';
	if (parameterNames.includes(name)) return prefixForgotten(name);
	if (nativeTables.has(name)) return say.tableNotHere(name);
	return say.nameUnknown(name, suggestNames(name, [...nativeTables.keys(), ...nativeColumns]));
}
