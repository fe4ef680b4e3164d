import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCredential, type CredentialForm, type FormData } from '../../lab/editor/credentialForm.mts';
import { runWorkflow } from '../../lab/editor/workflowRun.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';
import { makeCertificate } from '../../lab/test/support/certificates.mts';
import { CREDENTIAL_TYPE, expectNoSecret, showLogOnFailure } from './bench.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';
import { getThree } from './workflow.mts';

let running: RunningN8n;
beforeAll(async () => {
	running = await startRunningN8n('rest-api');
});
afterAll(() => running?.close());
beforeEach(() => showLogOnFailure(running.n8n));

/** A token that is less than five seconds old is not renewed, as the first request of a Test has just fetched it. */
const LONGER_THAN_A_TOKEN_COUNTS_AS_NEW_MS = 6_000;

const SUCCESS = { status: 'OK', message: 'Connection successful!' };
const CORRELATION = /, correlation id [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/;
const settled = ({ status, message }: { status: string; message: string }) => ({
	status,
	message: message.replace(CORRELATION, ', correlation id …)'),
});

const wrongSecret = {
	status: 'Error',
	message: expect.stringMatching(
		/^Microsoft Entra ID rejected the Client Secret\. .*\(AADSTS7000215, correlation id …\)$/,
	) as string,
};

const saveFor = (tenant: Tenant): Promise<CredentialForm> =>
	createCredential(running.rest, CREDENTIAL_TYPE, `Tenant ${tenant.id}`, { ...tenant.credential() });

/** Fields without n8n's placeholder for a hidden value. A failed check shows only names. */
const notKept = (opened: FormData, fields: readonly string[]): readonly string[] =>
	fields.filter((field) => !/^__n8n_BLANK_VALUE_/.test(String(opened[field])));

/** The tokens of the Graph requests after the first `since` requests. */
const tokensShown = (since: number): readonly (string | null | undefined)[] =>
	running.practice.calls
		.slice(since)
		.filter(({ kind }) => kind === 'graph')
		.map(({ headers }) => headers['authorization']);

describe('credential in a running n8n', () => {
	it('valid secret → Test passes', async () => {
		const form = await saveFor(running.practice.addTenant());
		expect(await form.test()).toEqual(SUCCESS);
	});

	it('wrong secret, not saved → Test shows the reason', async () => {
		const form = await saveFor(running.practice.addTenant());
		const calls = running.practice.calls.length;
		expect(settled(await form.test({ clientSecret: 'Xy~8Q~not-the-right-one' }))).toEqual(wrongSecret);
		expect(tokensShown(calls)).toEqual([]);
	});

	it('secret rotated, a token stored → Test fails, and passes with the new secret', async () => {
		const tenant = running.practice.addTenant();
		const form = await saveFor(tenant);
		expect(await form.test()).toEqual(SUCCESS);
		const rotated = tenant.app.rotateSecret();
		await pause(LONGER_THAN_A_TOKEN_COUNTS_AS_NEW_MS);
		const calls = running.practice.calls.length;
		expect(settled(await form.test())).toEqual(wrongSecret);
		expect(tokensShown(calls)).toEqual([]);
		await form.save({ clientSecret: rotated });
		expect(await form.test()).toEqual(SUCCESS);
	});

	it('tenant changed → neither a workflow nor Test sends the old token', async () => {
		const [old, other] = [running.practice.addTenant(), running.practice.addTenant({ seed: 2 })];
		const form = await saveFor(old);
		const first = await runWorkflow(running.rest, getThree(form.id));
		expect(first.status).toBe('success');
		expect(tokensShown(0)).toContain(`Bearer ${old.id}/1`);

		await form.save({ ...other.credential() });
		const calls = running.practice.calls.length;
		const second = await runWorkflow(running.rest, getThree(form.id));
		expect(second.status).toBe('success');
		await pause(LONGER_THAN_A_TOKEN_COUNTS_AS_NEW_MS);
		expect(await form.test()).toEqual(SUCCESS);
		expect([...new Set(tokensShown(calls))]).toEqual([`Bearer ${other.id}/1`, `Bearer ${other.id}/2`]);
	});

	it('tenant changed to one without the app → nothing is sent to the API', async () => {
		const [old, stranger] = [running.practice.addTenant(), running.practice.addTenant({ seed: 2 })];
		const form = await saveFor(old);
		expect((await runWorkflow(running.rest, getThree(form.id))).status).toBe('success');
		await form.save({ tenantId: stranger.id });
		const calls = running.practice.calls.length;
		const run = await runWorkflow(running.rest, getThree(form.id));
		expect(run.status).toBe('error');
		expect(run.error?.message.replace(CORRELATION, ', correlation id …)')).toMatch(
			new RegExp(
				`^The application ${old.app.clientId} does not exist in the tenant ${stranger.id}\\. .*AADSTS700016, correlation id …`,
			),
		);
		expect(tokensShown(calls)).toEqual([]);
	});

	it('opened in the browser → no secret and no token', async () => {
		const tenant = running.practice.addTenant();
		const form = await saveFor(tenant);
		expect((await runWorkflow(running.rest, getThree(form.id))).status).toBe('success');
		const opened = await form.open();
		expect(opened['tenantId']).toBe(tenant.id);
		expect(notKept(opened, ['clientSecret', 'accessToken', 'tokenFor'])).toEqual([]);
		expectNoSecret(tenant, JSON.stringify(opened));
		expectNoSecret(tenant, JSON.stringify(await running.rest.call('GET', 'credentials?includeData=true')));
		expectNoSecret(tenant, running.n8n.log.text());
	});
});

describe('certificate credential in a running n8n', () => {
	const PASSPHRASE = 'correct horse battery';
	let tenant: Tenant;
	let form: CredentialForm;
	let keyText: string;
	beforeAll(async () => {
		tenant = running.practice.addTenant();
		const { certificate, key } = await makeCertificate();
		tenant.app.addCertificate(certificate);
		const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
		const privateKey = key.export(locked).toString();
		keyText = privateKey.split('\n')[1] ?? '';
		form = await createCredential(running.rest, CREDENTIAL_TYPE, 'Certificate', {
			...tenant.certificateCredential({ certificate, privateKey, passphrase: PASSPHRASE }),
		});
	});

	it('Test and a workflow → sign in with an assertion', async () => {
		expect(await form.test()).toEqual(SUCCESS);
		expect((await runWorkflow(running.rest, getThree(form.id))).status).toBe('success');
		const assertion = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };
		const signIns = tenant.calls.filter(({ kind }) => kind === 'token');
		expect(signIns.length).toBeGreaterThan(0);
		for (const { status, body } of signIns)
			expect({ status, body }).toMatchObject({ status: 200, body: assertion });
	});

	it('wrong passphrase → Test names it without a request', async () => {
		const calls = running.practice.calls.length;
		expect(await form.test({ passphrase: 'not this one' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^Passphrase does not decrypt the Private Key\. /) as string,
		});
		expect(running.practice.calls.length).toBe(calls);
	});

	it('opened in the browser → no key and no passphrase', async () => {
		const opened = await form.open();
		expect(notKept(opened, ['privateKey', 'passphrase', 'accessToken', 'tokenFor'])).toEqual([]);
		const log = running.n8n.log.text();
		expect(keyText.length).toBeGreaterThan(20);
		expect(
			[keyText, PASSPHRASE].some((secret) => log.includes(secret)),
			'the log contains a secret',
		).toBe(false);
	});
});

describe('running n8n', () => {
	it('stopped → no process is left', async () => {
		expect(await running.server.stop()).toBe(true);
		const alive = execFileSync('ps', ['-e', '-o', 'pgid=,stat=,args='], { encoding: 'utf8' })
			.split('\n')
			.filter((line) => line.trim().startsWith(`${running.server.pid} `) && !/^\s*\d+\s+Z/.test(line));
		expect(alive).toEqual([]);
	});
});
