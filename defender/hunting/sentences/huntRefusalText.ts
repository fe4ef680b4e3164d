import { quoted } from '../../core/sentence';

/** Marks the position in a quoted line; it precedes the character that Microsoft's message refers to. */
export const positionMark = '▸';

/** @param shown part of the line, short and with every character visible */
export function authorLine(line: number, column: number | undefined, shown: string): string {
	return column === undefined
		? `Line ${line} of the query: "${shown}".`
		: `Line ${line} of the query, column ${column}: "${shown}" (${positionMark} marks the position).`;
}

/** Replaces a line number in Microsoft's message. */
export const prologueLine = 'the parameter line before the query';

export function tableNotInTenant(table: string): string {
	return `${quoted(table)} is a Defender table that this tenant does not have: the product that fills it is not licensed or not set up here. Look for it in the portal under Hunting, Schema.`;
}

export function nameUnknown(name: string, suggestions: readonly string[]): string {
	const suggestion = suggestions.length > 0 ? `Did you mean ${suggestions.join(' or ')}? ` : '';
	return `${suggestion}Check the spelling of ${quoted(name)}; names are case-sensitive. Microsoft returns the same message for a table or column of a product without a license in this tenant.`;
}
