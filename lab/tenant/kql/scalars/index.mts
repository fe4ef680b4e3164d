import { ARRAYS } from './arrays.mts';
import { BITS } from './bits.mts';
import { CONVERSIONS } from './conversions.mts';
import { DYNAMICS } from './dynamics.mts';
import { ENCODINGS } from './encodings.mts';
import type { ScalarFunction } from './function.mts';
import { NETWORKS } from './networks.mts';
import { NUMBERS } from './numbers.mts';
import { PARSING } from './parsing.mts';
import { PATTERNS } from './patterns.mts';
import { STRINGS } from './strings.mts';
import { TEXTS } from './texts.mts';
import { TIMES } from './times.mts';

/** Every built-in scalar function the practice tenant runs, by its KQL name; iff, case and coalesce are conditional. */
export const SCALAR_FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
	[
		ARRAYS,
		BITS,
		CONVERSIONS,
		DYNAMICS,
		ENCODINGS,
		NETWORKS,
		NUMBERS,
		PARSING,
		PATTERNS,
		STRINGS,
		TEXTS,
		TIMES,
	].flatMap((table) => Object.entries(table)),
);
