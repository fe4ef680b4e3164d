import type { Job, Way } from './jobs.mts';
import type { ServiceCounts } from './serviceSettings.mts';

/** What a measuring process does. */
export interface Task {
	readonly job: Job;
	readonly way: Way;
	/** Origin of the service. */
	readonly origin: string;
}

/** One measurement. Memory is the resident set in MB. */
export interface Measured {
	readonly items: number;
	/** Of the nodes, as n8n reports it; without n8n, of the whole job. */
	readonly milliseconds: number;
	/** CPU time of the process in milliseconds, which depends less on what else the computer does. */
	readonly cpuMs: number;
	/** When the job began: everything loaded, a small job done, garbage collected. */
	readonly idleMb: number;
	/** Maximum while the job ran. */
	readonly peakMb: number;
	readonly counts: ServiceCounts;
	/** Why the job failed. */
	readonly error?: string;
}
