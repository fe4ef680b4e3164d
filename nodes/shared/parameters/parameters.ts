import type { IExecuteFunctions } from 'n8n-workflow';
import { invalidInput, type DefenderError } from '../../../defender/core/errors';
import {
	badChoice,
	badLimit,
	badNumber,
	emptyTag,
	inputTooLong,
	inputTooMany,
	noneChosen,
} from '../../../defender/core/sentences/incidentText';

export type Fields = Readonly<Record<string, unknown>>;

/** Longest text of a parameter, in UTF-16 units, and longest list, all its texts together. Ours: beyond any sensible use. */
export const INPUT_CHARACTERS = 1_000_000;
const INPUT_ENTRIES = 10_000;

/** A collection parameter; an expression may have turned it into anything. */
export function readCollection(context: IExecuteFunctions, name: string, index: number): Fields {
	const value: unknown = context.getNodeParameter(name, index, {});
	return isFields(value) ? value : {};
}

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The members chosen in a multi-select; an expression may give one text or a list separated by commas.
 * @throws DefenderError `invalidInput` naming what is no member
 */
export function readChoices(
	field: string,
	label: string,
	value: unknown,
	members: readonly string[],
): readonly string[] {
	return chosenIn(field, label, value).map((chosen) => readChoice(field, label, chosen, members));
}

/** The same when there must be one. @throws DefenderError `invalidInput` */
export function readSome<T extends string>(
	field: string,
	label: string,
	value: unknown,
	members: readonly T[],
): readonly T[] {
	const chosen = chosenIn(field, label, value);
	if (chosen.length === 0) throw invalidInput(field, noneChosen(label));
	return chosen.map((one) => readChoice(field, label, one, members));
}

function chosenIn(field: string, label: string, value: unknown): readonly string[] {
	requireBounded(field, label, value);
	return [...new Set(textList(value))];
}

/** One member of a vocabulary. @throws DefenderError `invalidInput` naming the members */
export function readChoice<T extends string>(
	field: string,
	label: string,
	value: unknown,
	members: readonly T[],
): T {
	const chosen = members.find((member) => member === value);
	if (chosen === undefined) throw refusedChoice(field, label, value, members);
	return chosen;
}

export function refusedChoice(
	field: string,
	label: string,
	value: unknown,
	members: readonly string[],
): DefenderError {
	return invalidInput(field, badChoice(label, String(value), members));
}

/**
 * Tags given as a list, or as text separated by commas.
 * @throws DefenderError `invalidInput` when there is none, or far too many
 */
export function readTags(value: unknown): readonly string[] {
	requireBounded('tags', 'Tags', value);
	const tags = textList(value);
	if (tags.length === 0) throw invalidInput('tags', emptyTag());
	return tags;
}

/** @returns undefined for an absent or empty text */
export function readText(value: unknown): string | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

/** A number from `least` to `most`, given as number or text. @throws DefenderError `invalidInput` */
export function readNumber(
	field: string,
	label: string,
	value: unknown,
	least: number,
	most: number,
): number {
	const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof given === 'number' && given >= least && given <= most) return given;
	throw invalidInput(field, badNumber(label, String(value), least, most));
}

/** *Return All* and *Limit* together. @throws DefenderError `invalidInput` */
export function readLimit(context: IExecuteFunctions, index: number): number | 'all' {
	if (context.getNodeParameter('returnAll', index, false) === true) return 'all';
	const limit = Number(context.getNodeParameter('limit', index));
	if (!Number.isInteger(limit) || limit < 0) throw invalidInput('limit', badLimit());
	return limit;
}

/**
 * Refuses a text or a list that would take seconds to read or to compare.
 * @param characters that a text, or all texts of a list together, may have
 * @throws DefenderError `invalidInput`
 */
export function requireBounded(
	field: string,
	label: string,
	value: unknown,
	characters = INPUT_CHARACTERS,
): void {
	const given: readonly unknown[] = Array.isArray(value) ? value : [value];
	if (given.length > INPUT_ENTRIES) throw invalidInput(field, inputTooMany(label, INPUT_ENTRIES));
	const length = given.reduce<number>((sum, one) => sum + (typeof one === 'string' ? one.length : 0), 0);
	if (length > characters) throw invalidInput(field, inputTooLong(label, length, characters));
}

/** Texts separated by commas, or a list, whose entries stay as they are. */
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
