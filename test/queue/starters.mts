import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { CREDENTIAL_TYPE } from '../../lab/prove/setting.mts';

const PACKAGE = 'n8n-nodes-microsoft-defender-xdr';
/** n8n accepts no expression that starts more than once a minute, but several of them. */
const POLL_EVERY_S = 2;
export const TAG = 'handled';
/** Until an incident without the tag is delivered again. */
export const ACKNOWLEDGE_AFTER_MINUTES = 15;

/** What the workflows have in common. */
export interface StarterSettings {
	readonly credentialId: string;
	/** Where each item is reported. */
	readonly recorder: string;
	/** How long an execution is busy. */
	readonly workSeconds: number;
}

/** New incident → read it → work → report → set the tag. @param acknowledges whether the trigger waits for the tag */
export function triggerStarter(settings: StarterSettings, acknowledges: boolean): WorkflowJson {
	const seconds = Array.from({ length: 60 / POLL_EVERY_S }, (_, place) => place * POLL_EVERY_S);
	const acknowledge = {
		acknowledgeTag: TAG,
		acknowledgeAfter: ACKNOWLEDGE_AFTER_MINUTES,
		acknowledgeTimes: 3,
	};
	const trigger = defender('Incident Trigger', 'incidentTrigger', settings, {
		pollTimes: {
			item: seconds.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
		},
		events: ['created'],
		options: { includeAlerts: false, ...(acknowledges ? acknowledge : {}) },
	});
	const item = `$('Incident Trigger').item.json`;
	return chain('Trigger starter', [
		trigger,
		...readAndWork(settings, '={{ $json.id }}'),
		report(settings, `${item}.id`, `${item}.redelivered === true`),
		defender('Set Tag', 'updateIncident', settings, {
			incidentId: byId('={{ $json.key }}'),
			tagsMode: 'add',
			tags: TAG,
		}),
	]);
}

/** Webhook with the ID of an incident and the number of the call → read it → work → report. */
export function webhookStarter(settings: StarterSettings, path: string): WorkflowJson {
	const webhook: NodeParts = {
		...{ name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	};
	return chain('Webhook starter', [
		webhook,
		...readAndWork(settings, '={{ $json.body.incidentId }}'),
		report(settings, `$('Webhook').item.json.body.call`, 'false'),
	]);
}

type NodeParts = Omit<INode, 'id' | 'position'>;

function readAndWork(settings: StarterSettings, id: string): readonly NodeParts[] {
	return [
		defender('Read Incident', 'getIncidents', settings, { operation: 'get', incidentId: byId(id) }),
		{
			...{ name: 'Work', type: 'n8n-nodes-base.wait', typeVersion: 1.1 },
			parameters: { amount: settings.workSeconds, unit: 'seconds' },
		},
	];
}

const report = ({ recorder }: StarterSettings, key: string, isMarked: string): NodeParts => ({
	...{ name: 'Report', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
	parameters: {
		...{ method: 'POST', url: recorder, sendBody: true, specifyBody: 'json' },
		jsonBody: `={{ JSON.stringify({ key: ${key}, isMarked: ${isMarked}, execution: $execution.id, position: $itemIndex }) }}`,
	},
});

const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const defender = (
	name: string,
	type: string,
	{ credentialId }: StarterSettings,
	parameters: INodeParameters,
): NodeParts => ({
	...{ name, type: `${PACKAGE}.${type}`, typeVersion: 1, parameters },
	credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'Practice' } },
});

function chain(name: string, parts: readonly NodeParts[]): WorkflowJson {
	const nodes = parts.map((part, place): INode => ({ ...part, id: part.name, position: [place * 220, 0] }));
	const connections = Object.fromEntries(
		parts
			.slice(1)
			.map(({ name: node }, place) => [
				parts[place]?.name ?? '',
				{ main: [[{ node, type: 'main' as const, index: 0 }]] },
			]),
	);
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}
