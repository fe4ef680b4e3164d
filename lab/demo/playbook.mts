import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { INodeCredentialsDetails } from 'n8n-workflow';
import type { WorkflowJson } from '../engine/engine.mts';

const FILE = fileURLToPath(new URL('../../playbooks/incident-triage.json', import.meta.url));

/** Type name of the credential that the playbook's nodes use. */
export const CREDENTIAL_TYPE = 'defenderXdrAppOAuth2Api';

/** Type names of the nodes whose items the demonstration shows. */
export const GET_INCIDENTS = 'n8n-nodes-microsoft-defender-xdr.getIncidents';
export const RUN_HUNTING_QUERY = 'n8n-nodes-microsoft-defender-xdr.runHuntingQuery';
export const UPDATE_INCIDENT = 'n8n-nodes-microsoft-defender-xdr.updateIncident';

/** Reads the incident triage playbook and selects a credential, as a user does after the import. */
export function readPlaybook(credential: INodeCredentialsDetails): WorkflowJson {
	const playbook = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowJson;
	const nodes = playbook.nodes.map((node) =>
		node.credentials === undefined ? node : { ...node, credentials: { [CREDENTIAL_TYPE]: credential } },
	);
	return { ...playbook, nodes };
}

/** Names of the playbook's nodes of one type, in the order of the file. */
export function nodesOfType(playbook: WorkflowJson, type: string): readonly string[] {
	return playbook.nodes.filter((node) => node.type === type).map(({ name }) => name);
}
