import { invalidInput } from '../../core/errors';
import type { Notice } from '../../core/notices';
import type { Sentence } from '../../core/sentence';
import {
	parameterListEmpty,
	parameterListTooLong,
	parameterNameBad,
	parameterNotGiven,
	parameterNotSendable,
	parameterTwice,
	parameterValueTooLong,
	parametersEmptyText,
	parametersNotUsed,
	prefixForgotten,
} from '../sentences/huntParameterText';
import {
	boundQueryTooLong,
	queryEmpty,
	queryIsCommand,
	queryTooLong,
	reservedNameTaken,
} from '../sentences/queryText';
import { suggestNames } from '../schema/suggestNames';
import type { Token } from './lexer';
import { tokenize } from './lexer';
import { isList, textsWithin } from '../values/dynamicValue';
import { AUTHOR_CHARACTERS, LIST_ENTRIES, QUERY_CHARACTERS, VALUE_CHARACTERS } from '../schema/limits';
import * as literals from '../values/literals';
import type { HuntParameter } from '../values/parameter';
import type { ReservedNames } from './reservedNames';
import { bareNames, PREFIX, reservedNames } from './reservedNames';
import { wordsOf, type Word } from './kqlWords';

/** A query with its parameters in front, ready to send. */
export interface BoundQuery {
	readonly text: string;
	/** Lines before the author's text; the service counts them in the positions it tells. */
	readonly prologueLines: 0 | 1;
	/** At most one, of topic `parameters`. */
	readonly notices: readonly Notice[];
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Binds parameters as one line `let _p_name="…";…` before the author's query, which stays byte for byte as written: no
 * value can reach the query's text. Without parameters the query is returned unchanged, though checked the same.
 * @throws DefenderError invalidInput `query` (empty; a control command; too long; uses or itself declares a `_p_…` name that
 * no parameter gives) or `parameters` (bad or repeated name, empty or too long list, a value too long or not
 * sendable).
 */
export function bindParameters(query: string, parameters: readonly HuntParameter[]): BoundQuery {
	if (query.length > AUTHOR_CHARACTERS) {
		throw invalidInput('query', queryTooLong(query.length, AUTHOR_CHARACTERS));
	}
	const tokens = tokenize(query);
	requireQuery(query, tokens);
	requireNames(parameters);
	parameters.forEach(requireSendable);
	requireShort(query.length, parameters);
	const words = wordsOf(query, tokens);
	const names = reservedNames(words);
	requireKnown(names, parameters);
	const prologue = parameters.map((parameter) => `let ${PREFIX}${parameter.name}=${literalOf(parameter)};`);
	const text = parameters.length === 0 ? query : `${prologue.join('')}\n${query}`;
	requireShort(text.length, []);
	return {
		text,
		prologueLines: parameters.length === 0 ? 0 : 1,
		notices: remarks(words, names, parameters),
	};
}

/** Before the literals are written too, since thousands of references to one long text take no memory until then. */
function requireShort(length: number, parameters: readonly HuntParameter[]): void {
	const characters = parameters.flatMap(textsOf).reduce((sum, { length: more }) => sum + more, length);
	if (characters > QUERY_CHARACTERS) {
		throw invalidInput('query', boundQueryTooLong(characters, QUERY_CHARACTERS));
	}
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

function requireQuery(query: string, tokens: readonly Token[]): void {
	const statement = tokens
		.filter(({ kind }) => kind !== 'comment')
		.map(({ start, end }) => query.slice(start, end));
	const first = statement.find((text) => text !== ';');
	if (first === undefined) throw invalidInput('query', queryEmpty());
	if (first.startsWith('.')) throw invalidInput('query', queryIsCommand());
}

function requireNames(parameters: readonly HuntParameter[]): void {
	const seen = new Map<string, string>();
	for (const { name } of parameters) {
		if (!NAME.test(name)) throw refused(parameterNameBad(name));
		const twin = seen.get(name.toLowerCase());
		if (twin !== undefined) throw refused(parameterTwice(name, twin));
		seen.set(name.toLowerCase(), name);
	}
}

function requireSendable(parameter: HuntParameter): void {
	const { name } = parameter;
	const entries = entriesOf(parameter);
	if (entries === 0) throw refused(parameterListEmpty(name));
	if (entries > LIST_ENTRIES) throw refused(parameterListTooLong(name, entries, LIST_ENTRIES));
	for (const value of textsOf(parameter)) {
		if (value.length > VALUE_CHARACTERS) {
			throw refused(parameterValueTooLong(name, value.length, VALUE_CHARACTERS));
		}
		if (value.includes('\0')) throw refused(parameterNotSendable(name, 'a NUL character'));
		if (LONE_SURROGATE.test(value)) throw refused(parameterNotSendable(name, 'half a character'));
	}
}

/** The entries of a list, 1 for what is none. */
function entriesOf(parameter: HuntParameter): number {
	if (parameter.type === 'stringList') return parameter.values.length;
	return parameter.type === 'dynamic' && isList(parameter.value) ? parameter.value.length : 1;
}

function textsOf(parameter: HuntParameter): readonly string[] {
	if (parameter.type === 'string') return [parameter.value];
	if (parameter.type === 'stringList') return parameter.values;
	return parameter.type === 'dynamic' ? textsWithin(parameter.value) : [];
}

function requireKnown({ used, taken }: ReservedNames, parameters: readonly HuntParameter[]): void {
	for (const name of taken) throw invalidInput('query', reservedNameTaken(name));
	const known = parameters.map(({ name }) => name);
	for (const name of used) {
		const wanted = name.slice(PREFIX.length);
		if (!known.includes(wanted)) {
			throw invalidInput('query', parameterNotGiven(name, suggestNames(wanted, known)));
		}
	}
}

/** One notice for all remarks: notices of the same topic are shown once per execution. */
function remarks(
	words: readonly Word[],
	{ used }: ReservedNames,
	parameters: readonly HuntParameter[],
): readonly Notice[] {
	const unused = parameters.map(({ name }) => name).filter((name) => !used.has(PREFIX + name));
	const written = unused.length > 0 ? bareNames(words) : new Set<string>();
	const bare = unused.filter((name) => written.has(name));
	const elsewhere = unused.filter((name) => !written.has(name));
	const empty = parameters
		.filter(
			(parameter) =>
				parameter.type === 'string' && parameter.value === '' && used.has(PREFIX + parameter.name),
		)
		.map(({ name }) => name);
	const texts = [
		...bare.map(prefixForgotten),
		...(elsewhere.length > 0 ? [parametersNotUsed(elsewhere)] : []),
		...(empty.length > 0 ? [parametersEmptyText(empty)] : []),
	];
	return texts.length > 0 ? [{ topic: 'parameters', text: texts.join(' ') }] : [];
}

function refused(sentence: Sentence): Error {
	return invalidInput('parameters', sentence);
}
