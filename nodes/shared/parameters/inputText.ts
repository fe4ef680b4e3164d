import { count, counted, quoted, type Sentence } from '../../../defender/core/sentence';

/** The values that a number parameter accepts. */
export interface NumberRange {
	readonly minValue?: number;
	readonly maxValue?: number;
}

/** @param operations of the node, by value */
export function customApiCall(operations: readonly string[]): Sentence {
	return {
		message: 'Custom API Call is not an operation of this node',
		description: `Choose an operation of this node: ${operations.join(', ')}. For requests of your own, use the HTTP Request node with Predefined Credential Type under Authentication. Nothing was sent.`,
	};
}

/** @param operations of the node, by value */
export function unknownOperation(value: string, operations: readonly string[]): Sentence {
	return {
		message: value === '' ? 'No operation is chosen' : `${quoted(value)} is not an operation of this node`,
		description: `Choose an operation of this node: ${operations.join(', ')}. For other requests, use the HTTP Request node. Nothing was sent.`,
	};
}

export function badIncidentId(value: string): Sentence {
	return {
		message: value === '' ? 'The incident ID is empty' : `${quoted(value)} is not an incident ID`,
		description:
			'Choose From List, enter a whole number such as 48213, or paste the incident page’s address with By URL.',
	};
}

/**
 * @param tenantId of the address
 * @param own tenant of the credential
 */
export function otherTenant(tenantId: string, own: string): Sentence {
	return {
		message: 'The address belongs to an incident of another tenant',
		description: `Choose a credential for tenant ${quoted(tenantId)}, or paste an address of this credential’s tenant ${quoted(own)}. The same number is another incident there.`,
	};
}

export function badChoice(label: string, value: string, members: readonly string[]): Sentence {
	return {
		message: `${quoted(value)} is not a value of ${label}`,
		description: `Use one of: ${members.join(', ')}.`,
	};
}

export function noneChosen(label: string): Sentence {
	return { message: `${label} is empty`, description: 'Choose at least one entry.' };
}

export function badDate(label: string, value: string): Sentence {
	return {
		message: `${label} is not a date and time: ${quoted(value)}`,
		description: 'Use ISO 8601, such as 2026-11-22T03:00:00Z, or the date picker.',
	};
}

export function badNumber(label: string, value: string, range: NumberRange): Sentence {
	return {
		message: `${quoted(value)} is not a valid ${label}`,
		description: `Enter a number${rangeText(range)}.`,
	};
}

export function badWholeNumber(label: string, value: string, range: NumberRange): Sentence {
	return {
		message: `${quoted(value)} is not a valid ${label}`,
		description: `Enter a whole number${rangeText(range)}.`,
	};
}

function rangeText({ minValue, maxValue }: NumberRange): string {
	if (minValue === undefined) return maxValue === undefined ? '' : ` of at most ${count(maxValue)}`;
	return maxValue === undefined
		? ` of at least ${count(minValue)}`
		: ` from ${count(minValue)} to ${count(maxValue)}`;
}

export function badLimit(): Sentence {
	return { message: 'Limit is not a whole number', description: 'Enter 0 or more, or turn on Return All.' };
}

export function inputTooLong(label: string, characters: number, maximum: number): Sentence {
	return {
		message: `${label} has ${counted(characters, 'character')}; the maximum is ${count(maximum)}`,
		description: 'Point the expression at the intended field, or shorten the text.',
	};
}

export function inputTooMany(label: string, maximum: number): Sentence {
	return {
		message: `${label} has more than ${count(maximum)} entries`,
		description: 'Shorten the list, or split it with a Loop Over Items node.',
	};
}

export function emptyTag(): Sentence {
	return { message: 'A tag is empty', description: 'Enter at least one tag, or choose Keep.' };
}

export function badOdata(filter: string): Sentence {
	return {
		message: `The OData filter ${quoted(filter)} has an unclosed quote or parenthesis`,
		description: "Close it. To write an apostrophe inside a text, double it: 'o''neill'.",
	};
}

export function emptyRange(after: string, before: string): Sentence {
	return {
		message: `${after} is not earlier than ${before}, so no incident can match`,
		description: `Swap the two, or remove one. The range includes ${after} and excludes ${before}.`,
	};
}

export function ownerAndNone(): Sentence {
	return {
		message: 'Assigned To and Unassigned cannot be combined',
		description: 'Remove one of the two filters; an unassigned incident has no owner.',
	};
}

export function ownerAndUnassign(owner: string, unassign: string): Sentence {
	return {
		message: `${owner} and ${unassign} cannot be combined`,
		description: 'Remove one of the two fields.',
	};
}

export function blankFilter(label: string): Sentence {
	return {
		message: `${label} contains only spaces`,
		description: 'Enter text, or remove this filter.',
	};
}

/**
 * Notice of the time range that a query covers.
 * @param from inclusive; undefined for no lower end
 * @param before exclusive; undefined for no upper end
 */
export function timeRange(
	time: 'created' | 'updated',
	from: string | undefined,
	before: string | undefined,
): string {
	const start = from === undefined ? '' : ` from ${from}`;
	const end = before === undefined ? '' : ` up to, but not including, ${before}`;
	return `Searched incidents ${time}${start}${end} (UTC).`;
}
