import { expect } from 'vitest';
import { openCredential } from '../../lab/editor/credentialForm.mts';
import { furnish } from '../../lab/editor/furnish.mts';
import { readPlaybooks } from '../../lab/editor/playbooks.mts';
import {
	credentialFields,
	settingsOf,
	startSurroundings,
	type Surroundings,
} from '../../lab/editor/surroundings.mts';
import {
	finished,
	paused,
	runWorkflow,
	startWorkflow,
	type WorkflowRun,
} from '../../lab/editor/workflowRun.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';
import { readIncident } from './workflow.mts';

const HOUR_MS = 3_600_000;
const APP = { type: 'defenderXdrAppOAuth2Api', name: 'Microsoft Defender XDR App' };
const USER = { type: 'defenderXdrUserOAuth2Api', name: 'Microsoft Defender XDR User' };

/** A real n8n with every playbook as it is in the repository, and all that they talk to. */
export interface PlaybookServers {
	readonly running: RunningN8n;
	readonly surroundings: Surroundings;
	/** Ids of the workflows by file name. */
	readonly workflows: Readonly<Record<string, string>>;
	/** Another tenant of the same seed, which the playbooks talk to from now on. */
	moveIn(): Promise<Tenant>;
	/** An item as the trigger delivers an incident: as it is now, with alerts. */
	delivered(id: string): Promise<object>;
	/** Starts a playbook from a trigger; its node is given items, or asks the services itself. Ended or waiting. */
	run(playbook: string, trigger: string, items?: readonly object[]): Promise<WorkflowRun>;
	/** Fills in the form of a Wait node, as somebody who follows the link in the chat, and waits for the end. */
	decide(run: WorkflowRun, link: string, decision: string): Promise<WorkflowRun>;
	close(): Promise<void>;
}

/** Three hours ago, so that events of what happens now are in the tables and no hunt has to wait for them. */
const earlier = () => new Date(Date.now() - 3 * HOUR_MS).toISOString();

export async function startPlaybookServers(): Promise<PlaybookServers> {
	const running = await startRunningN8n('playbooks');
	const { rest, server } = running;
	const surroundings = await startSurroundings({ now: earlier() });
	const { practice, tenant } = surroundings;
	tenant.app.addRedirectUri(new URL('/rest/oauth2-credential/callback', server.origin).href);
	const workflows = await furnish(rest, {
		playbooks: readPlaybooks(),
		credentials: credentialFields(surroundings),
		settings: settingsOf(surroundings),
		connected: USER,
		user: tenant.user,
	});
	const credentials = (await rest.call('GET', 'credentials')) as { id: string; type: string }[];
	const app = credentials.find(({ type }) => type === APP.type);
	if (app === undefined) throw new Error('n8n has no credential for the app.');
	return {
		running,
		surroundings,
		workflows,
		moveIn: async () => {
			const next = practice.addTenant({ now: earlier() });
			await openCredential(rest, { ...APP, id: app.id }).save({ ...next.credential() });
			return next;
		},
		delivered: async (id) => {
			const { runData } = await runWorkflow(rest, readIncident(id, app.id));
			return runData['Get Incidents']?.[0]?.data?.['main']?.[0]?.[0]?.json ?? {};
		},
		run: async (playbook, trigger, items) => {
			const id = workflows[playbook] ?? '';
			const pinData = items && { [trigger]: items.map((json) => ({ json })) };
			if (pinData !== undefined) await rest.call('PATCH', `workflows/${id}`, { pinData });
			return await paused(rest, await startWorkflow(rest, id, trigger));
		},
		decide: async ({ executionId }, link, decision) => {
			const form = new FormData();
			form.set('field-0', decision);
			form.set('field-1', 'Ann');
			const answer = await fetch(link, { method: 'POST', body: form });
			expect(answer.status, await answer.text()).toBe(200);
			return await finished(rest, executionId);
		},
		close: async () => {
			await running.close();
			await surroundings.close();
		},
	};
}

/** What may not grow when a playbook runs again: tickets, their comments, and comments and tags of incidents. */
export function written({ jira }: Surroundings, tenant: Tenant) {
	return {
		tickets: jira.issues.all().map(({ key, comments }) => [key, comments.length]),
		incidents: tenant.incidents
			.all()
			.map(({ id, comments, customTags }) => [id, comments.length, customTags.join()]),
	};
}

/** Calls that a tenant refused, and unexpected ends: none in a good run. */
export const refusals = (tenant: Tenant): readonly string[] =>
	tenant.calls
		.filter(({ status }) => status >= 400)
		.map(({ method, path, status }) => `${method} ${path} ${status}`);
