import type { ServiceSettings } from './serviceSettings.mts';

/**
 * How a job is done. `ours`: our node. `httpRequest`: HTTP Request, with Split Out for lists. `oneByOne`: HTTP Request inside
 * Loop Over Items, one item at a time. `fetch`: fetch and JSON.parse without n8n.
 */
export type Way = 'ours' | 'httpRequest' | 'oneByOne' | 'fetch';

export type JobKind = 'list' | 'get' | 'update' | 'hunt' | 'poll';

/** Maximum ratios of our node to another way. */
export interface Targets {
	/** Time compared with HTTP Request. */
	readonly time?: number;
	/** Peak memory above idle compared with HTTP Request. */
	readonly memory?: number;
	readonly oneByOne?: number;
	readonly fetch?: number;
	/** Time compared with the shortest time that the service's limit allows. */
	readonly optimum?: number;
}

export interface Job {
	readonly name: string;
	readonly title: string;
	readonly kind: JobKind;
	/** Incidents or rows. */
	readonly size: number;
	readonly latencyMs: number;
	readonly perMinute?: number;
	/** Whether a hunt has numbers beyond 2^53, whose digits other ways change. */
	readonly hasLongs?: boolean;
	/** Whether nothing runs before the job, not even the sign-in. @default false */
	readonly isFirst?: boolean;
	readonly ways: readonly Way[];
	readonly targets: Targets;
}

const PAGE_ROWS = 50;
const LATENCY_MS = 200;

export const JOBS: readonly Job[] = [
	{
		name: 'list5000',
		title: 'List 5,000 incidents, simplified',
		kind: 'list',
		size: 5_000,
		latencyMs: 0,
		ways: ['ours', 'httpRequest', 'fetch'],
		targets: { time: 0.9, memory: 1, fetch: 2 },
	},
	{
		name: 'list1000',
		title: 'List 1,000 incidents',
		kind: 'list',
		size: 1_000,
		latencyMs: LATENCY_MS,
		ways: ['ours', 'httpRequest', 'fetch'],
		targets: { time: 1.05, fetch: 1.1 },
	},
	{
		name: 'get200',
		title: 'Get 200 incidents by ID',
		kind: 'get',
		size: 200,
		latencyMs: LATENCY_MS,
		ways: ['ours', 'httpRequest', 'oneByOne'],
		targets: { time: 2.5, oneByOne: 0.1 },
	},
	{
		name: 'get200throttled',
		title: 'Get 200 incidents by ID, 150 requests a minute',
		kind: 'get',
		size: 200,
		latencyMs: LATENCY_MS,
		perMinute: 150,
		ways: ['ours', 'httpRequest'],
		targets: { optimum: 1.15 },
	},
	{
		name: 'update200',
		title: 'Update 200 incidents: status, tag, comment',
		kind: 'update',
		size: 200,
		latencyMs: LATENCY_MS,
		ways: ['ours', 'httpRequest', 'oneByOne'],
		targets: { time: 3, oneByOne: 0.1 },
	},
	{
		name: 'hunt100000',
		title: 'Hunt with 100,000 rows of 10 columns',
		kind: 'hunt',
		size: 100_000,
		latencyMs: 0,
		ways: ['ours', 'httpRequest', 'fetch'],
		targets: { time: 0.75, memory: 0.7, fetch: 2 },
	},
	{
		name: 'hunt100000longs',
		title: 'The same with integers beyond 2^53, which only our node returns exactly',
		kind: 'hunt',
		size: 100_000,
		latencyMs: 0,
		hasLongs: true,
		ways: ['ours', 'httpRequest', 'fetch'],
		targets: {},
	},
	{
		name: 'idlePoll',
		title: 'Poll without new incidents',
		kind: 'poll',
		size: 1_000,
		latencyMs: 0,
		ways: ['ours'],
		targets: {},
	},
	{
		name: 'get500',
		title: 'Get 500 incidents by ID with one sign-in',
		kind: 'get',
		size: 500,
		latencyMs: 0,
		isFirst: true,
		ways: ['ours'],
		targets: {},
	},
];

/** Sizes whose time and memory show how the cost grows. */
export const GROWTH_SIZES = [100, 1_000, 10_000, 50_000] as const;

/** The job of another size. */
export function growthJob(kind: 'list' | 'hunt', size: number): Job {
	const title = `${kind === 'list' ? 'List' : 'Hunt'}, ${size.toLocaleString('en-US')}`;
	const ways: Job['ways'] = ['ours', 'httpRequest'];
	return { name: `${kind}-${size}`, title, kind, size, latencyMs: 0, ways, targets: {} };
}

/** The service of a job. */
export function serviceOf({ kind, size, latencyMs, perMinute, hasLongs = false }: Job): ServiceSettings {
	return {
		incidents: kind === 'hunt' ? 0 : size,
		rows: kind === 'hunt' ? size : 0,
		latencyMs,
		hasLongs,
		...(perMinute === undefined ? {} : { perMinute }),
	};
}

/** Number of input items. */
export function inputsOf({ kind, size }: Job): number {
	return kind === 'get' || kind === 'update' ? size : 1;
}

/** Number of items that the job returns. */
export function outputsOf({ kind, size }: Job): number {
	return kind === 'poll' ? 0 : size;
}

/** The smallest number of requests with which the job can be done. */
export function minimumRequests({ kind, size }: Job): number {
	switch (kind) {
		case 'list':
			return Math.ceil(size / PAGE_ROWS);
		case 'get':
			return size;
		case 'update':
			// Read, PATCH and comment.
			return size * 3;
		case 'hunt':
		case 'poll':
			return 1;
	}
}

/** Milliseconds that the service's limit requires for the requests of a job; undefined without a limit. */
export function optimumMs(job: Job): number | undefined {
	const { perMinute } = job;
	return perMinute === undefined ? undefined : (Math.ceil(minimumRequests(job) / perMinute) - 1) * 60_000;
}
