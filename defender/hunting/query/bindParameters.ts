import { invalidInput } from '../../core/errors';
import type { Notice } from '../../core/notices';
import { suggestNames } from '../schema/suggestNames';
import {
	parameterDuplicate,
	parameterListEmpty,
	parameterListTooLong,
	parameterMissing,
	parameterNameInvalid,
	parameterNotSendable,
	parameterValueTooLong,
	parametersEmptyText,
	parametersNotUsed,
	prefixMissing,
} from '../sentences/huntParameterText';
import { parameterInConstant, parameterInPattern } from '../sentences/constantPlaceText';
import { boundQueryTooLong, queryEmpty, queryIsCommand, reservedNameTaken } from '../sentences/queryText';
import { isJsonList, textsInJson } from '../values/dynamicValue';
import { MAX_LIST_ENTRIES, MAX_QUERY_CHARACTERS, MAX_VALUE_CHARACTERS } from '../values/inputLimits';
import { invalidParameter } from '../values/invalidParameter';
import * as literals from '../values/literals';
import type { HuntParameter } from '../values/parameter';
import { namesIn, type Word } from './kqlWords';
import { parameterInLiteral } from './literalPlaces';
import type { HuntQuery } from './parseQuery';
import { PREFIX, reservedNames, type ReservedNames } from './reservedNames';

