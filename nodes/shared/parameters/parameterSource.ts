import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import { invalidInput, type DefenderError } from '../../../defender/core/errors';
import { isRecord } from '../../../defender/core/isRecord';
import type { Sentence } from '../../../defender/core/sentence';

/** The part of a property literal that every reader needs. */
export interface Parameter {
	readonly name: string;
	readonly displayName: string;
	readonly default: unknown;
}

/** Where parameters are read from: a node's own parameters, or one of its collections. */
export interface ParameterSource {
	/** Prefix of a parameter's name in errors, such as `filters.`. */
	readonly path: string;
	/** Time zone of the workflow. */
	readonly timeZone: string;
	/** Whether the parameter is set, even to an expression that returns nothing. */
	readonly has: (name: string) => boolean;
	/** @returns the raw value, or `absent` for one that is undefined */
	readonly read: (name: string, absent: unknown) => unknown;
}

/** The parameters of one item. */
export function itemParameters(context: IExecuteFunctions, index: number): ParameterSource {
	return {
		path: '',
		timeZone: context.getTimezone(),
		has: (name) => context.getNodeParameter(name, index, null) !== null,
		read: (name, absent) => context.getNodeParameter(name, index, absent),
	};
}

/** The parameters of a trigger that polls. */
export function pollParameters(context: IPollFunctions): ParameterSource {
	return {
		path: '',
		timeZone: context.getTimezone(),
		has: (name) => context.getNodeParameter(name, null) !== null,
		read: (name, absent) => context.getNodeParameter(name, absent),
	};
}

/** The values of a collection that was read already. */
export function collectionOf(values: unknown, name: string, timeZone: string): ParameterSource {
	const fields = isRecord(values) ? values : {};
	return {
		path: `${name}.`,
		timeZone,
		has: (field) => field in fields,
		read: (field, absent) => (fields[field] === undefined ? absent : fields[field]),
	};
}

/**
 * A collection parameter as the source of its own parameters. An expression may return a value of any type for it; a value
 * that is not an object counts as empty.
 */
export function readCollection(source: ParameterSource, { name }: Pick<Parameter, 'name'>): ParameterSource {
	return collectionOf(source.read(name, {}), `${source.path}${name}`, source.timeZone);
}

/**
 * The collection *Options* as the source of its parameters. An option whose expression returns null counts as not set, like
 * one whose expression returns undefined.
 */
export function readOptions(source: ParameterSource, property: Pick<Parameter, 'name'>): ParameterSource {
	const options = readCollection(source, property);
	return { ...options, read: (name, absent) => options.read(name, absent) ?? absent };
}

/**
 * The entries of a fixed collection with multiple values.
 * @param entries name of its list of entries; an entry that is not an object is dropped
 */
export function readEntries(
	source: ParameterSource,
	collection: Pick<Parameter, 'name'>,
	entries: string,
): readonly ParameterSource[] {
	const fields = readCollection(source, collection);
	const values: unknown = fields.read(entries, []);
	if (!Array.isArray(values)) return [];
	return values
		.filter(isRecord)
		.map((value) => collectionOf(value, `${fields.path}${entries}`, source.timeZone));
}

/** The error for a parameter whose value is not accepted. */
export function refusal({ path }: ParameterSource, { name }: Parameter, sentence: Sentence): DefenderError {
	return invalidInput(`${path}${name}`, sentence);
}
