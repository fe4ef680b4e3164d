import type { Sentence } from '../../core/sentence';
import { count, quoted } from '../../core/sentence';

export function parameterWithoutName(): Sentence {
	return {
		message: 'A query parameter has no name',
		description: 'Give it a name such as device and write _p_device in the query, or remove it.',
	};
}

export function parameterTypeUnknown(name: string): Sentence {
	return {
		message: `The type of parameter ${quoted(name)} is not known`,
		description: 'Choose Boolean, Date and Time, Dynamic, GUID, Long, Real, String, String List or Timespan.',
	};
}

export function parameterWithoutValue(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} has no value`,
		description:
			'Its expression gives nothing for this item. Check the name of the field it reads, or give a fallback with ?? in the expression.',
	};
}

export function parameterNotText(name: string, found: 'a list' | 'an object' | 'a function'): Sentence {
	return {
		message: `Parameter ${quoted(name)} needs a text, but its value is ${found}`,
		description:
			found === 'a list'
				? 'Choose the type String List, or take one entry of the list in the expression.'
				: 'Point the expression at one field of it.',
	};
}

const NEEDED = {
	long: ['a whole number of 64 bits', 'Give digits such as 4624, without separators or decimals.'],
	real: ['a number', 'Give a number such as 0.75, with a point and without separators.'],
	bool: ['true or false', 'Give true, false, 1 or 0.'],
	datetime: [
		'a date and time',
		'Give ISO 8601 such as 2026-11-22T03:00:00Z or a date of an expression such as $now. Without an offset the time zone of the workflow counts.',
	],
	timespan: [
		'a span of time with its unit',
		'Give KQL such as 90m, 7d or 1.02:30:00, ISO 8601 such as PT1H30M, or a luxon Duration; at most 10,000 days.',
	],
	guid: ['a GUID', 'Give 32 hex digits as in 74be27de-1e4e-49d9-b579-fe0b331d3642, without braces.'],
} as const;

export function parameterNotOfType(name: string, type: keyof typeof NEEDED, found: string): Sentence {
	const [needed, advice] = NEEDED[type];
	return {
		message: `Parameter ${quoted(name)} needs ${needed}, but its value is ${found}`,
		description: advice,
	};
}

export function parameterNotJson(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} of type Dynamic needs a list, an object or JSON text`,
		description:
			'Write texts in JSON with double quotes, for example ["a","b"] or {"user":"a"}, or choose the type String for plain text.',
	};
}

export function parameterTooDeep(name: string, most: number): Sentence {
	return {
		message: `Parameter ${quoted(name)} is nested more than ${most} levels deep`,
		description: 'Hand over the part that the query needs. A value that holds itself has no end.',
	};
}

export function parametersTooMany(given: number, most: number): Sentence {
	return {
		message: `The query has ${count(given)} parameters; at most ${count(most)} can be bound`,
		description: 'Values of one kind fit in one parameter of type String List.',
	};
}

export function queryTooLong(characters: number, most: number): Sentence {
	return {
		message: `The query has ${count(characters)} characters; at most ${count(most)} are possible`,
		description: 'Move long lists into Parameters of type String List, and write _p_<name> in their place.',
	};
}

export function boundQueryTooLong(characters: number, most: number): Sentence {
	return {
		message: `The query and its parameters have ${count(characters)} characters; at most ${count(most)} can be sent`,
		description: 'Shorten the lists with a Loop Over Items node and hunt once per part.',
	};
}

export function parameterNumberNotExact(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is a number that cannot be held exactly`,
		description: 'Hand it over as text, so that no digit is lost on the way.',
	};
}

export function parameterDateInvalid(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is a date that names no moment`,
		description: 'Check the expression that makes the date.',
	};
}

export function parameterNotList(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} needs a list of texts`,
		description:
			'Hand over a list, a JSON list such as ["a","b"], or text with commas or line breaks between the entries.',
	};
}

export function parameterListTextBroken(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} looks like a JSON list but cannot be read as one`,
		description:
			'Write it as ["a","b"] with double quotes, or as plain text with commas or line breaks between the entries.',
	};
}

export function parameterNameBad(name: string): Sentence {
	return {
		message: `A query parameter cannot be named ${quoted(name)}`,
		description: name.startsWith('_p_')
			? `Name it ${quoted(name.slice(3))}: the prefix _p_ belongs in the query only.`
			: 'Use a letter first, then letters, digits and _, at most 63 in all.',
	};
}

export function parameterTwice(name: string, twin: string): Sentence {
	return {
		message:
			name === twin
				? `The query parameter ${quoted(name)} is given twice`
				: `The query parameters ${quoted(twin)} and ${quoted(name)} differ only by case`,
		description: 'Rename or remove one of them.',
	};
}

export function parameterListEmpty(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is an empty list`,
		description:
			'With an empty list, "in" matches no row and "!in" matches every row. Skip this node when there is nothing to look for (an IF node before it), or give a value.',
	};
}

export function parameterListTooLong(name: string, entries: number, most: number): Sentence {
	return {
		message: `Parameter ${quoted(name)} has ${count(entries)} entries; a query takes at most ${count(most)}`,
		description: 'Split the list with a Loop Over Items node and hunt once per part.',
	};
}

export function parameterTooManyValues(name: string, most: number): Sentence {
	return {
		message: `Parameter ${quoted(name)} holds more than ${count(most)} values`,
		description: 'Hand over the part that the query needs.',
	};
}

export function parameterValueTooLong(name: string, characters: number, most: number): Sentence {
	return {
		message: `A value of parameter ${quoted(name)} has ${count(characters)} characters; at most ${count(most)} can be bound`,
		description: 'Check that the expression points at the field you mean, or shorten the value.',
	};
}

export function parameterNotSendable(name: string, found: 'a NUL character' | 'half a character'): Sentence {
	return {
		message: `A value of parameter ${quoted(name)} holds ${found}, which cannot be sent unchanged`,
		description:
			found === 'a NUL character'
				? 'Remove the NUL character (code 0) in the expression, for example with .replaceAll("\\0", "").'
				: 'The text was cut inside an emoji or rare sign (a lone surrogate). Take the uncut text, or call .toWellFormed() in the expression.',
	};
}

export function parameterNotGiven(used: string, close: readonly string[]): Sentence {
	const meant = close.map((name) => `_p_${name}`).join(' or ');
	return {
		message: `The query uses ${quoted(used)}, but there is no parameter ${quoted(used.slice(3))}`,
		description:
			meant === '' ? 'Add the parameter, or correct the name in the query.' : `Did you mean ${meant}?`,
	};
}

export function reservedNameTaken(name: string): Sentence {
	return {
		message: `The query itself gives the name ${quoted(name)} to something`,
		description:
			'Names that begin with _p_ are kept for the parameters, because a column of that name would silently win over the parameter. Choose another name in the query.',
	};
}

export function parametersNotUsed(names: readonly string[]): string {
	const written = names.map((name) => `_p_${name}`).join(', ');
	return `The query does not use ${written}. A parameter counts only outside quotes, comments and literals such as datetime(…).`;
}

export function prefixForgotten(name: string): string {
	return `The query has ${quoted(name)}, which is not the parameter: write _p_${name}.`;
}

export function parametersEmptyText(names: readonly string[]): string {
	const written = names.map((name) => `_p_${name}`).join(', ');
	return `Empty text in ${written}: contains, has and startswith match far more than meant with it.`;
}
