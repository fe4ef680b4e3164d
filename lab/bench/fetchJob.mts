import type { Job } from './jobs.mts';
import { HUNT_PATH, INCIDENTS_PATH } from './serviceSettings.mts';

/** Does a job with fetch and JSON.parse alone, and returns the number of rows, which stay in memory until the end. */
export async function fetchJob({ kind }: Job, origin: string): Promise<number> {
	if (kind === 'hunt') {
		const response = await fetch(origin + HUNT_PATH, { method: 'POST', body: '{}' });
		return (JSON.parse(await response.text()) as { results: unknown[] }).results.length;
	}
	const rows: unknown[] = [];
	for (let url: string | undefined = origin + INCIDENTS_PATH; url !== undefined; ) {
		const text = await (await fetch(url)).text();
		const page = JSON.parse(text) as { value: unknown[]; '@odata.nextLink'?: string };
		rows.push(...page.value);
		url = page['@odata.nextLink'];
	}
	return rows.length;
}
