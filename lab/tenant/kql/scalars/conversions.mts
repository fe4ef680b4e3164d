import { convert } from '../conversion.mts';
import type { ScalarType } from '../types.mts';
import type { FunctionTable, ScalarFunction } from './function.mts';

const to =
	(type: ScalarType): ScalarFunction =>
	(args, call) =>
		convert(args[0] ?? null, call.types[0] ?? 'dynamic', type);

export const CONVERSIONS: FunctionTable = {
	tostring: to('string'),
	toint: to('int'),
	tolong: to('long'),
	toreal: to('real'),
	todouble: to('real'),
	todecimal: to('decimal'),
	tobool: to('bool'),
	toboolean: to('bool'),
	todatetime: to('datetime'),
	totimespan: to('timespan'),
	toguid: to('guid'),
	isnull: (args, call) => call.types[0] !== 'string' && (args[0] ?? null) === null,
	isnotnull: (args, call) => call.types[0] === 'string' || (args[0] ?? null) !== null,
	notnull: (args, call) => call.types[0] === 'string' || (args[0] ?? null) !== null,
	not: (args, call) => {
		const value = convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'bool');
		return typeof value === 'boolean' ? !value : null;
	},
};
