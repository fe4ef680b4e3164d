import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'flatted';
import type { IRunData } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { WorkflowJson } from '../engine/engine.mts';
import type { RestClient } from './restClient.mts';

/** One execution that was started with the editor's button, read from n8n's database. */
export interface WorkflowRun {
	readonly executionId: string;
	readonly status: string;
	readonly error?: { readonly message: string; readonly description?: string | null | undefined };
	readonly runData: IRunData;
}

const RUN_MS = 60_000;
const POLL_MS = 200;
const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

const created = z.object({ id: z.string() });
const started = z.object({ executionId: z.string() });
const stored = z.object({ status: z.string(), data: z.string() });
const contents = z.object({
	resultData: z.object({
		error: z.object({ message: z.string(), description: z.string().nullish() }).optional(),
		runData: z.custom<IRunData>((value) => typeof value === 'object' && value !== null),
	}),
});

/** Saves a workflow as a new one and returns its id. */
export async function saveWorkflow(rest: RestClient, workflow: WorkflowJson): Promise<string> {
	const body = { name: 'Practice', settings: {}, ...workflow };
	return created.parse(await rest.call('POST', 'workflows', body)).id;
}

/** Saves a workflow, starts it from its node Start, and waits until it ends. Throws an Error if it does not. */
export async function runWorkflow(rest: RestClient, workflow: WorkflowJson): Promise<WorkflowRun> {
	return await finished(rest, await startWorkflow(rest, await saveWorkflow(rest, workflow), 'Start'));
}

/** Starts a saved workflow from one of its triggers, as the editor's button does, and returns the execution's id. */
export async function startWorkflow(rest: RestClient, id: string, trigger: string): Promise<string> {
	const body = { triggerToStartFrom: { name: trigger } };
	return started.parse(await rest.call('POST', `workflows/${id}/run`, body)).executionId;
}

/** Lets a saved workflow start by itself from now on. */
export async function activateWorkflow(rest: RestClient, id: string): Promise<void> {
	const { versionId } = z.object({ versionId: z.string() }).parse(await rest.call('GET', `workflows/${id}`));
	await rest.call('POST', `workflows/${id}/activate`, { versionId });
}

/** Opens a saved workflow in the editor, presses its button, and waits for the end of the execution. */
export async function runInEditor(
	page: Page,
	rest: RestClient,
	{ origin, workflowId }: { readonly origin: string; readonly workflowId: string },
): Promise<WorkflowRun> {
	await page.goto(`${origin}/workflow/${workflowId}`, { waitUntil: 'domcontentloaded' });
	const answer = page.waitForResponse((one) => one.url().endsWith(`/rest/workflows/${workflowId}/run`));
	await page.getByTestId('execute-workflow-button').click();
	const { data } = z.object({ data: started }).parse(await (await answer).json());
	return await finished(rest, data.executionId);
}

/** Waits until an execution has ended, or waits for a person. */
export async function paused(rest: RestClient, executionId: string): Promise<WorkflowRun> {
	return await finished(rest, executionId, ['waiting']);
}

/** @param also statuses that count as an end too */
export async function finished(
	rest: RestClient,
	executionId: string,
	also: readonly string[] = [],
): Promise<WorkflowRun> {
	const deadline = Date.now() + RUN_MS;
	while (Date.now() < deadline) {
		const { status, data } = stored.parse(await rest.call('GET', `executions/${executionId}`));
		if (also.includes(status) || !UNFINISHED.includes(status))
			return { executionId, status, ...readContents(data) };
		await pause(POLL_MS);
	}
	throw new Error(`Execution ${executionId} did not end within ${RUN_MS / 1000} seconds.`);
}

function readContents(data: string): Omit<WorkflowRun, 'status' | 'executionId'> {
	const { error, runData } = contents.parse(parse(data)).resultData;
	return { runData, ...(error === undefined ? {} : { error }) };
}
