import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { WorkflowJson } from '../../../lab/engine/engine.mts';
import { benchPerFile } from '../../support/benchHooks.mts';
import { CREDENTIAL_TYPE, jsonOf } from '../../support/practice.mts';

const current = benchPerFile();
const RANSOMWARE = /Ransomware on multiple endpoints/;

/** The workflow that README shows, with the credential that a reader would select. */
function firstWorkflow(credential: { readonly id: string; readonly name: string }): WorkflowJson {
	const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
	const [, json = ''] = /^```json\n(.*?)^```$/ms.exec(readme) ?? [];
	const workflow = JSON.parse(json) as WorkflowJson;
	const nodes = workflow.nodes.map((node, index) => ({
		...node,
		id: `${index}`,
		credentials: { [CREDENTIAL_TYPE]: credential },
	}));
	return { ...workflow, nodes };
}

describe("README's first workflow", () => {
	it('new incident → its hunt and one comment with the result', async () => {
		const { engine, tenant, credentials, credentialId } = current.bench;
		const incident = tenant.incidents.all().find(({ displayName }) => RANSOMWARE.test(displayName ?? ''));
		const id = z.string().parse(incident?.id);
		const workflow = firstWorkflow({ id: credentialId, name: 'Practice' });
		const before = tenant.incidents.get(id)?.comments?.length ?? 0;
		const result = await engine.run(workflow, {
			credentials,
			pinData: { 'Incident Trigger': [{ json: { id } }] },
		});
		expect(result.error).toBeUndefined();
		const [hunt] = jsonOf(result, 'Run Hunting Query');
		expect(hunt).toMatchObject({ hunt: 'script-abuse', skipped: false });
		expect(jsonOf(result, 'Update Incident')).toMatchObject([{ id, outcome: 'updated' }]);
		const comments = tenant.incidents.get(id)?.comments ?? [];
		expect(comments).toHaveLength(before + 1);
		expect(comments.at(-1)?.comment).toBe(hunt?.['summary']);
	});

	it('activated trigger → only high incidents that appear later', async () => {
		const { engine, tenant, credentials, credentialId } = current.bench;
		const workflow = firstWorkflow({ id: credentialId, name: 'Practice' });
		const trigger = await engine.activate(workflow, { credentials });
		const { id } = tenant.incidents.create({ severity: 'high' });
		tenant.incidents.create({ severity: 'low' });
		tenant.clock.advance(60_000);
		const items = await trigger.poll();
		expect(items?.map(({ json }) => json['id'])).toEqual([id]);
	});
});
