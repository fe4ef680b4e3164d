/** Most rows one hunting query returns; the service cuts silently there. Source: Graph `security: runHuntingQuery`, limits. */
export const SERVICE_ROWS = 100_000;

/**
 * About as many bytes as one hunting query returns at most (50 MB). A little less, since a cut keeps rows whole; the service
 * refuses some results that are larger instead of cutting them. Source: Graph `security: runHuntingQuery`, limits.
 */
export const SERVICE_BYTES = 49_000_000;

/** Days of raw data Defender's own tables hold, whatever time range is asked. Source: Graph `security: runHuntingQuery`, Timespan. */
export const NATIVE_DAYS = 30;

/**
 * Longest parameter value, in UTF-16 units. Ours: Kusto's strings end near 1 MB, and no name, hash, command line or
 * address of a hunt comes near this.
 */
export const VALUE_CHARACTERS = 65_536;

/** Most entries of a list parameter, and values in a dynamic one. Ours: keeps the query's text small enough to be sent and read. */
export const LIST_ENTRIES = 10_000;

/** Most parameters of one query. Ours: more than any query names; a loop that adds them without end is told. */
export const PARAMETERS = 100;

/**
 * Longest query of an author, in UTF-16 units. Ours, because the service documents none: long lists belong in
 * parameters.
 */
export const AUTHOR_CHARACTERS = 200_000;

/**
 * Longest text that is sent, parameters included, in UTF-16 units. Ours, because the service documents none: 10,000
 * SHA-256 hashes take 670,000.
 */
export const QUERY_CHARACTERS = 1_000_000;
