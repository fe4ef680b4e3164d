import type { ICredentialDataDecryptedObject, IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../engine/engine.mts';
import { inputsOf, type Job, type Way } from './jobs.mts';
import { HUNT_PATH, incidentId, INCIDENTS_PATH, TENANT_ID } from './serviceSettings.mts';

const OWN_CREDENTIAL = 'defenderXdrAppOAuth2Api';
/** n8n's generic OAuth2 credential, with which HTTP Request signs in as an application. */
const OAUTH2_CREDENTIAL = 'oAuth2Api';
const CLIENT_ID = '5d0f4a5e-8f0e-4a52-8b25-2f1f4fd1f6a1';
/** In the form of a real secret; no service knows it. */
const CLIENT_SECRET = ['Bn7', '8Q~measured.by.npm.run.bench-0123456789'].join('~');
const AUDIENCE = 'https://graph.microsoft.com';
const OURS = 'n8n-nodes-microsoft-defender-xdr';
const BASE = 'n8n-nodes-base';
const KQL = 'DeviceProcessEvents | project Timestamp';
const COMMENT = 'Reviewed by the playbook.';

/** Type and fields of the credential with which a way signs in to the measured service. */
export function credentialFor(
	way: Exclude<Way, 'fetch'>,
	origin: string,
): { readonly type: string; readonly data: ICredentialDataDecryptedObject } {
	const client = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
	if (way === 'ours') {
		const hosts = { cloud: 'custom', loginUrl: origin, apiUrl: origin, audience: AUDIENCE };
		const data = {
			api: 'graph',
			tenantId: TENANT_ID,
			clientAuthentication: 'clientSecret',
			...hosts,
			...client,
		};
		return { type: OWN_CREDENTIAL, data };
	}
	const accessTokenUrl = `${origin}/${TENANT_ID}/oauth2/v2.0/token`;
	const grant = { grantType: 'clientCredentials', accessTokenUrl, scope: `${AUDIENCE}/.default` };
	return { type: OAUTH2_CREDENTIAL, data: { ...grant, ...client, authentication: 'body' } };
}

/** The input items of a job. */
export function inputItems(job: Job): readonly { readonly json: IDataObject }[] {
	return Array.from({ length: inputsOf(job) }, (_, index) => ({ json: { id: incidentId(index) } }));
}

/** The workflow that does a job, with its input pinned to its first node. The result is the output of `Result`. */
export function jobWorkflow(
	job: Job,
	way: Exclude<Way, 'fetch'>,
	origin: string,
	credentialId: string,
): WorkflowJson {
	const type = way === 'ours' ? OWN_CREDENTIAL : OAUTH2_CREDENTIAL;
	const credentials = { [type]: { id: credentialId, name: 'Bench' } };
	const chosen = way === 'ours' ? [ownNode(job)] : httpNodes(job, origin, way === 'oneByOne');
	const isSignedIn = (one: INode) => way === 'ours' || one.type === HTTP_REQUEST;
	const steps = chosen.map((one) => (isSignedIn(one) ? { ...one, credentials } : one));
	const trigger = job.kind === 'poll' ? [] : [node('Start', `${BASE}.manualTrigger`, 1, {})];
	const nodes = [...trigger, ...steps];
	const pinData = job.kind === 'poll' ? {} : { pinData: { Start: [...inputItems(job)] } };
	const connections = way === 'oneByOne' ? loop(nodes) : chain(nodes);
	return { nodes, connections, settings: { executionOrder: 'v1' }, ...pinData };
}

function ownNode(job: Job): INode {
	const incident = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	switch (job.kind) {
		case 'list':
			return node('Result', `${OURS}.getIncidents`, 1, { operation: 'getAll', returnAll: true });
		case 'get':
			return node('Result', `${OURS}.getIncidents`, 1, { operation: 'get', incidentId: incident });
		case 'update':
			return node('Result', `${OURS}.updateIncident`, 1, {
				incidentId: incident,
				updateFields: { status: 'inProgress' },
				tagsMode: 'add',
				tags: 'bench',
				comment: COMMENT,
			});
		case 'hunt':
			return node('Result', `${OURS}.runHuntingQuery`, 1, { query: KQL, returnAll: true });
		case 'poll':
			return node('Result', `${OURS}.incidentTrigger`, 1, { pollTimes: { item: [{ mode: 'everyMinute' }] } });
	}
}

function httpNodes(job: Job, origin: string, isLoop: boolean): readonly INode[] {
	const loopNode = isLoop ? [node('Loop', `${BASE}.splitInBatches`, 3, { batchSize: 1, options: {} })] : [];
	const url = `=${origin}${INCIDENTS_PATH}/{{ $json.id }}`;
	switch (job.kind) {
		case 'list':
			return [
				http('Call', { url: `${origin}${INCIDENTS_PATH}`, options: { pagination: PAGINATION } }),
				node('Result', `${BASE}.splitOut`, 1, { fieldToSplitOut: 'value', options: {} }),
			];
		case 'hunt':
			return [
				http('Call', { ...sent('POST', `${origin}${HUNT_PATH}`, { Query: KQL }) }),
				node('Result', `${BASE}.splitOut`, 1, { fieldToSplitOut: 'results', options: {} }),
			];
		case 'get':
			return [...loopNode, http('Result', { url, options: {} })];
		case 'update': {
			const first = `=${origin}${INCIDENTS_PATH}/{{ $json.id }}`;
			const later = `=${origin}${INCIDENTS_PATH}/{{ $('Read').item.json.id }}`;
			return [
				...loopNode,
				http('Read', { url: first, options: {} }),
				http('Write', sent('PATCH', later, { status: 'inProgress', customTags: ['bench'] })),
				http('Result', sent('POST', `${later}/comments`, { comment: COMMENT })),
			];
		}
		case 'poll':
			throw new Error('HTTP Request cannot start a workflow.');
	}
}

const PAGINATION = {
	pagination: {
		paginationMode: 'responseContainsNextURL',
		nextURL: '={{ $response.body["@odata.nextLink"] }}',
		paginationCompleteWhen: 'other',
		completeExpression: '={{ !$response.body["@odata.nextLink"] }}',
	},
};

function sent(method: string, url: string, body: object): INodeParameters {
	const json = { sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify(body) };
	return { method, url, ...json, options: {} };
}

const HTTP_REQUEST = `${BASE}.httpRequest`;
const SIGNED_IN = { authentication: 'genericCredentialType', genericAuthType: OAUTH2_CREDENTIAL };

const http = (name: string, parameters: INodeParameters) =>
	node(name, HTTP_REQUEST, 4.2, { ...SIGNED_IN, ...parameters });

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

function chain(nodes: readonly INode[]): WorkflowJson['connections'] {
	return Object.fromEntries(
		nodes.slice(1).map(({ name }, index) => [nodes[index]?.name ?? '', { main: [[to(name)]] }]),
	);
}

/** The nodes after Loop are on its second output and lead back to it. */
function loop(nodes: readonly INode[]): WorkflowJson['connections'] {
	const [first, loopNode, body] = nodes;
	const last = nodes.at(-1);
	if (first === undefined || loopNode === undefined || body === undefined || last === undefined)
		throw new Error('A loop needs a body.');
	return {
		...chain(nodes),
		[loopNode.name]: { main: [[], [to(body.name)]] },
		[last.name]: { main: [[to(loopNode.name)]] },
	};
}

const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
