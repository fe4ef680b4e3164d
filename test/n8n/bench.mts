import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { INodeExecutionData, IRunData } from 'n8n-workflow';
import { expect, inject, onTestFailed } from 'vitest';
import { createInstance, type Instance, type TemporaryInstance } from '../../lab/editor/instance.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';

export const CREDENTIAL_TYPE = 'defenderXdrAppOAuth2Api';

const PLAYBOOK = fileURLToPath(new URL('../../playbooks/incident-triage.json', import.meta.url));

/** A real n8n with the packed package; its log's end is shown after a failed test. */
export const startInstance = (name: string): Promise<TemporaryInstance> =>
	createInstance(inject('original'), name, inject('proxy'));

/** Call it first in a test that asks n8n for something. */
export function showLogOnFailure(instance: Instance): void {
	onTestFailed(() => void process.stderr.write(`${instance.log.tail()}\n`));
}

/** The triage playbook with a credential chosen in each of our nodes. */
export function playbookWith(credential: { readonly id: string; readonly name: string }): WorkflowJson {
	const playbook = JSON.parse(readFileSync(PLAYBOOK, 'utf8')) as WorkflowJson;
	const nodes = playbook.nodes.map((node) =>
		node.credentials === undefined
			? node
			: { ...node, credentials: { [CREDENTIAL_TYPE]: { id: credential.id, name: credential.name } } },
	);
	return { ...playbook, nodes };
}

/** Items by node and output, all runs in a row. */
export type Items = Readonly<Record<string, readonly (readonly INodeExecutionData[])[]>>;

/** What every node gave. */
export function itemsOf(runData: IRunData): Items {
	return Object.fromEntries(
		Object.entries(runData).map(([node, runs]) => {
			const outputs = Math.max(0, ...runs.map((run) => run.data?.['main']?.length ?? 0));
			return [
				node,
				Array.from({ length: outputs }, (_, output) =>
					runs.flatMap((run) => run.data?.['main']?.[output] ?? []),
				),
			];
		}),
	);
}

/** Fails if a text contains the tenant's secret or anything that looks like a token. */
export function expectNoSecret(tenant: Tenant, text: string): void {
	expect(text.includes(tenant.app.clientSecret), 'the text contains the client secret').toBe(false);
	expect(/eyJ[\w-]{20}/.test(text), 'the text contains a token').toBe(false);
}
