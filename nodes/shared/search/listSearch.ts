import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** What the editor calls for From List; loaded when it is called, so that starting n8n reads descriptions alone. */
export const listSearch = {
	async searchIncidents(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		const { searchIncidents } = await import('./incidentSearch');
		return await searchIncidents.call(this, filter);
	},
};
