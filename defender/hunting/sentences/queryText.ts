import { count, counted, quoted, type Sentence } from '../../core/sentence';

export function queryEmpty(): Sentence {
	return {
		message: 'The hunting query is empty',
		description: 'Enter a KQL query that names a table, for example: DeviceInfo | take 10',
	};
}

export function queryIsCommand(): Sentence {
	return {
		message: 'The query is a control command: it starts with a dot',
		description:
			'Start with a table, because advanced hunting cannot run control commands. For example: DeviceInfo | take 10',
	};
}

export function queryTooLong(characters: number, maximum: number): Sentence {
	return {
		message: `The query has ${count(characters)} characters; the maximum is ${count(maximum)}`,
		description: 'Move long lists into parameters of type String List, and write _p_<name> in their place.',
	};
}

export function boundQueryTooLong(characters: number, maximum: number): Sentence {
	return {
		message: `Query and parameters have ${count(characters)} characters; the maximum is ${count(maximum)}`,
		description: 'Split the lists with a Loop Over Items node and run one hunt per batch.',
	};
}

export function reservedNameTaken(name: string): Sentence {
	return {
		message: `The query itself defines the name ${quoted(name)}`,
		description:
			'Choose another name in the query. Names that start with _p_ are reserved for parameters, because a column of that name would silently take precedence.',
	};
}

export function limitNotWhole(limit: string): Sentence {
	return {
		message: `Limit must be a whole number above 0, not ${quoted(limit)}`,
		description: 'Set Limit to the number of rows to return, or turn on Return All.',
	};
}

/** Reasons why `take` was not added to a query, as clauses for {@link limitAppliedAfterwards}; "it" is the query. */
export const limitNotAdded = {
	atServiceRows: 'Microsoft Defender returns at most that many rows anyway',
	empty: 'it has no statement that returns rows',
	unreadable: 'part of it is not plain KQL',
	unbalanced: 'its brackets do not match',
	unfinished: 'its last statement is incomplete',
	manyTables: 'more than one of its statements returns rows',
	notTabular: 'its last statement returns no rows',
	chart: 'an operator follows render',
	manyResults: 'it returns several results (fork or facet)',
} as const;

/** @param because a clause of {@link limitNotAdded} */
export function limitAppliedAfterwards(limit: number, because: string): string {
	return `The limit of ${counted(limit, 'row')} was not added to the query, because ${because}. The node fetched all rows and kept the first ${count(limit)}.`;
}

export function cellTooDeep(column: string): Sentence {
	return {
		message: `Column ${quoted(column)} contains a value nested too deeply for a file`,
		description: 'Remove the column with project-away, or set Output to Rows or Table.',
	};
}
