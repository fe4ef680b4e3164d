import type { Sentence } from '../sentence';

/** An incident that could not be read. */
interface Malformed {
	readonly id: string | undefined;
	/** The missing or invalid property; undefined if the row is not an object. */
	readonly property: string | undefined;
}

/** Maximum number of incidents that a sentence names. */
const MAX_NAMED = 5;

/** No incident of a list could be read. */
export function onlyMalformed(all: readonly Malformed[]): Sentence {
	return {
		message:
			all.length === 1
				? 'The only listed incident could not be read'
				: `None of ${all.length} listed incidents could be read`,
		description: `Check ${all.length === 1 ? 'this incident' : 'these incidents'} in the Defender portal: ${namesText(all)}. If the node can read no incident at all, look for a newer version of this package, or for a proxy that changes responses.`,
	};
}

/** Some incidents of a list could not be read. */
export function malformedLeftOut(all: readonly Malformed[]): string {
	return `${couldNotBeRead(all)} The list does not contain ${them(all)}, because Microsoft Defender sent no valid value for the property in parentheses.`;
}

/**
 * The trigger could not read some incidents yet.
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
	return `${isComplete ? '' : 'At least '}${amount} could not be read: ${namesText(all, isComplete)}.`;
}

function namesText(all: readonly Malformed[], isComplete = true): string {
	const atLeast = isComplete ? '' : 'at least ';
	const more = all.length > MAX_NAMED ? ` and ${atLeast}${all.length - MAX_NAMED} more` : '';
	return all.slice(0, MAX_NAMED).map(nameText).join(', ') + more;
}

function nameText({ id, property }: Malformed): string {
	if (id !== undefined) return `${id} (${property ?? 'not an object'})`;
	return property === undefined ? 'a row that is not an object' : `a row without a valid ID (${property})`;
}
