/**
 * Finds the table that the service does not have in its message about a query. It uses the same message for a misspelled
 * name and for a table of a product without a license.
 * @param tables the tables of the query
 * @returns undefined if the message is about something else
 */
export function missingTable(message: string, tables: readonly string[]): string | undefined {
	const isUnresolved =
		/\bresolve\b|does not refer to|could not be resolved|was not found|is not recognized/i.test(message);
	if (!isUnresolved) return undefined;
	return tables.find((table) => message.includes(`'${table}'`) || message.includes(`"${table}"`));
}
