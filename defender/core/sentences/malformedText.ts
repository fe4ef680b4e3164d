import type { ServiceTrace } from '../errors';
import { quoted, type Sentence } from '../sentence';
import { idsText } from './serviceText';

/** An incident that could not be read, and the property that is missing or wrong. */
interface Malformed {
	readonly id: string | undefined;
	readonly property: string | undefined;
}

/** Maximum number of incidents that a sentence names. */
const NAMED = 5;

/** An answer that should be one incident. */
export function malformedIncident(id: string, property: string, trace: ServiceTrace): Sentence {
	return {
		message: `Microsoft Defender sent incident ${quoted(id)} without a valid ${property}`,
		description: `Check the incident in the Defender portal, and run the node again later.${idsText(trace)}`,
	};
}

/** A list of which no incident could be read. */
export function onlyMalformed(all: readonly Malformed[]): Sentence {
	return {
		message:
			all.length === 1
				? 'The only listed incident could not be read'
				: `None of ${all.length} listed incidents could be read`,
		description: `Check in the Defender portal: ${names(all)}. If the node can read no incident at all, look for a newer version of this package, or for a proxy that changes responses.`,
	};
}

/** A list without the incidents that could not be read. */
export function malformedLeftOut(all: readonly Malformed[]): string {
	return `${couldNotBeRead(all)} The list does not contain ${them(all)}, because Microsoft Defender sent no valid value for the property in parentheses.`;
}

/**
 * A trigger's incidents that could not be read yet.
 * @param isComplete false when there may be more
 */
export function malformedForNow(all: readonly Malformed[], isComplete = true): string {
	return `${couldNotBeRead(all, isComplete)} The trigger reads ${them(all)} again by ID for a day, and reports ${them(all)} once Microsoft Defender sends a valid value for the property in parentheses.`;
}

function them({ length }: readonly Malformed[]): string {
	return length === 1 ? 'it' : 'them';
}

function couldNotBeRead(all: readonly Malformed[], isComplete = true): string {
	const amount = all.length === 1 ? '1 incident' : `${all.length} incidents`;
	return `${isComplete ? '' : 'At least '}${amount} could not be read: ${names(all, isComplete)}.`;
}

function names(all: readonly Malformed[], isComplete = true): string {
	const atLeast = isComplete ? '' : 'at least ';
	const more = all.length > NAMED ? ` and ${atLeast}${all.length - NAMED} more` : '';
	return all.slice(0, NAMED).map(nameOf).join(', ') + more;
}

function nameOf({ id, property }: Malformed): string {
	if (id !== undefined) return `${id} (${property ?? 'not an object'})`;
	return property === undefined ? 'a row that is not an object' : `a row without a valid ID (${property})`;
}
