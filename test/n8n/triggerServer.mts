import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createCredential } from '../../lab/editor/credentialForm.mts';
import type { RestClient } from '../../lab/editor/restClient.mts';
import { activateWorkflow, saveWorkflow } from '../../lab/editor/workflowRun.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';
import { CREDENTIAL_TYPE } from './bench.mts';
import { executionRows, nodeStates, type ExecutionRow } from './database.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';

/** A poll whose result counted, as the trigger logs it. */
export interface LoggedPoll {
	/** Everything before this instant of the service's clock was read. */
	readonly to: string;
	/** Items that it gave. */
	readonly items: number;
	/** Length of the tenant's journal when the line was read. */
	readonly journal: number;
}

/** A real n8n in which a workflow with an active trigger can be killed, restarted and renamed. */
export interface TriggerServer {
	readonly running: RunningN8n;
	readonly tenant: Tenant;
	readonly polls: readonly LoggedPoll[];
	/** Names that the trigger has or had. */
	readonly names: readonly string[];
	/** Waits until so many more polls have counted. */
	polled(count: number): Promise<void>;
	deactivate(): Promise<void>;
	/** Saves the workflow with another name of its trigger; active ones go on as they were. */
	rename(name: string): Promise<void>;
	/** n8n answers before the trigger has polled. */
	activate(): Promise<void>;
	/** Waits until the trigger has begun, which tells nothing. */
	begun(): Promise<void>;
	rows(): Promise<readonly ExecutionRow[]>;
	/** What n8n keeps of the trigger, by the names that it had. */
	states(): Promise<readonly (readonly [string, unknown])[]>;
}

const LINE = /polled: window \S+ to (\S+), .*?delivered (\d+), redelivered (\d+)/g;
const BEGUN = 'polled: started 1';
const POLL_MS = 100;
const POLLED_MS = 180_000;

/** @param workflowFor a workflow whose trigger is its first node, with the credential of this id */
export async function startTriggerServer(
	workflowFor: (credentialId: string) => WorkflowJson,
): Promise<TriggerServer> {
	const polls: LoggedPoll[] = [];
	const running = await startRunningN8n('trigger', (n8n) => ({
		...n8n,
		environment: { ...n8n.environment, N8N_LOG_LEVEL: 'info' },
		log: {
			...n8n.log,
			add: (text) => {
				n8n.log.add(text);
				polls.push(...pollsIn(text.toString()).map((one) => ({ ...one, journal: tenant.journal.length })));
			},
		},
	}));
	const { rest, n8n, practice } = running;
	const tenant = practice.addTenant({ running: true });
	const until = async (holds: () => boolean): Promise<void> => {
		for (const deadline = Date.now() + POLLED_MS; !holds(); await pause(POLL_MS))
			if (Date.now() > deadline) throw new Error(`The trigger did not poll.\n${n8n.log.tail()}`);
	};
	const { id: credentialId } = await createCredential(rest, CREDENTIAL_TYPE, 'Practice', {
		...tenant.credential(),
	});
	const workflow = workflowFor(credentialId);
	const names = [workflow.nodes[0]?.name ?? ''];
	const id = await saveWorkflow(rest, workflow);
	return {
		...{ running, tenant, polls, names },
		polled: async (count) => {
			const wanted = polls.length + count;
			await until(() => polls.length >= wanted);
		},
		begun: () => until(() => n8n.log.text().includes(BEGUN)),
		deactivate: async () => void (await rest.call('POST', `workflows/${id}/deactivate`)),
		rename: async (name) => {
			await renameTrigger(rest, id, names.at(-1) ?? '', name);
			names.push(name);
		},
		activate: () => activateWorkflow(rest, id),
		rows: () => executionRows(n8n, names),
		states: () => nodeStates(n8n),
	};
}

function pollsIn(text: string): readonly Omit<LoggedPoll, 'journal'>[] {
	return [...text.matchAll(LINE)].map(([, to = '', delivered, redelivered]) => ({
		...{ to, items: Number(delivered) + Number(redelivered) },
	}));
}

const saved = z.object({
	versionId: z.string(),
	nodes: z.array(z.object({ name: z.string() }).passthrough()),
	connections: z.record(z.unknown()),
});

/** As the editor does: the node and the lines that leave it get the new name. */
async function renameTrigger(rest: RestClient, id: string, from: string, to: string): Promise<void> {
	const { versionId, nodes, connections } = saved.parse(await rest.call('GET', `workflows/${id}`));
	const { [from]: lines, ...others } = connections;
	await rest.call('PATCH', `workflows/${id}`, {
		versionId,
		nodes: nodes.map((node) => (node.name === from ? { ...node, name: to } : node)),
		connections: { ...others, [to]: lines },
	});
}
