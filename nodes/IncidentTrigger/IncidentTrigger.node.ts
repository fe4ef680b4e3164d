import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { credentials } from '../shared/connection/authentication';
import { incidentTriggerProperties } from './IncidentTriggerDescription';

export class IncidentTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Defender XDR Incident Trigger',
		name: 'incidentTrigger',
		icon: { light: 'file:../../icons/defenderXdr.svg', dark: 'file:../../icons/defenderXdr.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Start a workflow when security incidents appear or change in Microsoft Defender XDR. Each change is reported once, with the previous values.',
		eventTriggerDescription: '',
		activationMessage:
			'Incidents that appear or change from now on will start this workflow. Earlier changes are reported only if Start From is set.',
		defaults: { name: 'Incident Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: incidentTriggerProperties,
		hints: [
			{
				message:
					'After Fetch Test Event, the notice of the item shows how many incidents were read, how many match, and which were left out and why.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const { pollForIncidents } = await import('./pollForIncidents');
		return await pollForIncidents(this);
	}
}
