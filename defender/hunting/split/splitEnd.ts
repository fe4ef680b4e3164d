import type { DefenderError } from '../../core/errors';
import type { Hunt, IncompleteReason } from '../result/rows';
import { SPLIT_ROWS } from '../schema/serviceLimits';
import * as result from '../sentences/huntResultText';
import * as say from '../sentences/splitText';
import type { SlicePlan } from './slicePlan';
import type { SliceRows } from './sliceRows';

/** Why no further slice was requested. */
export type SplitStop =
	/** Every slice was requested. */
	| { readonly kind: 'done' }
	/** There are more rows than the user or this package accepts. */
	| { readonly kind: 'full' }
	| { readonly kind: 'slices' }
	/** `wait`: the maximum wait of this execution is over. */
	| { readonly kind: 'wait' | 'failed'; readonly error: DefenderError };

/** The user's maximum numbers. */
export interface SplitLimits {
	readonly limit: number | 'all';
	/** Maximum number of slices. */
	readonly splitMax: number;
}

interface Shortage {
	readonly because: IncompleteReason;
	readonly text: string;
}

/**
 * Returns whether the rows of a split hunt are complete, and a text for each reason why they are not. The first reason is
 * the most important one.
 */
export function describeSplit(
	stop: SplitStop,
	limits: SplitLimits,
	plan: Pick<SlicePlan, 'covered' | 'gaps'>,
	rows: Pick<SliceRows, 'malformed' | 'reported' | 'rows'>,
): { readonly complete: Hunt['complete']; readonly text: string | undefined } {
	const shortages = [
		...shortagesOfStop(stop, limits, plan),
		...shortagesOfGaps(plan),
		...shortagesOfRows(rows),
	];
	const [first] = shortages;
	if (first === undefined) return { complete: true, text: undefined };
	const covered = plan.covered === undefined ? {} : { covered: plan.covered };
	return {
		complete: { because: first.because, ...covered },
		text: shortages.map(({ text }) => text).join(' '),
	};
}

function shortagesOfStop(
	stop: SplitStop,
	{ limit, splitMax }: SplitLimits,
	{ covered }: Pick<SlicePlan, 'covered'>,
): readonly Shortage[] {
	switch (stop.kind) {
		case 'done':
			return [];
		case 'full':
			return limit === 'all' || limit > SPLIT_ROWS
				? [{ because: 'rowMaximum', text: say.rowMaximumReached(SPLIT_ROWS, covered) }]
				: [{ because: 'limit', text: result.limitReached(limit) }];
		case 'slices':
			return [{ because: 'budget', text: say.slicesExhausted(splitMax, covered) }];
		case 'wait':
			return [{ because: 'budget', text: say.waitExhausted(stop.error.message, covered) }];
		case 'failed':
			return [{ because: 'sliceError', text: say.sliceFailed(stop.error.message, covered) }];
	}
}

function shortagesOfGaps({ gaps }: Pick<SlicePlan, 'gaps'>): readonly Shortage[] {
	if (gaps.length === 0) return [];
	return [{ because: 'sliceFloor', text: say.slicesTooDense(gaps.map(({ from }) => from)) }];
}

function shortagesOfRows({
	malformed,
	reported,
	rows,
}: Pick<SliceRows, 'malformed' | 'reported' | 'rows'>): readonly Shortage[] {
	const shortages: Shortage[] = [];
	if (reported !== undefined)
		shortages.push({ because: 'serviceError', text: result.incompleteByError(rows.length, reported) });
	if (malformed > 0) shortages.push({ because: 'malformedRows', text: result.malformedRows(malformed) });
	return shortages;
}