/** The parameters of a query as KQL, to send before the author's text. */
export interface BoundParameters {
	/** One line with its line break, or ''. */
	readonly prologue: string;
	/** Number of lines in the prologue; the service counts them in the line numbers of its messages. */
	readonly prologueLines: 0 | 1;
	/** At most one, of topic `parameters`. */
	readonly notices: readonly Notice[];
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Binds parameters to a query, as one line `let _p_name="…";…` before it. The author's text stays unchanged byte for byte, so
 * no value can change the query. Checks a query without parameters as well.
 * @throws DefenderError `invalidInput` for `query`: empty, a control command, too long with its parameters, or a `_p_…` name
 * that it defines or that has no parameter
 * @throws DefenderError `invalidInput` for `parameters`: an invalid or repeated name, an empty or too long list, a value that
 * is too long or cannot be sent
 */
export function bindParameters(query: HuntQuery, parameters: readonly HuntParameter[]): BoundParameters {
	requireStatement(query.words);
	requireNames(parameters);
	parameters.forEach(requireSendable);
	// Also before writing the literals: until then, thousands of references to one long text need no memory.
	requireLength(query.text.length + charactersIn(parameters));
	const literal = parameters.length === 0 ? undefined : parameterInLiteral(query.words);
	if (literal !== undefined) throw invalidInput('query', parameterInConstant(literal.name, literal.place));
	const names = reservedNames(query.words);
	requireKnownNames(names, parameters);
	const lets = parameters.map((parameter) => `let ${PREFIX}${parameter.name}=${literalOf(parameter)};`);
	const prologue = parameters.length === 0 ? '' : `${lets.join('')}\n`;
	requireLength(prologue.length + query.text.length);
	return {
		prologue,
		prologueLines: parameters.length === 0 ? 0 : 1,
		notices: parameterNotices(query.words, names, parameters),
	};
}

function requireLength(characters: number): void {
	if (characters > MAX_QUERY_CHARACTERS) {
		throw invalidInput('query', boundQueryTooLong(characters, MAX_QUERY_CHARACTERS));
	}
}

function charactersIn(parameters: readonly HuntParameter[]): number {
	return parameters.flatMap(textsOf).reduce((sum, text) => sum + text.length, 0);
}

function literalOf(parameter: HuntParameter): string {
	switch (parameter.type) {
		case 'string':
			return literals.stringLiteral(parameter.value);
		case 'stringList':
			return literals.stringListLiteral(parameter.values);
		case 'long':
			return literals.longLiteral(parameter.value);
		case 'real':
			return literals.realLiteral(parameter.value);
		case 'bool':
			return literals.boolLiteral(parameter.value);
		case 'datetime':
			return literals.datetimeLiteral(parameter.value);
		case 'timespan':
			return literals.timespanLiteral(parameter.value);
		case 'guid':
			return literals.guidLiteral(parameter.value);
		case 'dynamic':
			return literals.dynamicLiteral(parameter.value);
	}
}

function requireStatement(words: readonly Word[]): void {
	const first = words.find(({ text }) => text !== ';');
	if (first === undefined) throw invalidInput('query', queryEmpty());
	if (first.text.startsWith('.')) throw invalidInput('query', queryIsCommand());
}

function requireNames(parameters: readonly HuntParameter[]): void {
	const seen = new Map<string, string>();
	for (const { name } of parameters) {
		if (!NAME.test(name)) throw invalidParameter(parameterNameInvalid(name));
		const twin = seen.get(name.toLowerCase());
		if (twin !== undefined) throw invalidParameter(parameterDuplicate(name, twin));
		seen.set(name.toLowerCase(), name);
	}
}

function requireSendable(parameter: HuntParameter): void {
	const { name } = parameter;
	const entries = countEntries(parameter);
	if (entries === 0 && !mayBeEmpty(parameter)) throw invalidParameter(parameterListEmpty(name));
	if (entries > MAX_LIST_ENTRIES)
		throw invalidParameter(parameterListTooLong(name, entries, MAX_LIST_ENTRIES));
	for (const value of textsOf(parameter)) {
		if (value.length > MAX_VALUE_CHARACTERS) {
			throw invalidParameter(parameterValueTooLong(name, value.length, MAX_VALUE_CHARACTERS));
		}
		if (value.includes('\0')) throw invalidParameter(parameterNotSendable(name, 'a NUL character'));
		if (LONE_SURROGATE.test(value)) throw invalidParameter(parameterNotSendable(name, 'half a character'));
	}
}

function mayBeEmpty(parameter: HuntParameter): boolean {
	return 'mayBeEmpty' in parameter && parameter.mayBeEmpty === true;
}

/** @returns 1 if the parameter is not a list */
function countEntries(parameter: HuntParameter): number {
	if (parameter.type === 'stringList') return parameter.values.length;
	return parameter.type === 'dynamic' && isJsonList(parameter.value) ? parameter.value.length : 1;
}

function textsOf(parameter: HuntParameter): readonly string[] {
	if (parameter.type === 'string') return [parameter.value];
	if (parameter.type === 'stringList') return parameter.values;
	return parameter.type === 'dynamic' ? textsInJson(parameter.value) : [];
}

function requireKnownNames(
	{ used, defined, inPatterns }: ReservedNames,
	parameters: readonly HuntParameter[],
): void {
	const known = parameters.map(({ name }) => name);
	for (const name of defined) {
		const isParameter = inPatterns.has(name) && known.includes(name.slice(PREFIX.length));
		throw invalidInput('query', isParameter ? parameterInPattern(name) : reservedNameTaken(name));
	}
	for (const prefixed of used) {
		const name = prefixed.slice(PREFIX.length);
		if (!known.includes(name)) {
			throw invalidInput('query', parameterMissing(prefixed, suggestNames(name, known)));
		}
	}
}

/** Returns one notice for all hints, because n8n shows each topic once per execution. */
function parameterNotices(
	words: readonly Word[],
	{ used }: ReservedNames,
	parameters: readonly HuntParameter[],
): readonly Notice[] {
	const unused = parameters.map(({ name }) => name).filter((name) => !used.has(PREFIX + name));
	const names = namesIn(words);
	const withoutPrefix = unused.filter((name) => names.has(name));
	const absent = unused.filter((name) => !names.has(name));
	const empty = parameters
		.filter(
			(parameter) =>
				parameter.type === 'string' && parameter.value === '' && used.has(PREFIX + parameter.name),
		)
		.map(({ name }) => name);
	const texts = [
		...withoutPrefix.map(prefixMissing),
		...(absent.length > 0 ? [parametersNotUsed(absent)] : []),
		...(empty.length > 0 ? [parametersEmptyText(empty)] : []),
	];
	return texts.length > 0 ? [{ topic: 'parameters', text: texts.join(' ') }] : [];
}
