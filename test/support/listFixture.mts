import type { INodeParameters } from 'n8n-workflow';
import { afterEach } from 'vitest';
import { wireIncident } from './wireIncident.mts';
import { wireOlder } from './wireOlder.mts';
import { benchesPerFile } from './benchHooks.mts';
import { startListServer, type ListServer } from './listServer.mts';
import { jsonOf, our, type Bench } from './practice.mts';

export type Api = 'graph' | 'legacy';
export const APIS = ['graph', 'legacy'] as const;
export const START = Date.parse('2026-11-22T03:00:00Z');
const MINUTE = 60_000;

/** Starts benches whose API is the hand-written one, and ends them. */
export function listBenches() {
	const startBench = benchesPerFile();
	const servers: ListServer[] = [];
	afterEach(async () => {
		for (const server of servers.splice(0)) await server.close();
	});
	return async (api: Api): Promise<{ readonly bench: Bench; readonly server: ListServer }> => {
		const server = await startListServer(api);
		servers.push(server);
		server.time = START;
		return { server, bench: await startBench({}, { api, apiUrl: server.origin }) };
	};
}

/** Incident `id` of an API, created so many minutes before the start. @param more in Graph's names */
export function row(api: Api, id: number, minutesAgo: number, more: Readonly<Record<string, unknown>> = {}) {
	const time = new Date(START - minutesAgo * MINUTE).toISOString();
	if (api === 'graph')
		return wireIncident({
			...{ id: String(id), displayName: `Incident ${id}`, status: 'active', redirectIncidentId: null },
			...{ createdDateTime: time, lastUpdateDateTime: time, ...more },
		});
	const { createdDateTime = time, ...others } = more;
	return wireOlder({
		...{ incidentId: id, incidentName: `Incident ${id}`, createdTime: createdDateTime, lastUpdateTime: time },
		...others,
	});
}

/** Runs Get Many. */
export const getMany = async (bench: Bench, parameters: INodeParameters) => {
	const result = await bench.run(our('getIncidents', parameters));
	const items = jsonOf(result, 'getIncidents');
	return {
		error: result.error,
		items,
		ids: items.map(({ id }) => id),
		hints: result.hints('getIncidents').map(({ message }) => message),
	};
};

/** Every way to list with parameters. */
export const LISTS: readonly (readonly [string, INodeParameters])[] = [
	['Limit', { limit: 10 }],
	['Return All', { returnAll: true }],
	...['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'].map(
		(sort): readonly [string, INodeParameters] => [`Sort ${sort}`, { limit: 10, options: { sort } }],
	),
	['Exclude Tags', { limit: 10, filters: { excludeTags: 'nobody has it' } }],
	['OData Filter', { limit: 10, filters: { odata: "status eq 'active'" } }],
	['Include Alerts', { limit: 10, options: { includeAlerts: true } }],
];
