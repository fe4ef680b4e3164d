import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** The functions that the editor calls for *From List*. Their code is loaded at the first call, to keep the start of n8n fast. */
export const listSearch = {
	async searchIncidents(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		const { searchIncidents } = await import('./incidentSearch');
		return await searchIncidents.call(this, filter);
	},
};
