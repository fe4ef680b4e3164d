import { graphCapabilities } from '../../../defender/api/graph.ts';
import type { ListRequest, SecurityApi } from '../../../defender/api/securityApi.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { trouble } from '../defenderErrors.mts';
import { START } from '../fakeHost.mts';
import { IncidentPages, type ListHabits } from './incidentPages.mts';

/** The incidents behind an API. */
export interface IncidentSource {
	/** All that are visible now, in the order in which they were added. */
	readonly incidents: (alerts: boolean) => readonly Incident[];
	/** Called before each call with its number, counted from 1; may change the incidents, and throw the call's error. */
	readonly beforeCall: (call: number) => void;
}

export interface MemoryApi extends SecurityApi {
	/** The list requests so far. */
	readonly requests: readonly ListRequest[];
}

/** The API of incidents in memory, which others may change before each call. It accepts no writes and no hunts. */
export function memoryApi({ incidents, beforeCall }: IncidentSource, habits: ListHabits): MemoryApi {
	const requests: ListRequest[] = [];
	const pages = new IncidentPages(() => incidents(false), habits);
	let calls = 0;
	const none = async () => await Promise.reject(new Error('no write and no hunt was expected'));
	return {
		can: { ...graphCapabilities, pageMax: habits.pageMax, sortsLists: habits.order !== 'notOffered' },
		requests,
		listIncidents: async (request) => {
			requests.push(request);
			beforeCall(++calls);
			return await Promise.resolve(pages.read(request));
		},
		getIncident: async (id, { alerts }) => {
			beforeCall(++calls);
			const found = incidents(alerts).find((one) => one.id === id);
			if (found === undefined) throw trouble({ kind: 'notFound' });
			return await Promise.resolve(found);
		},
		patchIncident: none,
		addComment: none,
		runHunt: none,
		serviceTime: () => START,
		parallelism: 5,
		isServiceTimeKnown: () => true,
	};
}

/** The API of these incidents. The test may replace elements of the list at any time. */
export const listApi = (
	incidents: readonly Incident[],
	habits: ListHabits,
	beforeCall: IncidentSource['beforeCall'] = () => undefined,
): MemoryApi => memoryApi({ incidents: () => incidents, beforeCall }, habits);
