import { CONVERSIONS } from './conversions.mts';
import { DYNAMICS } from './dynamics.mts';
import { ENCODINGS } from './encodings.mts';
import type { ScalarFunction } from './function.mts';
import { NUMBERS } from './numbers.mts';
import { PATTERNS } from './patterns.mts';
import { STRINGS } from './strings.mts';
import { TIMES } from './times.mts';

/** Every built-in scalar function the practice tenant runs, by its KQL name; iff, case and coalesce are conditional. */
export const SCALAR_FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
	[CONVERSIONS, DYNAMICS, ENCODINGS, NUMBERS, PATTERNS, STRINGS, TIMES].flatMap((table) =>
		Object.entries(table),
	),
);
