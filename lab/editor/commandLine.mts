import { randomBytes } from 'node:crypto';
import type { IRunExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { WorkflowJson } from '../engine/engine.mts';
import type { Instance } from './instance.mts';

/** A credential as `n8n import:credentials` reads it, with its data in the clear. */
export interface ImportedCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** An id of the length and alphabet of n8n's own. */
export const newId = (): string => randomBytes(8).toString('hex');

/** Imports a credential; the file with its secret is as private as the user folder and goes with it. */
export async function importCredential(instance: Instance, credential: ImportedCredential): Promise<void> {
	const file = instance.jsonFile('credentials.json', [credential]);
	const said = await instance.command(['import:credentials', `--input=${file}`]);
	if (!said.includes('Successfully imported 1 credential.'))
		throw new Error(`n8n did not import it: ${said}`);
}

/** Imports a workflow and returns its new id. */
export async function importWorkflow(instance: Instance, workflow: WorkflowJson): Promise<string> {
	const id = newId();
	const file = instance.jsonFile('workflow.json', [{ settings: {}, active: false, ...workflow, id }]);
	const said = await instance.command(['import:workflow', `--input=${file}`]);
	if (!said.includes('Successfully imported 1 workflow.')) throw new Error(`n8n did not import it: ${said}`);
	return id;
}

const execution = z.object({
	status: z.string(),
	data: z.custom<IRunExecutionData>(
		(value) => z.object({ resultData: z.object({}) }).safeParse(value).success,
	),
});

/** One execution as `n8n execute --rawOutput` prints it. */
export type Execution = z.infer<typeof execution>;

/** Runs an imported workflow to its end. Throws when the workflow fails, with the log's end. */
export async function execute(instance: Instance, workflowId: string): Promise<Execution> {
	const printed = await instance.command(['execute', `--id=${workflowId}`, '--rawOutput']);
	// n8n's own notices, such as one about a port, may precede the JSON.
	const start = printed.search(/^\{$/m);
	if (start < 0) throw new Error(`"n8n execute" printed no JSON.\n${instance.log.tail()}`);
	return execution.parse(JSON.parse(printed.slice(start)));
}
