import type { Sentence } from '../../defender/core/sentence';

export function expressionInQueryRefused(): Sentence {
	return {
		message: 'An expression inserts values into the query text',
		description:
			'Add each value under Parameters and write _p_<name> in its place. A parameter remains a value, whatever it contains. To run the query unchanged, set Expressions in Query to Warn.',
	};
}

export function expressionInQueryHint(): string {
	return 'An expression inserts values into the query text, where they become code: a quote in a file name breaks the query. Add the values under Parameters and write _p_<name> instead.';
}

export function manyHunts(items: number): string {
	return `Each of the ${items} items runs its own hunt, and Microsoft limits hunts per minute for the whole tenant. Pass all values as one parameter of type String List, and turn on Execute Once in the node’s settings.`;
}
