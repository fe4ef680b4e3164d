import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from '../shared/connection/authentication';
import { listSearch } from '../shared/search/listSearch';
import { runHuntingQueryProperties } from './RunHuntingQueryDescription';

export class RunHuntingQuery implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Defender XDR Run Hunting Query',
		name: 'runHuntingQuery',
		icon: { light: 'file:../../icons/defenderXdr.svg', dark: 'file:../../icons/defenderXdr.dark.svg' },
		group: ['transform'],
		// n8n adds Custom API Call to the operations of a node whose version is one number.
		version: [1],
		defaultVersion: 1,
		subtitle:
			'={{ $parameter["operation"] === "library" ? "library hunt: " + $parameter["hunt"] : "run a hunting query" }}',
		description:
			'Search the raw events of Microsoft Defender XDR (devices, email, sign-ins, cloud apps) with a read-only KQL query or a named hunt from the library',
		defaults: { name: 'Run Hunting Query' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: runHuntingQueryProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { runHuntingQueries } = await import('./runHuntingQueries');
		return [await runHuntingQueries(this)];
	}
}
