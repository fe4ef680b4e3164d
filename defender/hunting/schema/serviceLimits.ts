/**
 * Limits of advanced hunting.
 * @see https://learn.microsoft.com/graph/api/security-security-runhuntingquery
 */

/** Maximum rows of one query. The service truncates the result there without a notice. */
export const SERVICE_ROWS = 100_000;

/**
 * Maximum bytes of one result (50 MB), less a margin: truncation keeps rows whole. The service rejects some larger results
 * instead of truncating them.
 */
export const SERVICE_BYTES = 49_000_000;

/** Days for which Defender keeps rows in its own tables. */
export const NATIVE_DAYS = 30;

/** Maximum rows of a split hunt, because all of them are in memory at once. Set by this package, not by the service. */
export const SPLIT_ROWS = 500_000;
