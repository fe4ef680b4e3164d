import type { INode } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { credentialsOf, readPlaybooks, withSettings } from '../../editor/playbooks.mts';

const node = (name: string, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [0, 0],
	parameters: {},
	...more,
});
const settings = (name: string) =>
	node(name, {
		parameters: {
			options: {},
			assignments: {
				assignments: [
					{ id: '1', name: 'settings.jiraUrl', type: 'string', value: 'https://example.atlassian.net' },
					{ id: '2', name: 'settings.project', type: 'string', value: 'SOC' },
				],
			},
		},
	});
const jira = (name: string) => node(name, { credentials: { jiraApi: { id: 'x', name: 'Jira' } } });

describe('editor playbooks', () => {
	it('the playbooks folder → every file, under its name in n8n', () => {
		const playbooks = readPlaybooks();
		expect(playbooks.map(({ id }) => id)).toContain('incident-triage');
		expect(new Set(playbooks.map(({ name }) => name)).size).toBe(playbooks.length);
		for (const { name } of playbooks) expect(name).toMatch(/^Defender XDR: /);
	});

	it('two nodes with the same credential → listed once', () => {
		const workflow = { nodes: [jira('a'), node('b'), jira('c')], connections: {} };
		expect(credentialsOf([{ id: 'p', name: 'P', workflow }])).toEqual([{ type: 'jiraApi', name: 'Jira' }]);
	});

	it('new settings → written to the node Settings only', () => {
		const workflow = { nodes: [settings('Settings'), settings('Other'), node('Settings')], connections: {} };
		const filledIn = withSettings(workflow, { jiraUrl: 'http://127.0.0.1:1', unknown: 'x' });
		const text = JSON.stringify(filledIn);
		expect(text.match(/http:\/\/127\.0\.0\.1:1/g)).toHaveLength(1);
		expect(filledIn.nodes[1]).toEqual(workflow.nodes[1]);
		const restored = { jiraUrl: 'https://example.atlassian.net' };
		expect(withSettings(filledIn, restored)).toEqual(workflow);
	});
});
