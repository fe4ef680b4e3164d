import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import {
	execute,
	importCredential,
	importWorkflow,
	newId,
	type Execution,
} from '../../lab/editor/commandLine.mts';
import { dependenciesIn } from '../../lab/editor/installPackage.mts';
import type { TemporaryInstance } from '../../lab/editor/instance.mts';
import { createEngine, CredentialStore, type RunResult } from '../../lab/engine/engine.mts';
import { startPractice, type Practice, type Tenant } from '../../lab/tenant/practice.mts';
import {
	CREDENTIAL_TYPE,
	expectNoSecret,
	itemsOf,
	playbookWith,
	showLogOnFailure,
	startInstance,
} from './bench.mts';
import { withoutRun } from './withoutRun.mts';

const SEED = 1;
const TENANT_ID = '5f0a1c2e-8d3b-4a6f-9c7e-1b2d3e4f5a6b';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let practices: readonly Practice[] = [];
let tenant: Tenant;
let twin: Tenant;
let n8n: TemporaryInstance;
let real: Execution;
let lab: RunResult;

/** The same tenant twice, in two servers, so that neither run reads what the other writes. */
beforeAll(async () => {
	practices = await Promise.all([startPractice(), startPractice()]);
	const [first, second] = practices.map((practice) =>
		practice.addTenant({ seed: SEED, tenantId: TENANT_ID }),
	);
	if (first === undefined || second === undefined) throw new Error('The practice tenants are missing.');
	[tenant, twin] = [first, second];
	n8n = await startInstance('command-line');
	real = await runInN8n();
	lab = await runInLab();
});
afterAll(async () => {
	n8n?.remove();
	await Promise.all(practices.map((practice) => practice.close()));
});
beforeEach(() => showLogOnFailure(n8n));

async function runInN8n(): Promise<Execution> {
	const credential = { id: newId(), name: 'Practice tenant', type: CREDENTIAL_TYPE };
	await importCredential(n8n, { ...credential, data: { ...tenant.credential() } });
	return await execute(n8n, await importWorkflow(n8n, playbookWith(credential)));
}

async function runInLab(): Promise<RunResult> {
	const engine = await createEngine({ packageDir: ROOT });
	const credentials = new CredentialStore();
	const { id, name } = credentials.create(CREDENTIAL_TYPE, { ...twin.credential() });
	return await engine.run(playbookWith({ id, name }), { credentials });
}

describe('packed package in a real n8n, triage playbook', () => {
	it('installed package → has no dependencies', () => {
		expect(dependenciesIn(n8n.userFolder)).toEqual([]);
	});

	it('run from the command line → success', () => {
		expect(real.status).toBe('success');
		expect(real.data.resultData.error).toBeUndefined();
	});

	it('all requests → one sign-in with MSAL, and its token each time', () => {
		const tokens = tenant.calls.filter(({ kind }) => kind === 'token');
		expect(tokens).toMatchObject([{ status: 200, body: { 'x-client-SKU': 'msal.js.node' } }]);
		const graph = tenant.calls.filter(({ kind }) => kind === 'graph');
		expect(graph.length).toBeGreaterThan(0);
		expect(new Set(graph.map(({ headers }) => headers['authorization']))).toEqual(
			new Set([`Bearer ${TENANT_ID}/1`]),
		);
	});

	it('all requests → none is rejected, and the same as in the lab', () => {
		const shown = ({ calls }: Tenant) =>
			calls.map(({ method, path, status }) => `${method} ${path} ${status}`).toSorted();
		expect(tenant.calls.filter(({ status }) => status >= 400)).toEqual([]);
		expect(shown(tenant)).toEqual(shown(twin));
	});

	it('writes → the same as in the lab', () => {
		const written = ({ journal }: Tenant) =>
			journal
				.map(withoutRun)
				.map((entry) => JSON.stringify(entry))
				.toSorted();
		expect(tenant.journal.length).toBeGreaterThan(0);
		expect(written(tenant)).toEqual(written(twin));
	});

	it('items of each node → the same as in the lab', () => {
		expect(lab.status).toBe('success');
		const [inN8n, inLab] = [itemsOf(real.data.resultData.runData), itemsOf(lab.runData)];
		expect(inLab['List Outcomes']?.[0]?.length).toBeGreaterThan(1);
		expect(Object.keys(inN8n).toSorted()).toEqual(Object.keys(inLab).toSorted());
		for (const node of Object.keys(inLab)) {
			expect(withoutRun(inN8n[node]), `items of ${node}`).toEqual(withoutRun(inLab[node]));
		}
	});

	it('execution and log → no secret and no token', () => {
		expectNoSecret(tenant, JSON.stringify(real));
		expectNoSecret(tenant, n8n.log.text());
	});
});
