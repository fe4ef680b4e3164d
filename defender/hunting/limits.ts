/** Most rows one hunting query returns; the service cuts silently there. Source: Graph `security: runHuntingQuery`, limits. */
export const SERVICE_ROWS = 100_000;

/** Days of raw data Defender's own tables hold, whatever time range is asked. Source: Graph `security: runHuntingQuery`, Timespan. */
export const NATIVE_DAYS = 30;

/**
 * Longest parameter value, in UTF-16 units. Ours: Kusto's strings end near 1 MB, and no name, hash, command line or
 * address of a hunt comes near this.
 */
export const VALUE_CHARACTERS = 65_536;

/** Most entries of a list parameter. Ours: keeps the query's text small enough to be sent and read. */
export const LIST_ENTRIES = 10_000;
