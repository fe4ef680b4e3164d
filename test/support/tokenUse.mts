import { CREDENTIAL_TYPE, incidentById, our, type Bench } from './practice.mts';
import { step } from '../../lab/test/support/workflows.mts';

/** The cheapest node run that needs a token. */
export const readOne = our('getIncidents', { operation: 'get', incidentId: incidentById('48417') });

/** n8n's own HTTP Request node with our credential. */
export const httpRequest = (url: string) =>
	step(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		{ url, authentication: 'predefinedCredentialType', nodeCredentialType: CREDENTIAL_TYPE, options: {} },
		{ typeVersion: 4.2 },
	);

export const tokenCalls = ({ practice }: Bench) => practice.calls.filter(({ kind }) => kind === 'token');

/** Number of the token that each call to the API presented. */
export const presented = ({ practice }: Bench) =>
	practice.calls.filter(({ kind }) => kind === 'graph').map(({ tokenSequence }) => tokenSequence);

/** Tenant of the token that each call to the API presented. */
export const presentedTenants = ({ practice }: Bench) =>
	practice.calls
		.filter(({ kind }) => kind === 'graph')
		.map(({ headers }) => /^Bearer ([^/]+)/.exec(headers.authorization ?? '')?.[1]);
