import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCredential } from '../../lab/editor/credentialForm.mts';
import { connect } from '../../lab/editor/furnish.mts';
import { runWorkflow, type WorkflowRun } from '../../lab/editor/workflowRun.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';
import { chain, step } from '../../lab/test/support/workflows.mts';
import { startRecordingProxy, type RecordingProxy } from '../support/recordingProxy.mts';
import { CREDENTIAL_TYPE, showLogOnFailure } from './bench.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';

const USER_CREDENTIAL_TYPE = 'defenderXdrUserOAuth2Api';
/** What n8n says when a credential is closed to its HTTP Request node. */
const CLOSED = 'This credential is configured to prevent use within an HTTP Request or GraphQL node';
const refusedFor = (option: string): unknown =>
	expect.stringContaining(`This credential sends no token with the option "${option}".`);

let running: RunningN8n;
let attacker: RecordingProxy;
let tenant: Tenant;
const ids: Record<string, string> = {};
beforeAll(async () => {
	[running, attacker] = await Promise.all([startRunningN8n('http-request'), startRecordingProxy()]);
	tenant = running.practice.addTenant();
	const { rest, server } = running;
	tenant.app.addRedirectUri(`${server.origin}/rest/oauth2-credential/callback`);
	const app = await createCredential(rest, CREDENTIAL_TYPE, 'App', { ...tenant.credential() });
	const user = await createCredential(rest, USER_CREDENTIAL_TYPE, 'User', { ...tenant.userCredential() });
	await connect(rest, user, tenant.user);
	ids[CREDENTIAL_TYPE] = app.id;
	ids[USER_CREDENTIAL_TYPE] = user.id;
});
afterAll(async () => {
	await attacker?.close();
	await running?.close();
});
beforeEach(() => showLogOnFailure(running.n8n));

/** Runs n8n's own HTTP Request node with one of our credentials against the tenant's API. */
async function request(type: string, typeVersion: number, options: INodeParameters): Promise<WorkflowRun> {
	const { allowUnauthorizedCerts = false, ...rest } = options;
	const given: INodeParameters = typeVersion < 3 ? { allowUnauthorizedCerts, options: rest } : { options };
	const node = step(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		{
			url: `${running.practice.origin}/v1.0/security/incidents?$top=1`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: type,
			...given,
		},
		{ typeVersion, credentials: { [type]: { id: ids[type] ?? '', name: 'Practice' } } },
	);
	return await runWorkflow(running.rest, chain(node));
}

const apiCalls = () => tenant.calls.filter(({ kind }) => kind === 'graph').length;

describe('the HTTP Request node of a real n8n', () => {
	it.each(
		[2, 4.2, 4.5].flatMap((version) => [
			[CREDENTIAL_TYPE, version, 'Proxy', refusedFor('Proxy')] as const,
			[CREDENTIAL_TYPE, version, 'Ignore SSL Issues', refusedFor('Ignore SSL Issues')] as const,
			[USER_CREDENTIAL_TYPE, version, 'Proxy', CLOSED] as const,
			[USER_CREDENTIAL_TYPE, version, 'Ignore SSL Issues', CLOSED] as const,
			[USER_CREDENTIAL_TYPE, version, 'no option', CLOSED] as const,
		]),
	)(
		'%s in version %s with %s → is refused and no token leaves n8n',
		async (type, version, option, message) => {
			const options = {
				Proxy: { proxy: attacker.address },
				'Ignore SSL Issues': { allowUnauthorizedCerts: true },
				'no option': {},
			};
			const before = apiCalls();
			const run = await request(type, version, options[option]);
			expect({ status: run.status, message: run.error?.message }).toEqual({ status: 'error', message });
			expect({ asked: attacker.asked, tokens: attacker.tokens }).toEqual({ asked: [], tokens: [] });
			expect(apiCalls()).toBe(before);
		},
	);

	it('the application’s credential without such an option → is served', async () => {
		const before = apiCalls();
		expect((await request(CREDENTIAL_TYPE, 4.2, {})).status).toBe('success');
		expect(apiCalls()).toBe(before + 1);
	});

	it('the user’s credential opened for the host → is served', async () => {
		const { rest } = running;
		const type = USER_CREDENTIAL_TYPE;
		const opened = { allowedHttpRequestDomains: 'domains', allowedDomains: '127.0.0.1' };
		const form = await createCredential(rest, type, 'Opened', { ...tenant.userCredential(), ...opened });
		await connect(rest, form, tenant.user);
		ids[type] = form.id;
		expect((await request(type, 4.2, {})).status).toBe('success');
	});

	it('a node of Defender XDR with the user’s credential as it ships → is served', async () => {
		const { rest } = running;
		const form = await createCredential(rest, USER_CREDENTIAL_TYPE, 'Shipped', {
			...tenant.userCredential(),
		});
		await connect(rest, form, tenant.user);
		expect((await form.open())['allowedHttpRequestDomains'] ?? 'none').toBe('none');
		const node = step(
			'Get Incidents',
			'n8n-nodes-microsoft-defender-xdr.getIncidents',
			{ authentication: USER_CREDENTIAL_TYPE, limit: 1 },
			{ credentials: { [USER_CREDENTIAL_TYPE]: { id: form.id, name: 'Practice' } } },
		);
		expect((await runWorkflow(rest, chain(node))).status).toBe('success');
	});
});
