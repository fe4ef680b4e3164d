/** Minimum and maximum of each number. */
export const RANGES = {
	lookBack: [5, 1_440],
	maxPerPoll: [1, 500],
	settleMinutes: [0, 1_440],
	sweepMinutes: [0, 1_440],
} as const;
