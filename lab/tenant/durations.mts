const DAY = 86_400_000;

const DURATION =
	/^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, 3_600_000, 60_000, 1_000];

/** Milliseconds of an ISO 8601 duration (year 365 days, month 30), or undefined. */
export function readDuration(text: string): number | undefined {
	const parts = DURATION.exec(text);
	if (parts === null) return undefined;
	return Math.round(UNITS.reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0));
}
