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

export function nothingAsked(): Sentence {
	return {
		message: 'Nothing to update was given',
		description: 'Add a field under Update Fields, tags, or a comment.',
	};
}

export function emptyOwner(): Sentence {
	return {
		message: 'Assigned To is empty',
		description:
			'Enter the user principal name of the new owner, or remove the field to leave the owner as it is.',
	};
}

export function emptyTag(): Sentence {
	return { message: 'A tag is empty', description: 'Enter at least one tag to add, or choose Keep.' };
}

export function emptyComment(): Sentence {
	return {
		message: 'The comment is empty',
		description: 'Enter the text to add, or clear the field to add none.',
	};
}

export function commentTooLong(length: number, most: number): Sentence {
	return {
		message: `The comment has ${length} characters; Microsoft Defender accepts ${most}`,
		description: 'Shorten it, or put the details into the ticket and link it.',
	};
}

export function pageRepeated(): Sentence {
	return {
		message: 'Microsoft Defender sent the same page of incidents twice',
		description: 'Reading stopped, because the list could not be completed. Run the node again.',
	};
}

/** `inDoubt`: a write before the merge got no answer. */
export function redirectedIncident(id: string, target: string | null, inDoubt: boolean): string {
	const merged = `Incident ${id} was merged into ${target ?? 'another incident'}`;
	return inDoubt
		? `${merged} while a change was on its way. ${mayBeStored()}`
		: `${merged}; nothing was written, because this change was not meant for that one.`;
}

export function overtakenWrite(id: string, fields: readonly string[]): string {
	return `Somebody else changed ${fields.join(' and ')} of incident ${id} while the answer to our change was lost; their change was left as it stands. Look at the incident before you repeat yours.`;
}

export function notReadBack(why: string): string {
	return `Microsoft Defender accepted the change, but it could not be read back to prove it: ${why}.`;
}

export function commentInDoubt(reason: string): string {
	return `It is not known whether the comment was stored, so it was not sent again: ${reason === '' ? 'the answer did not show it' : reason}.`;
}

export function mayBeStored(): string {
	return 'It is not known whether the change was stored; look at the incident before you repeat it.';
}
