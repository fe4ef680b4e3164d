import { quoted, type Sentence } from './sentence';

export function badIncidentId(value: string): Sentence {
	return {
		message: value === '' ? 'The incident id is empty' : `${quoted(value)} is not an incident id`,
		description:
			'Incident ids are whole numbers, such as 48213; choose From List, or paste the incident page’s address with By URL.',
	};
}

export function badChoice(label: string, value: string, members: readonly string[]): Sentence {
	return {
		message: `${quoted(value)} is not a value of ${label}`,
		description: `Use one of: ${members.join(', ')}.`,
	};
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

export function emptyTag(): Sentence {
	return { message: 'A tag is empty', description: 'Enter at least one tag, or choose Keep.' };
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
