import type { SecurityApi } from '../../defender/api/securityApi.ts';
import type { Notice } from '../../defender/core/notices.ts';
import { EVERYTHING } from '../../defender/incidents/query.ts';
import { IncidentReader } from '../../defender/tasks/read/incidentReader.ts';
import { BASIC_READ, type ReadSettings } from '../../defender/tasks/read/readSettings.ts';
import { at, incident } from './incidents.mts';

const minute = (minutes: number) => at(new Date(Date.UTC(2026, 10, 22) - minutes * 60_000).toISOString());
/** Incident `id`, last updated so many minutes ago. */
export const listedIncident = (id: number, more: object = {}) =>
	incident({ id: String(id), createdDateTime: minute(id + 1), lastUpdateDateTime: minute(id), ...more });
/** @param apart minutes between them */
export const listedIncidents = (count: number, apart = 1) =>
	Array.from({ length: count }, (_, place) =>
		listedIncident(place + 1, {
			createdDateTime: minute(place * apart + 2),
			lastUpdateDateTime: minute(place * apart + 1),
		}),
	);
const request = (more: Partial<ReadSettings> = {}): ReadSettings => ({
	...BASIC_READ,
	query: EVERYTHING,
	limit: 'all',
	...more,
});
/** A reader with its notices. */
export function noticeReader(api: SecurityApi) {
	const notices: Notice[] = [];
	const reader = new IncidentReader(api, (notice) => notices.push(notice));
	return {
		read: async (more: Partial<ReadSettings> = {}) => await reader.read(request(more)),
		topics: () => notices.map(({ topic }) => topic),
		texts: () => notices.map(({ text }) => text),
	};
}
