/** UTC text with the service's seven fractional digits, `YYYY-MM-DDTHH:mm:ss.fffffffZ`: text order is time order. */
export type InstantText = string;

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** 100-nanosecond steps in one second. */
const TICKS_PER_SECOND = 10_000_000;
const TICKS_PER_MS = 10_000n;
/** .NET ticks (since year 1) of the Unix epoch; the service builds alert ids from such ticks. */
const EPOCH_IN_DOTNET_TICKS = 621_355_968_000_000_000n;

const ISO_UTC = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,7}))?Z$/;

function toTicks(text: string): bigint {
	const match = ISO_UTC.exec(text);
	const milliseconds = match === null ? Number.NaN : Date.parse(`${match[1] ?? ''}Z`);
	if (match === null || Number.isNaN(milliseconds)) {
		throw new RangeError(`"${text}" is not an ISO 8601 instant in UTC, such as 2026-11-22T03:00:00Z.`);
	}
	return BigInt(milliseconds) * TICKS_PER_MS + BigInt((match[2] ?? '').padEnd(7, '0'));
}

function fromTicks(ticks: bigint): InstantText {
	const seconds = ticks / BigInt(TICKS_PER_SECOND);
	const fraction = String(ticks % BigInt(TICKS_PER_SECOND)).padStart(7, '0');
	return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** The instant `seconds` (may be negative or fractional, to 100 ns) after `instant`. */
export function shift(instant: InstantText, seconds: number): InstantText {
	return fromTicks(toTicks(instant) + BigInt(Math.round(seconds * TICKS_PER_SECOND)));
}

/** `now` in the normal form. Throws a RangeError for anything that is not ISO 8601 in UTC. */
export function normalInstant(now: string): InstantText {
	return fromTicks(toTicks(now));
}

/** The instant as .NET ticks, 18 digits: the first half of an endpoint alert's id. */
export function dotnetTicks(instant: InstantText): string {
	return String(toTicks(instant) + EPOCH_IN_DOTNET_TICKS);
}
