/** What the measured service contains and how it responds. */
export interface ServiceSettings {
	readonly incidents: number;
	/** Rows of a hunt. */
	readonly rows: number;
	/** Whether a hunt has numbers beyond 2^53. @default false */
	readonly hasLongs?: boolean;
	/** Milliseconds before each response. */
	readonly latencyMs: number;
	/** Requests that the service accepts in a minute; it rejects others with status 429. */
	readonly perMinute?: number;
}

/** What the service has done since it was prepared. */
export interface ServiceCounts {
	/** Accepted requests to the API. */
	readonly requests: number;
	/** Requests with status 429. */
	readonly rejected: number;
	readonly tokens: number;
	/** Bytes of all bodies that it sent. */
	readonly bytes: number;
}

export const PREPARE_PATH = '/control/prepare';
export const COUNTS_PATH = '/control/counts';
export const INCIDENTS_PATH = '/v1.0/security/incidents';
export const HUNT_PATH = '/v1.0/security/runHuntingQuery';
export const TENANT_ID = '0b0e4c5e-3f2a-4d7c-9a51-6d1f2f8c7b10';

/** ID of the incident at an index. */
export const incidentId = (index: number): string => String(100_000 + index);

/** Changes the service's contents and sets its counts to zero. */
export async function prepareService(origin: string, settings: ServiceSettings): Promise<void> {
	const response = await fetch(origin + PREPARE_PATH, { method: 'POST', body: JSON.stringify(settings) });
	if (!response.ok) throw new Error(`The service was not prepared: ${await response.text()}`);
	await response.arrayBuffer();
}

/** Reads what the service has done. */
export async function readCounts(origin: string): Promise<ServiceCounts> {
	return (await (await fetch(origin + COUNTS_PATH)).json()) as ServiceCounts;
}
