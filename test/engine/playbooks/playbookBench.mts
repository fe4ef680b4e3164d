import { readFileSync } from 'node:fs';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { dataTableRows } from '../../../lab/engine/dataTables.mts';
import { CredentialStore, type RunResult, type WorkflowJson } from '../../../lab/engine/engine.mts';
import { startChat, type Chat } from '../../../lab/standIns/chat.mts';
import { startJira, type Jira, type JiraOptions } from '../../../lab/standIns/jira/jira.mts';
import { startMailbox, type Mailbox } from '../../../lab/standIns/mailbox.mts';
import type { Tenant } from '../../../lab/tenant/practice.mts';
import { CREDENTIAL_TYPE, our, ourEngine, startBench } from '../../support/practice.mts';
import { deliveredItems } from './deliveredItems.mts';
import { INVISIBLE } from './hostile.mts';
import { changeSettings, withCredentials, type Settings } from './playbookSettings.mts';

/** A playbook of the repository with its credentials chosen, a practice tenant and the stand-ins it may talk to. */
export interface PlaybookBench {
	readonly tenant: Tenant;
	readonly jira: Jira;
	readonly chat: Chat;
	readonly mailbox: Mailbox;
	/** As it will run; nodes may be changed before a run. */
	readonly playbook: WorkflowJson;
	/** Changes fields of the node Settings. */
	set(settings: Settings): void;
	/** Rows of the playbook's data table; a test may change them. */
	rows(table: string): NonNullable<ReturnType<typeof dataTableRows>>;
	/** The node of that name. */
	node(name: string): INode;
	/**
	 * Runs from a trigger with these items. n8n's Schedule Trigger creates its own. Items of an Incident Trigger that
	 * reports new incidents get the incident as it is now, as the trigger delivers it.
	 *
	 * @param after called when a node has finished, with its name
	 */
	run(trigger: string, items?: readonly object[], after?: (node: string) => void): Promise<RunResult>;
	/**
	 * Activates the playbook's Incident Trigger; each poll that finds something runs the playbook.
	 *
	 * @param cutAfter name of the node after which the execution is canceled; without it, the execution ends by itself
	 */
	activate(): Promise<{ readonly poll: (cutAfter?: string) => Promise<RunResult | undefined> }>;
	close(): Promise<void>;
}

const START_MS = 120_000;
/** A run with several hunts on a busy machine. */
const HUNTS_MS = 60_000;
const TABLES =
	'AlertEvidence, CloudAppEvents, DeviceFileEvents, DeviceNetworkEvents, DeviceProcessEvents, EmailEvents, EntraIdSignInEvents, UrlClickEvents';
let benches = 0;

export const readPlaybookFile = (name: string): WorkflowJson =>
	JSON.parse(
		readFileSync(new URL(`../../../playbooks/${name}.json`, import.meta.url), 'utf8'),
	) as WorkflowJson;

