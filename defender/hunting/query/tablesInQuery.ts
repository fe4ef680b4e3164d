import { nativeTables } from '../schema/nativeTables';
import { namesIn } from './kqlWords';
import type { HuntQuery } from './parseQuery';

/**
 * Returns Defender's own tables that a query names, in order of first use. A column or variable can have a table's name, so
 * the result is good enough for hints only.
 */
export function tablesInQuery({ words }: HuntQuery): readonly string[] {
	return [...namesIn(words)].filter((name) => nativeTables.has(name));
}
