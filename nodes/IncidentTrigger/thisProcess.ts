const met = new WeakSet<object>();

/**
 * Whether this is the first poll of an activation: n8n makes a context for each activation and keeps it for the polls that
 * follow [read in 2.41.1 and 1.123.81].
 */
export function isFirstWith(context: object): boolean {
	const isFirst = !met.has(context);
	met.add(context);
	return isFirst;
}
