import { count, counted, quoted, type Sentence } from '../../core/sentence';

export function queryEmpty(): Sentence {
	return {
		message: 'The hunting query is empty',
		description: 'Write a KQL query that names a table, for example: DeviceInfo | take 10',
	};
}

export function queryIsCommand(): Sentence {
	return {
		message: 'The query begins with a dot, which makes it a control command',
		description: 'Advanced hunting only reads. Begin with a table, for example: DeviceInfo | take 10',
	};
}

export function limitNotWhole(limit: string): Sentence {
	return {
		message: `The limit needs a whole number above 0, not ${quoted(limit)}`,
		description: 'Set Limit to the number of rows wanted, or switch on Return All.',
	};
}

/** Why `take` was not added to a query; completes {@link limitKeptHere}. */
export const limitNotAdded = {
	atServiceRows: 'the service returns no more than that by itself',
	empty: 'it has no statement that gives rows',
	unreadable: 'it has a part that is not plain KQL',
	unbalanced: 'its brackets do not close',
	unfinished: 'its last statement is not finished',
	manyTables: 'it has more than one statement that gives rows',
	notTabular: 'its last statement gives no rows',
	chart: 'it ends in render',
	manyResults: 'it ends in several results (fork or facet)',
} as const;

export function limitKeptHere(limit: number, because: string): string {
	return `The limit of ${counted(limit, 'row')} was not added to the query, because ${because}. All rows were fetched and the first ${count(limit)} kept.`;
}

export function rowsUnreadable(position: number): Sentence {
	return {
		message: `Row ${count(position)} of the hunting answer is not an object`,
		description:
			'The answer is not what the hunting API sends. Run the query again; if it stays so, check the API address of the credential.',
	};
}

export function cellTooDeep(column: string): Sentence {
	return {
		message: `A value of column ${quoted(column)} is nested too deeply for a file`,
		description: 'Leave the column out of the query with project-away, or choose another Output than File.',
	};
}

export function expressionInQuery(): Sentence {
	return {
		message: 'An expression puts values into the text of the query',
		description:
			'Add each value under Parameters and write _p_<name> in its place. There it remains a value, whatever it contains. To run the query as it is, set the option Expressions in Query to Warn.',
	};
}

export function valuesInQuery(): string {
	return 'An expression puts values into the query’s text, where they become code: a quote in a file name breaks it. Pass them under Parameters and write _p_<name> instead.';
}
