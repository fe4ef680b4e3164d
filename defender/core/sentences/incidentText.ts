import { counted, quoted, type Sentence } from '../sentence';

export function badIncidentId(value: string): Sentence {
	return {
		message: value === '' ? 'The incident id is empty' : `${quoted(value)} is not an incident id`,
		description:
			'Incident ids are whole numbers, such as 48213; choose From List, or paste the incident page’s address with By URL.',
	};
}

/** @param tenantId of the address; `own` is the credential's */
export function otherTenant(tenantId: string, own: string): Sentence {
	return {
		message: 'The address is that of an incident of another tenant',
		description: `The address names tenant ${quoted(tenantId)}, but the credential is for tenant ${quoted(own)}, where the same number is another incident. Choose a credential for the tenant of the address, or paste an address of this tenant.`,
	};
}

export function badChoice(label: string, value: string, members: readonly string[]): Sentence {
	return {
		message: `${quoted(value)} is not a value of ${label}`,
		description: `Use one of: ${members.join(', ')}.`,
	};
}

export function noneChosen(label: string): Sentence {
	return { message: `Nothing is chosen under ${label}`, description: 'Choose at least one entry.' };
}

export function badDate(label: string, value: string): Sentence {
	return {
		message: `${label} is not a date and time: ${quoted(value)}`,
		description: 'Use ISO 8601 such as 2026-11-22T03:00:00Z, or the date picker.',
	};
}

export function badNumber(label: string, value: string, least: number, most: number): Sentence {
	return {
		message: `${label} takes no ${quoted(value)}`,
		description: `Enter a number from ${least} to ${most}.`,
	};
}

export function badLimit(): Sentence {
	return { message: 'Limit is not a whole number', description: 'Enter 0 or more, or switch on Return All.' };
}

export function inputTooLong(label: string, characters: number, most: number): Sentence {
	return {
		message: `${label} has ${counted(characters, 'character')}; at most ${most.toLocaleString('en-US')} are possible`,
		description: 'Point the expression at the field that you mean, or shorten the text.',
	};
}

export function inputTooMany(label: string, most: number): Sentence {
	return {
		message: `${label} has more than ${most.toLocaleString('en-US')} entries`,
		description: 'Shorten the list, or split it with a Loop Over Items node.',
	};
}

export function inputTooDeep(): Sentence {
	return {
		message: 'A value is nested too deeply to be read',
		description:
			'Point the expressions at the fields that you mean, or remove the nested value from the item.',
	};
}

export function emptyTag(): Sentence {
	return { message: 'A tag is empty', description: 'Enter at least one tag, or choose Keep.' };
}

/** The last entry of a list to choose from; choosing it chooses nothing. */
export function searchBound(searched: number): string {
	return `Only the ${searched} most recently updated incidents were searched; for an older one type its whole ID`;
}

export function endlessWindow(calls: number, incidents: number): Sentence {
	return {
		message: `The list of incidents could not be completed in ${calls} calls`,
		description: `${incidents} incidents were read, more kept coming, and a short list would be wrong. Narrow the filters, such as Created After, and run the node again.`,
	};
}

export function pageRepeated(): Sentence {
	return {
		message: 'Microsoft Defender sent the same page of incidents twice',
		description: 'Reading stopped, because the list could not be completed. Run the node again.',
	};
}

export function mayBeStored(): string {
	return 'It is not known whether the change was stored; look at the incident before you repeat it.';
}

/** Of other incidents than the one that a failure is about. */
export function alsoInDoubt(ids: readonly string[]): string {
	return `It is not known either whether the change was stored in ${ids.length === 1 ? 'incident' : 'incidents'} ${ids.join(', ')}.`;
}
