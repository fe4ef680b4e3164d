import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALL_BASE_NODES, BASE_NODES } from '../../../lab/engine/baseNodes.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { loadCatalogue } from '../../../lab/engine/catalogue.mts';
import { readPlaybookFile } from './playbookBench.mts';

const OURS = 'n8n-nodes-microsoft-defender-xdr.';
const BASE = 'n8n-nodes-base.';
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = new URL('../../../playbooks/', import.meta.url);
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/u, ''));

/** Hosts that a playbook may name: examples, and Microsoft Graph and portal. */
const HOSTS =
	/^(?:[\w-]+\.)*example(?:\.(?:com|org))?$|^example\.atlassian\.net$|^(?:graph|security)\.microsoft\.com$/u;
/** Schema of a card; nobody calls it. */
const NAMESPACES = new Set(['adaptivecards.io']);

/** A playbook, its nodes, and the text of their parameters. */
function playbookParts(name: string) {
	const playbook = readPlaybookFile(name);
	const { nodes } = playbook;
	const notes = nodes.filter(({ type }) => type === `${BASE}stickyNote`);
	return { playbook, nodes, notes, text: JSON.stringify(nodes.map(({ parameters }) => parameters)) };
}

const eachPlaybook = eachRow(NAMES);

describe('each playbook file', () => {
	eachPlaybook('node types → known ones, and no Code node', (name) => {
		const { nodes } = playbookParts(name);
		for (const { name: node, type } of nodes) {
			const known =
				type.startsWith(OURS) ||
				type.startsWith('@n8n/n8n-nodes-langchain.') ||
				Object.hasOwn(BASE_NODES, type.replace(BASE, ''));
			expect(known, `${node} is a ${type}`).toBe(true);
			expect(type).not.toMatch(/\.(?:code|function|functionItem|executeCommand)$/u);
		}
	});

	eachPlaybook('node versions → ones that n8n has', async (name) => {
		const { nodes } = playbookParts(name);
		const { nodeTypes, nodeNames } = await loadCatalogue(ROOT, ALL_BASE_NODES);
		const known = nodes.filter(({ type }) => nodeNames.includes(type));
		expect(known.length).toBeGreaterThan(3);
		for (const { type, typeVersion } of known) {
			const { description } = nodeTypes.getByNameAndVersion(type, typeVersion) ?? {};
			expect([description?.version].flat(), type).toContain(typeVersion);
		}
	});

	eachPlaybook('node IDs, names and positions → unique', (name) => {
		const { nodes } = playbookParts(name);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ position }) => position.join())).size).toBe(nodes.length);
	});

	eachPlaybook('connections → every node except the notes, and no unknown node', (name) => {
		const { playbook, nodes, notes } = playbookParts(name);
		const linked = Object.entries(playbook.connections).flatMap(([from, outputs]) => [
			from,
			...Object.values(outputs).flatMap((output) =>
				output.flatMap((targets) => (targets ?? []).map(({ node }) => node)),
			),
		]);
		const expected = nodes.filter((node) => !notes.includes(node)).map((node) => node.name);
		expect([...new Set(linked)].sort()).toEqual(expected.sort());
	});

	eachPlaybook('node names in expressions → all exist', (name) => {
		const { nodes, text } = playbookParts(name);
		const names = new Set(nodes.map((node) => node.name));
		const named = [...text.matchAll(/\$\('([^']+)'\)/gu)].map(([, node]) => node ?? '');
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((node) => !names.has(node))).toEqual([]);
	});

	eachPlaybook('first node after each trigger → Settings', (name) => {
		const { playbook, nodes } = playbookParts(name);
		const triggers = nodes.filter(({ type }) => /trigger$/iu.test(type));
		expect(triggers.length).toBeGreaterThan(0);
		for (const trigger of triggers) {
			const targets = (playbook.connections[trigger.name]?.['main'] ?? []).flat();
			expect(targets.map((target) => target?.node)).toEqual(['Settings']);
		}
	});

	eachPlaybook('notes → explain the permissions, settings and credentials', (name) => {
		const { notes } = playbookParts(name);
		const noteText = JSON.stringify(notes.map(({ parameters }) => parameters['content']));
		expect(noteText).toMatch(/SecurityIncident\.Read(?:Write)?\.All|ThreatHunting\.Read\.All/u);
		expect(noteText).toMatch(/\*\*Permissions\*\*/u);
		expect(noteText).toMatch(/\*\*Settings\*\*/u);
		expect(noteText).toMatch(/\*\*Credentials?\*\*/u);
	});

	eachPlaybook('credentials → placeholders that the user replaces', (name) => {
		const { nodes, text } = playbookParts(name);
		const used = nodes.filter(({ type }) => type.startsWith(OURS));
		expect(used.length).toBeGreaterThan(0);
		for (const { credentials } of used)
			expect(Object.keys(credentials ?? {})).toEqual(['defenderXdrAppOAuth2Api']);
		for (const { credentials = {} } of nodes)
			for (const { id } of Object.values(credentials)) expect(id).toBe('REPLACE_WITH_YOUR_CREDENTIAL');
		expect(text).not.toMatch(/hooks\.slack\.com\/services\/|logic\.azure\.com|quickchart/iu);
	});

	eachPlaybook('addresses → examples and Microsoft only', (name) => {
		const { text } = playbookParts(name);
		const hosts = [...text.matchAll(/https?:\/\/([^/"'\\\s`)?]+)/gu)].map(([, host]) => host ?? '');
		expect(hosts.filter((host) => !HOSTS.test(host) && !NAMESPACES.has(host))).toEqual([]);
	});

	eachPlaybook('hunting query → contains no expression', (name) => {
		const { nodes } = playbookParts(name);
		for (const { parameters } of nodes.filter(({ type }) => type === `${OURS}runHuntingQuery`))
			if (parameters['operation'] === 'library') expect(parameters['query']).toBeUndefined();
			else expect(parameters['query']).toEqual(expect.not.stringMatching(/^=|\{\{/u));
	});

	eachPlaybook('hunting query → contains the time range, so that it runs on both APIs', (name) => {
		const { nodes } = playbookParts(name);
		for (const { parameters, type } of nodes) {
			if (!type.startsWith(`${OURS}runHuntingQuery`)) continue;
			if (parameters['operation'] === 'library') {
				// The library puts the time range into the query.
				const hasRange = parameters['entitiesFrom'] === 'incident' || 'timeRange' in parameters;
				expect([hasRange, parameters['query']]).toEqual([true, undefined]);
				continue;
			}
			expect(parameters['timeRange']).toBe('apiDefault');
			expect(parameters['query']).toMatch(
				/Timestamp (?:>=? (?:ago\(|_p_since|huntedFrom)|between \(_p_from \.\. _p_to\))/u,
			);
		}
	});

	/** Maximum nodes of playbooks that hunt with the library, without notes. */
	const MAXIMUM_NODES: ReadonlyMap<string, number> = new Map([['hunt-around', 9]]);

	it('playbooks that hunt with the library → few nodes', () => {
		for (const [name, maximum] of MAXIMUM_NODES) {
			const { nodes, notes } = playbookParts(name);
			expect(nodes.length - notes.length, name).toBeLessThanOrEqual(maximum);
		}
	});

	eachPlaybook('HTTP Request → follows no redirect', (name) => {
		const { nodes } = playbookParts(name);
		for (const { parameters } of nodes.filter(({ type }) => type === `${BASE}httpRequest`))
			expect(parameters).toMatchObject({ options: { redirect: { redirect: { followRedirects: false } } } });
	});

	eachPlaybook('comments → name the workflow and the execution', (name) => {
		const { nodes } = playbookParts(name);
		const comments = nodes.flatMap(({ parameters }) =>
			typeof parameters['comment'] === 'string' && parameters['comment'] !== ''
				? [parameters['comment']]
				: [],
		);
		for (const comment of comments) expect(comment).toMatch(/\$workflow\.name[^]*\$execution\.id|writtenBy/u);
	});

	eachPlaybook('file format → like an export from n8n, with tabs', (name) => {
		const { playbook } = playbookParts(name);
		const file = readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
		expect(file).toMatch(/^\{\n\t"name": "Defender XDR: /u);
		expect(playbook).toMatchObject({ pinData: {}, settings: { executionOrder: 'v1' } });
	});
});
