/** Advice for a query that is too heavy or returns too much; both the API and the result quote it. */
export const narrowQuery =
	'Narrow the time range, filter early, keep fewer columns with project, or count with summarize.';
