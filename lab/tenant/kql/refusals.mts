/** A query the service would refuse, or one this practice tenant cannot run. The message is the answer. */
export class QueryRefused extends Error {}

/** The position of a character, as the service counts: line and column from 1. */
export function positionOf(text: string, offset: number): string {
	const before = text.slice(0, Math.max(0, offset));
	const lines = before.split(/\r\n|\r|\n/u);
	return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** What KQL has and this practice tenant has not; worded so that it cannot be mistaken for Microsoft's message. */
export function unsupported(what: string, position: string): QueryRefused {
	return new QueryRefused(
		`The practice tenant does not support ${what} (${position}). Microsoft's service may accept it; rewrite the query for practice.`,
	);
}

/** What advanced hunting has and this practice tenant has not, because it reads data from elsewhere. */
export function elsewhere(what: string, position: string): QueryRefused {
	return new QueryRefused(
		`The practice tenant does not support ${what} (${position}): it reads data from outside the tenant. Microsoft's service may accept it.`,
	);
}

/** What the hunting service itself refuses although the language allows it. */
export function forbidden(what: string, position: string): QueryRefused {
	return new QueryRefused(`${what} (${position}). Fix semantic errors in your query.`);
}
