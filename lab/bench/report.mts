import type { JobSummary, WaySummary } from './summary.mts';

/** Everything that one run of the benchmark measured. */
export interface BenchReport {
	readonly command: string;
	/** `engine`: n8n's engine, a process for each measurement. `n8n`: a real n8n. */
	readonly place: 'engine' | 'n8n';
	readonly node: string;
	readonly pairs: number;
	readonly jobs: readonly JobSummary[];
	readonly growth: readonly JobSummary[];
	readonly coldStart?: ColdStart;
}

/** Milliseconds of a new process. */
export interface ColdStart {
	/** For loading all nodes and credentials of the package. */
	readonly loadMs: number;
	/** For the first execution, with sign-in; without latency of the service. */
	readonly firstExecutionMs: number;
	readonly hasMsal: boolean;
}

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

const seconds = (ms: number) => (ms < 9_950 ? (ms / 1_000).toFixed(2) : (ms / 1_000).toFixed(1));
const whole = (value: number) => Math.round(value).toLocaleString('en-US');

/** Writes the report as tables in Markdown. */
export function reportText({ jobs, growth, coldStart, ...facts }: BenchReport): string {
	const place = facts.place === 'n8n' ? 'in a real n8n' : "in n8n's engine, each in a new process";
	const lines = [
		`Medians of ${facts.pairs} alternating runs ${place}, Node ${facts.node}: \`${facts.command}\``,
		'',
		...(jobs.length === 0 ? [] : table(JOB_HEAD, jobs.map(jobRow))),
		...(growth.length === 0 ? [] : ['', ...table(GROWTH_HEAD, growth.map(growthRow))]),
		...(coldStart === undefined ? [] : ['', coldStartText(coldStart)]),
	];
	return lines.join('\n');
}

/** Replaces the figures in a document, between its two markers. @throws Error without markers */
export function withReport(document: string, report: string): string {
	const [start, end] = [document.indexOf(START), document.indexOf(END)];
	if (start < 0 || end < start) throw new Error(`The document has no ${START} before ${END}.`);
	return `${document.slice(0, start + START.length)}\n\n${report}\n\n${document.slice(end)}`;
}

const JOB_HEAD = [
	'Job',
	'This package',
	'HTTP Request',
	'One by one',
	'fetch',
	'Time ratio (target)',
	'Memory ratio (target)',
	'Requests / minimum',
	'Sign-ins',
	'MB received',
];
const GROWTH_HEAD = [
	'Job',
	'Time',
	'Time per 1,000',
	'Memory',
	'HTTP Request',
	'Its memory',
	'Requests / minimum',
];

function jobRow(job: JobSummary): readonly string[] {
	const { ours, httpRequest, oneByOne, fetch } = job.ways;
	return [
		job.title,
		wayText(ours),
		wayText(httpRequest),
		oneByOne === undefined ? '' : `${seconds(oneByOne.milliseconds)} s`,
		fetch === undefined ? '' : `${seconds(fetch.milliseconds)} s`,
		ratioText(job, ['time', 'oneByOne', 'fetch', 'optimum']),
		ratioText(job, ['memory']),
		requestsText(job),
		ours === undefined ? '' : whole(ours.tokens),
		ours === undefined ? '' : (ours.bytes / 1_000_000).toFixed(1),
	];
}

function growthRow(job: JobSummary): readonly string[] {
	const { ours, httpRequest } = job.ways;
	const items = ours?.items ?? 0;
	return [
		job.title,
		ours === undefined ? '' : `${seconds(ours.milliseconds)} s`,
		ours === undefined || items === 0 ? '' : `${whole((ours.milliseconds / items) * 1_000)} ms`,
		ours === undefined ? '' : `${whole(ours.memoryMb)} MB`,
		httpRequest === undefined ? '' : `${seconds(httpRequest.milliseconds)} s`,
		httpRequest === undefined ? '' : `${whole(httpRequest.memoryMb)} MB`,
		requestsText(job),
	];
}

function wayText(way: WaySummary | undefined): string {
	if (way === undefined) return '';
	if (way.error !== undefined) return `fails, ${whole(way.items)} items, ${whole(way.rejected)} rejected`;
	return `${seconds(way.milliseconds)} s, ${whole(way.memoryMb)} MB`;
}

const BASES = {
	time: '',
	memory: '',
	oneByOne: ' of one by one',
	fetch: ' of fetch',
	optimum: ' of the optimum',
};

function ratioText({ ratios, targets, missed }: JobSummary, names: readonly (keyof typeof BASES)[]): string {
	return names
		.flatMap((name) => {
			const [ratio, target] = [ratios[name], targets[name]];
			if (ratio === undefined) return [];
			const limit = target === undefined ? '' : ` (${target}${missed.includes(name) ? ', missed' : ''})`;
			return [`${ratio.toFixed(2)}${BASES[name]}${limit}`];
		})
		.join('; ');
}

function requestsText({ ways, minimumRequests }: JobSummary): string {
	const { ours } = ways;
	return ours === undefined ? '' : `${whole(ours.requests)} / ${whole(minimumRequests)}`;
}

function coldStartText({ loadMs, firstExecutionMs, hasMsal }: ColdStart): string {
	const library = hasMsal ? 'with' : 'without';
	return `Loading all nodes and credentials: ${whole(loadMs)} ms, ${library} MSAL (target 40 ms). First execution in a new process, with sign-in: ${whole(firstExecutionMs)} ms (target 250 ms).`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	const all = [head, ...rows];
	const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
