import type { UtcInstant } from '../../../defender/core/instant';
import { limitProperty, returnAllProperty } from '../properties/limitProperties';
import { badDate, badLimit, badNumber, badWholeNumber, type NumberRange } from './inputText';
import { parseDate } from './parseDate';
import { refusal, type Parameter, type ParameterSource } from './parameterSource';

/**
 * Readers of parameters. Each reads one parameter of a source by its property literal, which defines name, label,
 * default, range and members. They throw DefenderError `invalidInput` for a value that the parameter does not accept.
 */

interface NumberParameter extends Parameter {
	readonly default: number;
	readonly typeOptions?: NumberRange;
}

/** Whether a parameter has a value other than null and the empty text. */
export function isGiven(source: ParameterSource, { name }: Parameter): boolean {
	const value = source.read(name, '');
	return value !== undefined && value !== null && value !== '';
}

/** Whether a switch is on; one that is not set, as in a collection without it, is off. */
export function isOn(source: ParameterSource, { name }: Parameter): boolean {
	return source.read(name, false) === true;
}

/** Reads a switch; any value but the opposite of the default counts as the default. */
export function readFlag(source: ParameterSource, property: Parameter): boolean {
	const value = source.read(property.name, property.default);
	return property.default === true ? value !== false : value === true;
}

/** @returns the text without spaces around it; undefined for none */
export function readText(source: ParameterSource, property: Parameter): string | undefined {
	const value = source.read(property.name, property.default);
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

export function readNumber(source: ParameterSource, property: NumberParameter): number {
	const value = source.read(property.name, property.default);
	const { typeOptions: range = {} } = property;
	const number = numberIn(value, range);
	if (number !== undefined) return number;
	throw refusal(source, property, badNumber(property.displayName, String(value), range));
}

export function readWholeNumber(source: ParameterSource, property: NumberParameter): number {
	const value = source.read(property.name, property.default);
	const { typeOptions: range = {} } = property;
	const number = numberIn(value, range);
	if (number !== undefined && Number.isInteger(number)) return number;
	throw refusal(source, property, badWholeNumber(property.displayName, String(value), range));
}

function numberIn(
	value: unknown,
	{ minValue = -Infinity, maxValue = Infinity }: NumberRange,
): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && number >= minValue && number <= maxValue ? number : undefined;
}

/** @returns undefined for an empty date */
export function readInstant(source: ParameterSource, property: Parameter): UtcInstant | undefined {
	const value = source.read(property.name, property.default);
	if (value === undefined || value === null || value === '') return undefined;
	const instant = parseDate(value, source.timeZone);
	if (instant === undefined) throw refusal(source, property, badDate(property.displayName, String(value)));
	return instant;
}

/** Reads *Return All* and *Limit* together. */
export function readLimit(source: ParameterSource, property: Parameter = limitProperty): number | 'all' {
	if (readFlag(source, returnAllProperty)) return 'all';
	const limit = Number(source.read(property.name, property.default));
	if (!Number.isInteger(limit) || limit < 0) throw refusal(source, property, badLimit());
	return limit;
}
