import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createCredential } from '../../lab/editor/credentialForm.mts';
import type { Instance } from '../../lab/editor/instance.mts';
import { createRestClient, type RestClient } from '../../lab/editor/restClient.mts';
import { startServer, type Server } from '../../lab/editor/server.mts';
import { activateWorkflow, saveWorkflow } from '../../lab/editor/workflowRun.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { startPractice, type Practice, type Tenant } from '../../lab/tenant/practice.mts';
import { CREDENTIAL_TYPE, startInstance } from './bench.mts';
import { executionRows, nodeStates, type ExecutionRow } from './database.mts';
import { watchLeaks } from './leaks.mts';

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
export interface TriggerHouse {
	readonly instance: Instance;
	readonly practice: Practice;
	readonly tenant: Tenant;
	readonly polls: readonly LoggedPoll[];
	/** Names that the trigger has or had. */
	readonly names: readonly string[];
	/** Waits until so many more polls have counted. */
	polled(count: number): Promise<void>;
	/** SIGKILL for n8n and all it started. */
	kill(): Promise<void>;
	/** Starts n8n and waits for its editor. */
	start(): Promise<void>;
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
	close(): Promise<void>;
}

const LINE = /Incident Trigger polled (\{.*?\})/g;
const summary = z.object({ window: z.string(), told: z.number(), again: z.number() });
const BEGUN = 'Incident Trigger polled { "started": 1';
const POLL_MS = 100;
const POLLED_MS = 180_000;

/** @param workflowFor a workflow whose trigger is its first node, with the credential of this id */
export async function startTriggerHouse(
	workflowFor: (credentialId: string) => WorkflowJson,
): Promise<TriggerHouse> {
	const leaks = watchLeaks();
	const [practice, plain] = await Promise.all([startPractice(), startInstance('trigger')]);
	const tenant = practice.addTenant({ running: true });
	const polls: LoggedPoll[] = [];
	const listen = (text: string) => {
		for (const [, json = ''] of text.matchAll(LINE)) {
			const read = summary.safeParse(JSON.parse(json));
			if (!read.success) continue;
			const { window, told, again } = read.data;
			// n8n's log puts a space behind each colon.
			const [, to = ''] = window.replaceAll(': ', ':').split(' to ');
			polls.push({ to, items: told + again, journal: tenant.journal.length });
		}
	};
	const instance: Instance = {
		...plain,
		environment: { ...plain.environment, N8N_LOG_LEVEL: 'debug' },
		log: {
			...plain.log,
			add: (text) => {
				plain.log.add(text);
				listen(text.toString());
			},
		},
	};
	const until = async (holds: () => boolean): Promise<void> => {
		for (const deadline = Date.now() + POLLED_MS; !holds(); await pause(POLL_MS))
			if (Date.now() > deadline) throw new Error(`The trigger did not poll.\n${plain.log.tail()}`);
	};
	let server: Server = await startServer(instance);
	const rest = createRestClient(server.origin);
	await rest.setUpOwner();
	await rest.signIn();
	const { id: credentialId } = await createCredential(rest, CREDENTIAL_TYPE, 'Practice', {
		...tenant.credential(),
	});
	const workflow = workflowFor(credentialId);
	const names = [workflow.nodes[0]?.name ?? ''];
	const id = await saveWorkflow(rest, workflow);
	return {
		...{ instance, practice, tenant, polls, names },
		polled: async (count) => {
			const wanted = polls.length + count;
			await until(() => polls.length >= wanted);
		},
		begun: () => until(() => plain.log.text().includes(BEGUN)),
		kill: async () => {
			process.kill(-server.pid, 'SIGKILL');
			await server.ended;
		},
		start: async () => {
			server = await startAgain(instance);
		},
		deactivate: async () => void (await rest.call('POST', `workflows/${id}/deactivate`)),
		rename: async (name) => {
			await renameTrigger(rest, id, names.at(-1) ?? '', name);
			names.push(name);
		},
		activate: () => activateWorkflow(rest, id),
		rows: () => executionRows(plain, names),
		states: () => nodeStates(plain),
		close: async () => {
			await server.stop();
			try {
				leaks.settle(plain);
			} finally {
				plain.remove();
				await practice.close();
			}
		},
	};
}

/**
 * n8n 2.41.1 may end while it recovers an execution that was killed before it had begun ("reading 'getTime'"); whoever runs
 * it starts it again.
 */
async function startAgain(instance: Instance): Promise<Server> {
	try {
		return await startServer(instance);
	} catch {
		return await startServer(instance);
	}
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
