import { counted, quoted, type Sentence } from '../sentence';

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
		description: 'Point the expressions at the intended fields, or remove the nested value from the item.',
	};
}

export function emptyTag(): Sentence {
	return { message: 'A tag is empty', description: 'Enter at least one tag, or choose Keep.' };
}

export function mayBeStored(): string {
	return 'The change may have been saved. Check the incident before you repeat it.';
}
