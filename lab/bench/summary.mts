import { minimumRequests, optimumMs, type Job, type Targets, type Way } from './jobs.mts';
import type { Measured } from './task.mts';

/** The medians of one way. Times in milliseconds, memory in MB above idle. */
export interface WaySummary {
	readonly runs: number;
	readonly milliseconds: number;
	readonly cpuMs: number;
	readonly memoryMb: number;
	readonly requests: number;
	readonly rejected: number;
	readonly tokens: number;
	readonly bytes: number;
	readonly items: number;
	readonly error?: string;
}

/** How our node compares with the other ways of one job. */
export interface JobSummary {
	readonly name: string;
	readonly title: string;
	readonly minimumRequests: number;
	readonly ways: Readonly<Partial<Record<Way, WaySummary>>>;
	readonly ratios: Readonly<Partial<Record<keyof Targets, number>>>;
	readonly targets: Targets;
	/** Names of the targets that our node misses. */
	readonly missed: readonly string[];
}

/** Returns the middle value; of an even number of values, the larger of the two. */
export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Summarizes the measurements of one job. */
export function summarizeJob(job: Job, runs: ReadonlyMap<Way, readonly Measured[]>): JobSummary {
	const ways: Partial<Record<Way, WaySummary>> = {};
	for (const [way, measured] of runs) ways[way] = summarizeWay(measured);
	const ratios = ratiosOf(job, ways);
	const missed = Object.entries(job.targets).flatMap(([name, target]) => {
		const ratio = ratios[name as keyof Targets];
		return ratio !== undefined && ratio > target ? [name] : [];
	});
	const { name, title, targets } = job;
	return { name, title, minimumRequests: minimumRequests(job), ways, ratios, targets, missed };
}

function summarizeWay(runs: readonly Measured[]): WaySummary {
	const middle = (value: (one: Measured) => number) => median(runs.map(value));
	const error = runs.find((one) => one.error !== undefined)?.error;
	return {
		runs: runs.length,
		milliseconds: Math.round(middle(({ milliseconds }) => milliseconds)),
		cpuMs: Math.round(middle(({ cpuMs }) => cpuMs)),
		memoryMb: middle(({ idleMb, peakMb }) => peakMb - idleMb),
		requests: middle(({ counts }) => counts.requests),
		rejected: middle(({ counts }) => counts.rejected),
		tokens: middle(({ counts }) => counts.tokens),
		bytes: middle(({ counts }) => counts.bytes),
		items: middle(({ items }) => items),
		...(error === undefined ? {} : { error }),
	};
}

/** A way that failed is no basis for a comparison. */
function ratiosOf(job: Job, ways: Partial<Record<Way, WaySummary>>): JobSummary['ratios'] {
	const { ours, httpRequest, oneByOne, fetch } = ways;
	if (ours === undefined) return {};
	const time = ours.milliseconds;
	const compared: readonly (readonly [keyof Targets, number, number | undefined])[] = [
		['time', time, timeOf(httpRequest)],
		['memory', ours.memoryMb, httpRequest?.error === undefined ? httpRequest?.memoryMb : undefined],
		['oneByOne', time, timeOf(oneByOne)],
		['fetch', time, timeOf(fetch)],
		['optimum', time, optimumMs(job)],
	];
	return Object.fromEntries(
		compared.flatMap(([name, value, other]) =>
			other === undefined || other === 0 ? [] : [[name, Math.round((value / other) * 100) / 100]],
		),
	);
}

function timeOf(way: WaySummary | undefined): number | undefined {
	return way?.error === undefined ? way?.milliseconds : undefined;
}
