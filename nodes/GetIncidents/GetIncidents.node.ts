import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from '../shared/connection/authentication';
import { listSearch } from '../shared/search/listSearch';
import { getIncidentsProperties } from './GetIncidentsDescription';

export class GetIncidents implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Defender XDR Get Incidents',
		name: 'getIncidents',
		icon: { light: 'file:../../icons/defenderXdr.svg', dark: 'file:../../icons/defenderXdr.dark.svg' },
		group: ['input'],
		// A list, because n8n adds Custom API Call to the operations of a node whose version is a single number.
		version: [1],
		defaultVersion: 1,
		subtitle: '={{ $parameter["operation"] === "get" ? "get an incident" : "get many incidents" }}',
		description:
			'Read security incidents from Microsoft Defender XDR, with their alerts and evidence. Changes nothing.',
		defaults: { name: 'Get Incidents' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: getIncidentsProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { getIncidents } = await import('./getIncidents');
		return [await getIncidents(this)];
	}
}
