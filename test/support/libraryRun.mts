import type { HuntRequest, HuntTable } from '../../defender/api/securityApi.ts';
import { DefenderError } from '../../defender/core/errors.ts';
import type { Notice } from '../../defender/core/notices.ts';
import { libraryHunts } from '../../defender/hunting/library/huntLibrary.ts';
import type { LibraryHunt } from '../../defender/hunting/library/libraryHunt.ts';
import { TenantTables } from '../../defender/hunting/library/tenantTables.ts';
import type { HuntRow } from '../../defender/hunting/result/rows.ts';
import type { Incident } from '../../defender/incidents/incident.ts';
import { LatestIncident } from '../../defender/tasks/hunt/latestIncident.ts';
import { START } from './fakeHost.mts';

/** The hunt of the library with this ID. */
export function huntOf(id: string): LibraryHunt {
	const hunt = libraryHunts.find((one) => one.id === id);
	if (hunt === undefined) throw new Error(`no hunt ${id}`);
	return hunt;
}

/** How Microsoft rejects a query over a table that the tenant does not have. */
export function unknownTable(table: string): DefenderError {
	const message = `'where' operator: Failed to resolve table or column expression named '${table}'`;
	const trace = { status: 400, code: 'BadRequest', message };
	return new DefenderError({ kind: 'rejected' }, { message: 'rejected', description: '' }, 'none', trace);
}

type Answer = readonly HuntRow[] | Error;

/** An API that answers hunts by a function and reads incidents from a list. */
export function libraryFixture(
	answer: (query: string, count: number) => Answer,
	incidents: readonly Incident[] = [],
) {
	const queries: string[] = [];
	const requests: string[] = [];
	const notices: Notice[] = [];
	const api = {
		runHunt: async ({ query }: HuntRequest): Promise<HuntTable> => {
			requests.push('hunt');
			queries.push(query);
			const rows = answer(query, queries.length);
			if (rows instanceof Error) throw rows;
			return {
				columns: [{ name: 'Timestamp', type: 'DateTime' }],
				rows: rows.map((row) => ({ ...row })),
				length: 1,
				malformed: 0,
				numbersAsText: false,
			};
		},
		getIncident: async (id: string): Promise<Incident> => {
			requests.push(`incident ${id}`);
			const found = incidents.find((one) => one.id === id);
			if (found === undefined) throw new Error(`no incident ${id}`);
			return found;
		},
	};
	const run = {
		tables: new TenantTables(),
		incidents: new LatestIncident(),
		notify: (notice: Notice) => void notices.push(notice),
		now: () => START,
	};
	return { api, run, queries, requests, notices };
}

/** Settings for the rows of a hunt. */
export const resultSettings = {
	limit: 1_000,
	onTruncation: 'hint',
	rawValues: false,
	parseJson: [],
	splitMax: 32,
} as const;

/** Settings of hunts around incident 48213. */
export const incidentHunt = {
	incidentId: '48213',
	roles: [],
	margins: { before: 60, after: 60 },
	windowEnd: undefined,
	maxEntities: 50,
	threshold: 0,
	baselineDays: 14,
	resultOf: () => resultSettings,
} as const;
