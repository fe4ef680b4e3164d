import type { Incident } from '../../incidents/incident';
import { readHuntIncident } from './readHuntIncident';
import type { HuntSource } from './requestBudget';

/**
 * The incident that hunts of one execution read last. Several hunts around one incident read it once. Only one incident is
 * kept, because one with all its alerts may have many megabytes.
 */
export class LatestIncident {
	private latest: { readonly id: string; readonly incident: Promise<Incident> } | undefined;

	/** Reads an incident with its alerts. A failed read is not kept. @throws DefenderError */
	async read(api: Pick<HuntSource, 'getIncident'>, id: string): Promise<Incident> {
		if (this.latest?.id === id) return await this.latest.incident;
		const read = { id, incident: readHuntIncident(api, id) };
		this.latest = read;
		void read.incident.catch(() => {
			if (this.latest === read) this.latest = undefined;
		});
		return await read.incident;
	}
}
