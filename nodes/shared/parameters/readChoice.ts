import type { DefenderError } from '../../../defender/core/errors';
import { badChoice, emptyTag, inputTooLong, inputTooMany, noneChosen } from './inputText';
import { refusal, type Parameter, type ParameterSource } from './parameterSource';

/** Readers of choices and lists; they work like those of `readParameter.ts`. */

interface ChoiceParameter<T extends string> extends Parameter {
	readonly options: ReadonlyArray<{ readonly value: T }>;
}

/** Maximum length of a text, or of all texts of a list together, in UTF-16 units. Ours: beyond any sensible use. */
const INPUT_CHARACTERS = 1_000_000;
const INPUT_ENTRIES = 10_000;

export function readChoice<T extends string>(source: ParameterSource, property: ChoiceParameter<T>): T {
	return memberOf(source, property, source.read(property.name, property.default));
}

/**
 * Reads a choice that is written to the service. Its default never replaces a missing value.
 * @returns undefined if it is not set
 * @throws DefenderError also for an expression that returns nothing
 */
export function readChoiceIfSet<T extends string>(
	source: ParameterSource,
	property: ChoiceParameter<T>,
): T | undefined {
	if (!source.has(property.name)) return undefined;
	return memberOf(source, property, source.read(property.name, undefined));
}

/** Reads a multi-select; an expression may also return one text or a comma-separated list. Nothing is chosen by default. */
export function readMultiChoice<T extends string>(
	source: ParameterSource,
	property: ChoiceParameter<T>,
): readonly T[] {
	return chosenIn(source, property, source.read(property.name, []));
}

/** The same for a multi-select in which at least one entry must be chosen. */
export function readSome<T extends string>(
	source: ParameterSource,
	property: ChoiceParameter<T>,
): readonly T[] {
	const chosen = chosenIn(source, property, source.read(property.name, property.default));
	if (chosen.length === 0) throw refusal(source, property, noneChosen(property.displayName));
	return chosen;
}

function chosenIn<T extends string>(
	source: ParameterSource,
	property: ChoiceParameter<T>,
	value: unknown,
): readonly T[] {
	requireBounded(source, property, value);
	return [...new Set(textList(value))].map((chosen) => memberOf(source, property, chosen));
}

function memberOf<T extends string>(
	source: ParameterSource,
	property: ChoiceParameter<T>,
	value: unknown,
): T {
	const member = property.options.find((option) => option.value === value);
	if (member === undefined) throw badMember(source, property, String(value));
	return member.value;
}

/** The error for a value that is not among the parameter's options. */
export function badMember(
	source: ParameterSource,
	property: ChoiceParameter<string>,
	value: string,
): DefenderError {
	const members = property.options.map((option) => option.value);
	return refusal(source, property, badChoice(property.displayName, value, members));
}

/** Reads tags given as a list or as comma-separated text; there must be at least one. */
export function readTags(source: ParameterSource, property: Parameter): readonly string[] {
	const value = source.read(property.name, property.default);
	requireBounded(source, property, value);
	const tags = textList(value);
	if (tags.length === 0) throw refusal(source, property, emptyTag());
	return tags;
}

/**
 * Rejects a text or a list that would take seconds to read or to compare.
 * @param maximum characters that a text, or all texts of a list together, may have
 */
export function requireBounded(
	source: ParameterSource,
	property: Parameter,
	value: unknown,
	maximum = INPUT_CHARACTERS,
): void {
	const { displayName } = property;
	const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
	if (entries.length > INPUT_ENTRIES)
		throw refusal(source, property, inputTooMany(displayName, INPUT_ENTRIES));
	const length = entries.reduce<number>((sum, one) => sum + (typeof one === 'string' ? one.length : 0), 0);
	if (length > maximum) throw refusal(source, property, inputTooLong(displayName, length, maximum));
}

/** Reads comma-separated texts, or a list, whose entries keep their spaces. */
export function readTextList(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.map(String) : textList(value);
}

function textList(value: unknown): readonly string[] {
	const given: readonly unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [];
	return given.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}