/** Starts everything; Jira's clock is the tenant's. */
export async function startPlaybook(
	name: string,
	settings: Settings = {},
	{ jira: jiraOptions }: { readonly jira?: JiraOptions } = {},
): Promise<PlaybookBench> {
	const bench = await startBench();
	const { tenant } = bench;
	const now = () => new Date(Date.parse(tenant.clock.now()));
	const [jira, chat, mailbox] = await Promise.all([
		startJira({ now, ...jiraOptions }),
		startChat(),
		startMailbox(),
	]);
	const credentials = new CredentialStore();
	const chosen = new Map<string, { id: string; name: string }>([
		[CREDENTIAL_TYPE, credentials.create(CREDENTIAL_TYPE, { ...tenant.credential() })],
		['jiraSoftwareCloudApi', credentials.create('jiraSoftwareCloudApi', { ...jira.credential })],
		['smtp', credentials.create('smtp', { ...mailbox.credential })],
	]);
	const defaults = { jiraUrl: jira.origin, teamsWebhookUrl: chat.teamsUrl, slackWebhookUrl: chat.slackUrl };
	const playbook = withCredentials(readPlaybookFile(name), chosen);
	changeSettings(playbook, { ...defaults, ...settings });
	const engine = await ourEngine();
	const workflowId = `playbook-${++benches}`;
	const node = (wanted: string): INode => {
		const found = playbook.nodes.find((one) => one.name === wanted);
		if (found === undefined) throw new Error(`The playbook has no node "${wanted}".`);
		return found;
	};
	const start = (
		trigger: string,
		items?: readonly object[],
		after?: (node: string) => void,
		signal?: AbortSignal,
	): Promise<RunResult> =>
		engine.run(playbook, {
			credentials,
			workflowId,
			startNode: trigger,
			mode: 'trigger',
			...(after && { onNodeFinished: after }),
			...(signal && { signal }),
			...(items && {
				pinData: { [trigger]: items.map((json): INodeExecutionData => ({ json: { ...json } })) },
			}),
		});
	const run: PlaybookBench['run'] = async (trigger, items, after) => {
		const isNew = JSON.stringify(node(trigger).parameters['events'] ?? []).includes('created');
		return await start(trigger, items && isNew ? await deliveredItems(bench, items) : items, after);
	};
	return {
		tenant,
		jira,
		chat,
		mailbox,
		playbook,
		set: (changes) => changeSettings(playbook, changes),
		rows: (table) => {
			const rows = dataTableRows(workflowId, table);
			if (rows === undefined) throw new Error(`The playbook has no data table "${table}" yet.`);
			return rows;
		},
		node,
		run,
		activate: async () => {
			const [trigger] = playbook.nodes.filter(({ type }) => type.endsWith('.incidentTrigger'));
			if (trigger === undefined) throw new Error('The playbook has no Incident Trigger.');
			const active = await engine.activate(
				{ ...playbook, nodes: [trigger], connections: {} },
				{ credentials, workflowId },
			);
			return {
				poll: async (cutAfter) => {
					const items = await active.poll();
					if (items === undefined) return undefined;
					const cut = new AbortController();
					const after = (name: string) => {
						if (name === cutAfter) cut.abort();
					};
					return await start(
						trigger.name,
						items.map(({ json }) => json),
						after,
						cut.signal,
					);
				},
			};
		},
		close: async () => {
			await Promise.all([bench.close(), jira.close(), chat.close(), mailbox.close()]);
		},
	};
}

/**
 * Starts playbooks within a test and closes them after it. A test fails if an outgoing text contains invisible characters.
 * Creates first what all tests of a file share: n8n, the tenant and, for playbooks with hunts, its tables and the KQL engine.
 */
export function playbooksOnDemand({ hunts = false } = {}): typeof startPlaybook {
	const open: PlaybookBench[] = [];
	if (hunts) vi.setConfig({ testTimeout: HUNTS_MS });
	beforeAll(async () => {
		const bench = await startBench();
		if (hunts) await bench.run(our('runHuntingQuery', { query: `union ${TABLES} | count` }));
		await bench.close();
	}, START_MS);
	afterEach(async () => {
		for (const bench of open.splice(0)) {
			await bench.close();
			expect(textsThatLeft(bench).filter((text) => INVISIBLE.test(text))).toEqual([]);
		}
	});
	return async (...options) => {
		const bench = await startPlaybook(...options);
		open.push(bench);
		return bench;
	};
}

/** Everything that a playbook wrote for people: tickets, messages, mails, comments. */
function textsThatLeft({ tenant, jira, chat, mailbox }: PlaybookBench): readonly string[] {
	const own = jira.issues.changes.filter(({ by }) => by === jira.self).map(({ key }) => key);
	const tickets = jira.issues.all().filter(({ key }) => own.includes(key));
	return [
		...tickets.flatMap(({ summary, description }) => [summary, description ?? '']),
		...tickets.flatMap(({ comments }) => comments.map(({ text }) => text)),
		...tickets.flatMap(({ remoteLinks }) => remoteLinks.map(({ title }) => title)),
		...chat.posts.map(({ text }) => text),
		...mailbox.mails.flatMap(({ subject, text, html }) => [subject, text, html]),
		...tenant.incidents
			.all()
			.flatMap(({ comments }) => comments.map(({ comment }) => String(comment)))
			.filter((comment) => comment.includes('n8n workflow')),
	];
}
