import type { Sentence } from '../../core/sentence';
import { count, quoted } from '../../core/sentence';

const SPLIT_LIST = 'Split the list with a Loop Over Items node and run one hunt per batch.';
const PASS_PART = 'Pass only the part that the query needs.';

export function parameterWithoutName(): Sentence {
	return {
		message: 'A query parameter has no name',
		description: 'Enter a name such as device and write _p_device in the query, or remove the parameter.',
	};
}

export function parameterTypeUnknown(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} has an unknown type`,
		description: 'Choose Boolean, Date and Time, Dynamic, GUID, Long, Real, String, String List or Timespan.',
	};
}

export function parameterWithoutValue(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} has no value`,
		description:
			'Check the field name in its expression, which returns nothing for this item. Or add a fallback to the expression with ??.',
	};
}

export function parameterNotText(name: string, found: 'a list' | 'an object' | 'a function'): Sentence {
	return {
		message: `Parameter ${quoted(name)} must be text, not ${found}`,
		description:
			found === 'a list'
				? 'Choose the type String List, or point the expression at one entry of the list.'
				: 'Point the expression at a single field.',
	};
}

const REQUIRED = {
	long: ['a 64-bit whole number', 'Use digits such as 4624, without separators or decimals.'],
	real: ['a number', 'Use a number such as 0.75, with a decimal point and without separators.'],
	bool: ['true or false', 'Use true, false, 1 or 0.'],
	datetime: [
		'a date and time',
		'Use ISO 8601 such as 2026-11-22T03:00:00Z, or a date from an expression such as $now. Without an offset, the workflow’s time zone applies.',
	],
	timespan: [
		'a duration with a unit',
		'Use KQL such as 90m, 7d or 1.02:30:00, ISO 8601 such as PT1H30M, or a Luxon Duration; at most 10,000 days.',
	],
	guid: ['a GUID', 'Use 32 hex digits as in 74be27de-1e4e-49d9-b579-fe0b331d3642, without braces.'],
} as const;

export function parameterNotOfType(name: string, type: keyof typeof REQUIRED, found: string): Sentence {
	const [required, advice] = REQUIRED[type];
	return {
		message: `Parameter ${quoted(name)} must be ${required}, not ${found}`,
		description: advice,
	};
}

export function parameterNotJson(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} must be a list, an object or JSON`,
		description:
			'Write JSON with double quotes, such as ["a","b"] or {"user":"a"}. For plain text, choose the type String instead of Dynamic.',
	};
}

export function parameterTooDeep(name: string, maximum: number): Sentence {
	return {
		message: `Parameter ${quoted(name)} is nested more than ${maximum} levels deep`,
		description: `${PASS_PART} Check that the value does not contain itself.`,
	};
}

export function parametersTooMany(parameters: number, maximum: number): Sentence {
	return {
		message: `The query has ${count(parameters)} parameters; the maximum is ${count(maximum)}`,
		description: 'Combine values of the same kind in one parameter of type String List.',
	};
}

export function parameterNumberNotExact(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is a number that JavaScript cannot represent exactly`,
		description: 'Pass it as text, so that all digits are kept.',
	};
}

export function parameterDateInvalid(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is an invalid date`,
		description: 'Check the expression that creates the date.',
	};
}

export function parameterNotList(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} must be a list of strings`,
		description:
			'Pass a list, a JSON list such as ["a","b"], or text with commas or line breaks between the entries.',
	};
}

export function parameterListNotJson(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is not a valid JSON list`,
		description:
			'Write it as ["a","b"] with double quotes, or as plain text with commas or line breaks between the entries.',
	};
}

export function parameterNameInvalid(name: string): Sentence {
	return {
		message: `${quoted(name)} is not a valid name for a query parameter`,
		description: name.startsWith('_p_')
			? `Name it ${quoted(name.slice(3))}: the prefix _p_ belongs in the query only.`
			: 'Start with a letter, then use letters, digits and _; at most 63 characters in total.',
	};
}

/** @param twin the earlier name that differs from `name` at most in case */
export function parameterDuplicate(name: string, twin: string): Sentence {
	return {
		message:
			name === twin
				? `The query parameter ${quoted(name)} is defined twice`
				: `The query parameters ${quoted(twin)} and ${quoted(name)} differ only in case`,
		description: 'Rename or remove one of them.',
	};
}

export function parameterListEmpty(name: string): Sentence {
	return {
		message: `Parameter ${quoted(name)} is an empty list`,
		description:
			'Add a value, or skip this node with an IF node when there is nothing to look for. With an empty list, "in" matches no row and "!in" matches every row.',
	};
}

export function parameterListTooLong(name: string, entries: number, maximum: number): Sentence {
	return {
		message: `Parameter ${quoted(name)} has ${count(entries)} entries; the maximum is ${count(maximum)}`,
		description: SPLIT_LIST,
	};
}

export function parameterTooManyValues(name: string, maximum: number): Sentence {
	return {
		message: `Parameter ${quoted(name)} contains more than ${count(maximum)} values`,
		description: PASS_PART,
	};
}

export function parameterValueTooLong(name: string, characters: number, maximum: number): Sentence {
	return {
		message: `A value of ${quoted(name)} has ${count(characters)} characters; the maximum is ${count(maximum)}`,
		description: 'Check that the expression points at the intended field, or shorten the value.',
	};
}

export function parameterNotSendable(name: string, found: 'a NUL character' | 'half a character'): Sentence {
	return {
		message: `A value of parameter ${quoted(name)} contains ${found}`,
		description:
			found === 'a NUL character'
				? 'Remove the NUL character (code 0) in the expression, for example with .replaceAll("\\0", "").'
				: 'Use the full text, or call .toWellFormed() in the expression. The text was cut inside an emoji or rare character (a lone surrogate).',
	};
}

/** @param used name in the query, with its prefix */
export function parameterMissing(used: string, suggestions: readonly string[]): Sentence {
	const suggested = suggestions.map((name) => `_p_${name}`).join(' or ');
	return {
		message: `The query uses ${quoted(used)}, but there is no parameter ${quoted(used.slice(3))}`,
		description:
			suggested === ''
				? 'Add the parameter, or correct the name in the query.'
				: `Correct the name in the query. Did you mean ${suggested}?`,
	};
}

export function parametersNotUsed(names: readonly string[]): string {
	return `The query does not use ${prefixed(names)}. A parameter name inside quotes, comments or literals such as datetime(…) does not count.`;
}

export function prefixMissing(name: string): string {
	return `The query contains ${quoted(name)}, which is not the parameter. Write _p_${name} instead.`;
}

export function parametersEmptyText(names: readonly string[]): string {
	return `${prefixed(names)} ${names.length === 1 ? 'is' : 'are'} empty, so contains, has and startswith match far more rows than intended.`;
}

function prefixed(names: readonly string[]): string {
	return names.map((name) => `_p_${name}`).join(', ');
}
