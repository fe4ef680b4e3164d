import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from '../shared/connection/authentication';
import { listSearch } from '../shared/search/listSearch';
import { updateIncidentProperties } from './UpdateIncidentDescription';

export class UpdateIncident implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Defender XDR Update Incident',
		name: 'updateIncident',
		icon: { light: 'file:../../icons/defenderXdr.svg', dark: 'file:../../icons/defenderXdr.dark.svg' },
		group: ['output'],
		// A single number would make n8n add Custom API Call to the operations.
		version: [1],
		defaultVersion: 1,
		subtitle: 'update an incident',
		description:
			'Change the status, verdict, owner, tags or comments of a Microsoft Defender XDR incident and verify the result. Returns the actual changes; merged incidents are not changed.',
		defaults: { name: 'Update Incident' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: updateIncidentProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { updateIncidents } = await import('./updateIncidents');
		return [await updateIncidents(this)];
	}
}
