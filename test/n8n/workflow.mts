import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { chain, step } from '../../lab/test/support/workflows.mts';
import { CREDENTIAL_TYPE } from './bench.mts';

/** A workflow that reads three incidents. */
export function getThree(credentialId: string): WorkflowJson {
	const credentials = { [CREDENTIAL_TYPE]: { id: credentialId, name: 'Practice' } };
	return chain(
		step('Get Incidents', 'n8n-nodes-microsoft-defender-xdr.getIncidents', { limit: 3 }, { credentials }),
	);
}

/** A workflow that reads one incident with its alerts. */
export function readIncident(id: string, credentialId: string): WorkflowJson {
	const credentials = { [CREDENTIAL_TYPE]: { id: credentialId, name: 'Practice' } };
	const incidentId = { __rl: true, mode: 'id', value: id };
	const parameters = { operation: 'get', incidentId, options: { includeAlerts: true, merged: 'keep' } };
	return chain(
		step('Get Incidents', 'n8n-nodes-microsoft-defender-xdr.getIncidents', parameters, { credentials }),
	);
}
