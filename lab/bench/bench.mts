import { GROWTH_SIZES, growthJob, outputsOf, type Job, type Way } from './jobs.mts';
import { startN8nRunner } from './n8nRunner.mts';
import { measureColdStart, measureInEngine, startService } from './processes.mts';
import type { BenchReport } from './report.mts';
import { median, summarizeJob, type JobSummary } from './summary.mts';
import type { Measured, Task } from './task.mts';

export interface BenchOptions {
	readonly jobs: readonly Job[];
	/** Measurements of each way. */
	readonly pairs: number;
	readonly growthSizes: readonly number[];
	/** Measures in a real n8n. */
	readonly isReal: boolean;
	readonly measuresColdStart: boolean;
	/** Shows the progress. */
	readonly note: (line: string) => void;
}

export const ALL_GROWTH_SIZES: readonly number[] = GROWTH_SIZES;

/** One by one takes minutes and varies little. */
const ONCE: readonly Way[] = ['oneByOne'];
/** The engine polls; in a real n8n, a poll would wait for its schedule. */
const isMeasurable = ({ kind }: Job, isReal: boolean) => !isReal || kind !== 'poll';

/** Measures the jobs. @throws Error if our node does not return what the job asks for */
export async function runBench(options: BenchOptions): Promise<Omit<BenchReport, 'command'>> {
	const { pairs, isReal, note } = options;
	const service = await startService();
	const n8n = isReal ? await startN8nRunner() : undefined;
	const measure = async (task: Task) =>
		n8n === undefined || task.way === 'fetch' ? await measureInEngine(task) : await n8n.measure(task);
	const summarize = async (list: readonly Job[]): Promise<readonly JobSummary[]> => {
		const summaries: JobSummary[] = [];
		for (const job of list.filter((one) => isMeasurable(one, isReal))) {
			note(job.title);
			summaries.push(summarizeJob(job, await measureJob(job, pairs, service.origin, measure)));
		}
		return summaries;
	};
	try {
		const jobs = await summarize(options.jobs);
		const sizes = options.growthSizes;
		const growth = await summarize([
			...sizes.map((size) => growthJob('list', size)),
			...sizes.map((size) => growthJob('hunt', size)),
		]);
		const cold = options.measuresColdStart ? await coldStart(pairs, service.origin) : {};
		return { place: isReal ? 'n8n' : 'engine', node: process.versions.node, pairs, jobs, growth, ...cold };
	} finally {
		service.close();
		await n8n?.close();
	}
}

/** Ways alternate, so that a slower minute of the computer affects all of them. */
async function measureJob(
	job: Job,
	pairs: number,
	origin: string,
	measure: (task: Task) => Promise<Measured>,
): Promise<ReadonlyMap<Way, readonly Measured[]>> {
	const runs = new Map<Way, Measured[]>(job.ways.map((way) => [way, []]));
	for (let pair = 0; pair < pairs; pair += 1) {
		for (const [way, measured] of runs) {
			if (pair > 0 && ONCE.includes(way)) continue;
			const one = await measure({ job, way, origin });
			if (way === 'ours' && (one.error !== undefined || one.items !== outputsOf(job)))
				throw new Error(`${job.title}: ${one.items} items. ${one.error ?? ''}`);
			measured.push(one);
		}
	}
	return runs;
}

async function coldStart(pairs: number, origin: string): Promise<Pick<BenchReport, 'coldStart'>> {
	const runs = [];
	for (let run = 0; run < pairs; run += 1) runs.push(await measureColdStart(origin));
	return {
		coldStart: {
			loadMs: median(runs.map(({ loadMs }) => loadMs)),
			firstExecutionMs: median(runs.map(({ firstExecutionMs }) => firstExecutionMs)),
			hasMsal: runs.some(({ hasMsal }) => hasMsal),
		},
	};
}
