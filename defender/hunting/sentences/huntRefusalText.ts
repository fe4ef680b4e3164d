import { quoted } from '../../core/sentence';

/** Stands in a shown line directly before the place that a message names. */
export const placeMark = '▸';

/** @param shown a part of the line, short and with every character visible */
export function authorLine(line: number, column: number | undefined, shown: string): string {
	return column === undefined
		? `Line ${line} of the query: "${shown}".`
		: `Line ${line} of the query, column ${column}: "${shown}" (${placeMark} marks the place).`;
}

export const prologueLine = 'the line of parameters before the query';

/** A table that Defender knows, refused in this tenant. */
export function tableNotHere(table: string): string {
	return `${quoted(table)} is a table of Defender, but this tenant does not have it: the product that fills it is not licensed or not set up here. Ask for it in the portal under Hunting, Schema.`;
}

export function nameUnknown(name: string, close: readonly string[]): string {
	const meant = close.length > 0 ? `Did you mean ${close.join(' or ')}? ` : '';
	return `${meant}Check the spelling of ${quoted(name)}; upper and lower case count. A table or column of a product that this tenant has no licence for is refused in the same words.`;
}
