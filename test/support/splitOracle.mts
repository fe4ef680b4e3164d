/**
 * A hunting service in memory, and the rows that a split hunt must return. Written without any code of the package: instants
 * are numbers of 100-ns ticks as `bigint`.
 */
export interface SplitEvent {
	readonly ticks: bigint;
	readonly name: string;
}

/** Which ends `Timespan` includes. */
export type Ends = '[]' | '[)' | '(]' | '()';

export interface ServiceHabits {
	readonly ends: Ends;
	/** Maximum rows of a response. */
	readonly maximum: number;
	/** What the service does with more rows. */
	readonly excess: 'truncate' | 'refuse';
	/** Instant of the tenant. */
	readonly now: bigint;
	/** Order of the rows in a response; `mixed` without a sort. */
	readonly order: 'asc' | 'desc' | 'mixed';
}

const TICKS_PER_MS = 10_000n;

export function ticksOf(text: string): bigint {
	const [, second = '', fraction = ''] = /^(.{19})(?:\.(\d{1,7}))?Z$/.exec(text) ?? [];
	const millis = Date.parse(`${second}Z`);
	if (Number.isNaN(millis)) throw new Error(`no instant: ${text}`);
	return BigInt(millis) * TICKS_PER_MS + BigInt(fraction.padEnd(7, '0'));
}

export function textOf(ticks: bigint): string {
	const second = ticks / 10_000_000n;
	const fraction = String(ticks % 10_000_000n).padStart(7, '0');
	return `${new Date(Number(second) * 1_000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** Returns the events of one request, and whether there are more than the service returns. */
export function answerHunt(
	events: readonly SplitEvent[],
	timespan: string,
	{ ends, maximum, order }: ServiceHabits,
): { readonly events: readonly SplitEvent[]; readonly isTooLarge: boolean } {
	const [from, to] = timespan.split('/').map(ticksOf);
	if (from === undefined) throw new Error('no start');
	const found = events.filter(({ ticks }) => {
		if (ticks < from || (ends.startsWith('(') && ticks === from)) return false;
		return to === undefined || ticks < to || (ends.endsWith(']') && ticks === to);
	});
	const sign = order === 'asc' ? 1 : -1;
	const sorted = order === 'mixed' ? found : found.toSorted((a, b) => sign * Number(a.ticks - b.ticks));
	return { events: sorted.slice(0, maximum), isTooLarge: sorted.length >= maximum };
}

/** How many times each line occurs. */
export function countLines(lines: readonly string[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
	return counts;
}

export const lineOf = ({ ticks, name }: SplitEvent) => `${textOf(ticks)} ${name}`;

/** The largest number of events in any period of that length. */
export function densest(events: readonly SplitEvent[], length: bigint): number {
	const times = events.map(({ ticks }) => ticks).sort((a, b) => Number(a - b));
	let start = 0;
	let most = 0;
	times.forEach((time, index) => {
		while (time - (times[start] ?? time) > length) start += 1;
		most = Math.max(most, index - start + 1);
	});
	return most;
}
