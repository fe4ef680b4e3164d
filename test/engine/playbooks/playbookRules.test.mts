import type { INode } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { WorkflowJson } from '../../../lab/engine/engine.mts';
import { each, kindOf, PLAYBOOKS, record, textOf } from './playbookNodes.mts';

/** Nodes behind a node, itself left out. */
function behind({ connections }: WorkflowJson, start: string): ReadonlySet<string> {
	const found = new Set<string>();
	const open = [start];
	for (let name = open.pop(); name !== undefined; name = open.pop())
		for (const output of Object.values(connections[name] ?? {}).flat())
			for (const { node } of output ?? [])
				if (!found.has(node)) {
					found.add(node);
					open.push(node);
				}
	return found;
}

describe('every playbook › a write based on an earlier decision', () => {
	/** Why a node may write without a condition: it only adds facts that stay true whatever people do meanwhile. */
	const ONLY_ADDS: Readonly<Record<string, string>> = {
		'ai-triage-assistant › Tag as Asked': 'a question was asked',
		'ai-triage-assistant › Leave to Analyst': 'what the model suggested and a person decided; no verdict',
		'compromised-account › Note Only': 'what the hunts found; nobody was asked',
		'compromised-account › Tag as Asked': 'a question was asked',
		'compromised-account › Leave to Analyst': 'what the hunts found and that a person rejected',
		'compromised-account › Tag as Escalated': 'what the hunts found and that nobody decided',
		'hunt-around › Write Comment': 'what the hunts found; decides nothing',
		'new-incident-ticket › Link Back': 'the ticket that exists, and that the delivery was processed',
		'phishing-scope › Tag as Scoped': 'what the hunts found; no verdict',
		'phishing-scope › Tag as Asked': 'a question was asked',
		'phishing-scope › Leave to Analyst': 'what the hunts found and a person decided; no verdict',
		'sla-watch-and-digest › Tag as Reported': 'the channels were notified',
	};
	const writers = each(['updateIncident', 'updateIncidentTool']).filter(
		({ node }) => record(node.parameters['options'])['dryRun'] !== true,
	);
	const changes = ({ parameters }: INode) =>
		Object.keys(record(parameters['updateFields'])).length > 0 ||
		!['keep', 'add', undefined].includes(parameters['tagsMode'] as string | undefined);
	const isGuarded = ({ parameters }: INode) => {
		const { sameAsInput, untouched } = record(parameters['onlyIf']);
		return sameAsInput === true || untouched === true;
	};

	it('writing nodes → conditions for changes, or only additions with a reason listed here', () => {
		expect(writers.length).toBeGreaterThan(15);
		const free = writers.filter(({ node }) => !isGuarded(node));
		expect(free.filter(({ node }) => changes(node)).map(({ at }) => at)).toEqual([]);
		expect(free.map(({ at }) => at).sort()).toEqual(Object.keys(ONLY_ADDS).sort());
	});

	it('conflict → returned as an item, and a later node lists it', () => {
		const guarded = writers.filter(({ node }) => isGuarded(node));
		expect(guarded.length).toBeGreaterThanOrEqual(8);
		for (const { at, node, playbook } of guarded) {
			expect(record(node.parameters['options'])['onConflict'] ?? 'item', at).toBe('item');
			const after = playbook.nodes.filter(({ name }) => behind(playbook, node.name).has(name));
			const looks = after.filter(
				(one) =>
					['if', 'filter', 'switch'].includes(kindOf(one)) &&
					/\.outcome/u.test(JSON.stringify(one.parameters)),
			);
			expect(looks.length, at).toBeGreaterThan(0);
			const listed = after.filter((one) =>
				/outcome === 'conflict'|\.outcome, |json\.outcome \+/u.test(JSON.stringify(one.parameters)),
			);
			expect(listed.length, at).toBeGreaterThan(0);
		}
	});
});

describe('every playbook › shortened lists', () => {
	/** Where a list is shortened, and where the text states how much is missing. */
	const STATED: Readonly<Record<string, string>> = {
		'ai-triage-assistant › Prepare Data': 'data and leftOut: 30 of 45 alerts',
		'compromised-account › Score': 'lines "… and 3 more"',
		'jira-sync › Compose Message': '"… and 3 more"; buttons for five of the listed tickets',
		'jira-sync › Decide': 'the comments of this event, counted from the end',
		'jira-sync › Not Named': '"and 3 more"',
		'jira-sync › Not Ours': '"and 3 more"',
		'jira-sync › Ticket': 'the number behind mde-',
		'new-incident-ticket › Compose Message': '"and 3 more"',
		'new-incident-ticket › Describe': '20 of 51',
		'phishing-scope › Summarize': 'lines "… and 3 more"',
		'scheduled-hunt › Write Mail': '"… and 3 more, see the execution"',
		'sla-watch-and-digest › Compose Page': '"… and 3 more"; buttons for five of the listed incidents',
		'sla-watch-and-digest › Count': 'digest: 10 of 34',
	};

	it('shortened list → the text states it', () => {
		const cuts = PLAYBOOKS.flatMap(({ name, playbook }) =>
			playbook.nodes
				.filter(({ parameters }) => JSON.stringify(parameters).includes('.slice('))
				.map((node) => `${name} › ${node.name}`),
		);
		expect(cuts.sort()).toEqual(Object.keys(STATED).sort());
		expect(each(['limit']).map(({ at }) => at)).toEqual([]);
	});

	it('shortened text or name → ends in an ellipsis', () => {
		for (const { name, playbook } of PLAYBOOKS) {
			const text = JSON.stringify(playbook.nodes.map(({ parameters }) => parameters));
			expect(text, name).not.toMatch(/match\(\/\^\.\{0,\d+\}/u);
			for (const [, replacement = ''] of text.matchAll(/\{\d+\}\)(?:\[\^\]|\.)\{\d+,\}\$\/u?, '([^']*)'/gu))
				expect(replacement, name).toContain('…');
		}
	});
});

describe('every playbook › tickets', () => {
	/** Searches that also find tickets of others, to name them. Other searches decide what is done with a ticket. */
	const ALL_TICKETS = ['jira-sync › Tickets', 'new-incident-ticket › Find Tickets'];

	it('search → only tickets of its own account, except to name those of others', () => {
		const searches = each(['jira']).filter(({ node }) => node.parameters['operation'] === 'getAll');
		const jql = (node: INode) => textOf(record(node.parameters['options'])['jql']);
		const others = searches.filter(({ node }) => !jql(node).includes(' AND creator = currentUser() AND '));
		expect(others.map(({ at }) => at).sort()).toEqual(ALL_TICKETS);
		expect(searches.length).toBeGreaterThan(ALL_TICKETS.length);
	});

	it('tickets → contain no state', () => {
		for (const { name, playbook } of PLAYBOOKS)
			expect(JSON.stringify(playbook.nodes), name).not.toMatch(/mde-(?:sync|told)/u);
	});
});

describe('every playbook › approvals', () => {
	it('open link of an approval → the notes name the n8n version with links that cannot be guessed', () => {
		const asking = each(['wait']).filter(({ node }) =>
			['form', 'webhook'].includes(textOf(node.parameters['resume'])),
		);
		expect(asking).toHaveLength(3);
		for (const { at, playbook } of asking) {
			const notes = JSON.stringify(playbook.nodes.filter((node) => kindOf(node) === 'stickyNote'));
			expect(notes, at).toMatch(/\*\*n8n 2\.15 or later\*\* \(tested with 2\.41\)/u);
			expect(notes, at).toMatch(/random token/u);
		}
	});
});
