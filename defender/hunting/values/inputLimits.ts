/** Limits that this package sets, because Microsoft documents none. Lengths are in UTF-16 units. */

/** Kusto limits strings to about 1 MB; no name, hash, command line or address in a hunt is near this length. */
export const MAX_VALUE_CHARACTERS = 65_536;

/** Entries of a list parameter, or values in a dynamic one. */
export const MAX_LIST_ENTRIES = 10_000;

/** Parameters of one query. More than this comes from a loop that never stops adding them. */
export const MAX_PARAMETERS = 100;

/** Length of the author's query; long lists belong in parameters. */
export const MAX_AUTHOR_CHARACTERS = 200_000;

/** Length of the query with its parameters. 10,000 SHA-256 hashes need 670,000. */
export const MAX_QUERY_CHARACTERS = 1_000_000;
