import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WorkflowJson } from '../../../lab/engine/engine.mts';
import { BASE_NODES } from '../../../lab/engine/baseNodes.mts';

const FILE = new URL('../../../playbooks/incident-triage.json', import.meta.url);
const OURS = 'n8n-nodes-microsoft-defender-xdr.';
const BASE = 'n8n-nodes-base.';

const playbook = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowJson;
const notes = playbook.nodes.filter(({ type }) => type === `${BASE}stickyNote`);

describe('triage playbook, file', () => {
	it('nodes → only those of n8n and this package, and no Code node', () => {
		for (const { name, type } of playbook.nodes) {
			const known = type.startsWith(OURS) || Object.hasOwn(BASE_NODES, type.replace(BASE, ''));
			expect(known, `${name} is a ${type}`).toBe(true);
			expect(type).not.toBe(`${BASE}code`);
		}
	});

	it('IDs, names and positions of nodes → unique', () => {
		const { nodes } = playbook;
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ position }) => position.join())).size).toBe(nodes.length);
	});

	it('connections → every node except notes, and only nodes that exist', () => {
		const names = new Set(playbook.nodes.map(({ name }) => name));
		const linked = Object.entries(playbook.connections).flatMap(([from, { main = [] }]) => [
			from,
			...main.flatMap((output) => (output ?? []).map(({ node }) => node)),
		]);
		const expected = [...names].filter((name) => !notes.some((note) => note.name === name));
		expect([...new Set(linked)].sort()).toEqual(expected.sort());
	});

	it('nodes named in expressions → exist', () => {
		const names = new Set(playbook.nodes.map(({ name }) => name));
		const named = JSON.stringify(playbook.nodes.map(({ parameters }) => parameters)).matchAll(
			/\$\('([^']+)'\)/g,
		);
		const unknown = [...named].map(([, name]) => name ?? '').filter((name) => !names.has(name));
		expect(unknown).toEqual([]);
	});

	it('credentials → a placeholder for the user to replace', () => {
		const own = playbook.nodes.filter(({ type }) => type.startsWith(OURS));
		expect(own).toHaveLength(6);
		for (const { credentials } of own) {
			expect(credentials).toEqual({
				defenderXdrAppOAuth2Api: {
					id: 'REPLACE_WITH_YOUR_CREDENTIAL',
					name: 'Microsoft Defender XDR App',
				},
			});
		}
	});

	it('text of the hunt → no expression', () => {
		const hunt = playbook.nodes.find(({ type }) => type === `${OURS}runHuntingQuery`);
		expect(hunt?.parameters['query']).toEqual(expect.not.stringMatching(/^=|\{\{/));
	});

	it('notes → the permissions, the schedule and how to triage again', () => {
		const text = JSON.stringify(notes.map(({ parameters }) => parameters['content']));
		expect(text).toContain('SecurityIncident.ReadWrite.All');
		expect(text).toContain('ThreatHunting.Read.All');
		expect(text).toContain('Schedule Trigger');
		expect(text).toContain('remove the tag to triage it again');
	});
});
