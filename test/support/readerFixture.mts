import type { ListRequest, Page } from '../../defender/api/securityApi.ts';
import type { Notice } from '../../defender/core/notices.ts';
import { EVERYTHING } from '../../defender/incidents/query.ts';
import { IncidentReader } from '../../defender/tasks/read/incidentReader.ts';
import { BASIC_READ, type ReadSettings, type ReadResult } from '../../defender/tasks/read/readSettings.ts';
import { trouble } from './defenderErrors.mts';
import { scriptedApi } from './scriptedApi.mts';
import { at, incident } from './incidents.mts';

export const readSettings = (more: Partial<ReadSettings> = {}): ReadSettings => ({
	...BASIC_READ,
	query: EVERYTHING,
	limit: 'all',
	...more,
});
/** Incident `id`, last updated at this minute past two. */
export const incidentAtMinute = (id: number, minute: number, more: object = {}) =>
	incident({
		id: String(id),
		lastUpdateDateTime: at(`2026-11-22T02:${String(minute).padStart(2, '0')}:00Z`),
		...more,
	});
export const rejection = (message: string) =>
	trouble({ kind: 'rejected' }, 'none', { status: 400, code: '', message });

export function readerFixture(lists: (request: ListRequest, count: number) => Page) {
	const api = scriptedApi({ lists });
	const notices: Notice[] = [];
	const reader = new IncidentReader(api, (notice) => notices.push(notice));
	const firsts = () => api.requests.map((asked) => (asked.kind === 'first' ? asked : asked.link));
	const texts = () => notices.map(({ text }) => text);
	return { api, reader, firsts, texts, topics: () => notices.map(({ topic }) => topic) };
}
export const idsOf = ({ found }: ReadResult) => found.map(({ incident: { id } }) => id);
