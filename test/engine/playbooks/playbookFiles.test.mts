import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALL_BASE_NODES, BASE_NODES } from '../../../lab/engine/baseNodes.mts';
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

describe.each(NAMES)('the playbook %s as a file to import', (name) => {
	const playbook = readPlaybookFile(name);
	const { nodes } = playbook;
	const notes = nodes.filter(({ type }) => type === `${BASE}stickyNote`);
	const text = JSON.stringify(nodes.map(({ parameters }) => parameters));

	it('uses nodes that the engine or n8n has, and no Code node', () => {
		for (const { name: node, type } of nodes) {
			const known =
				type.startsWith(OURS) ||
				type.startsWith('@n8n/n8n-nodes-langchain.') ||
				Object.hasOwn(BASE_NODES, type.replace(BASE, ''));
			expect(known, `${node} is a ${type}`).toBe(true);
			expect(type).not.toMatch(/\.(?:code|function|functionItem|executeCommand)$/u);
		}
	});

	it('uses versions of nodes that n8n has', async () => {
		const { nodeTypes, nodeNames } = await loadCatalogue(ROOT, ALL_BASE_NODES);
		const known = nodes.filter(({ type }) => nodeNames.includes(type));
		expect(known.length).toBeGreaterThan(3);
		for (const { type, typeVersion } of known) {
			const { description } = nodeTypes.getByNameAndVersion(type, typeVersion) ?? {};
			expect([description?.version].flat(), type).toContain(typeVersion);
		}
	});

	it('has unique node ids, names and places', () => {
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ position }) => position.join())).size).toBe(nodes.length);
	});

	it('connects every node but the notes, and only nodes that exist', () => {
		const linked = Object.entries(playbook.connections).flatMap(([from, outputs]) => [
			from,
			...Object.values(outputs).flatMap((output) =>
				output.flatMap((targets) => (targets ?? []).map(({ node }) => node)),
			),
		]);
		const expected = nodes.filter((node) => !notes.includes(node)).map((node) => node.name);
		expect([...new Set(linked)].sort()).toEqual(expected.sort());
	});

	it('names only nodes that exist in its expressions', () => {
		const names = new Set(nodes.map((node) => node.name));
		const named = [...text.matchAll(/\$\('([^']+)'\)/gu)].map(([, node]) => node ?? '');
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((node) => !names.has(node))).toEqual([]);
	});

	it('starts with Settings after each trigger', () => {
		const triggers = nodes.filter(({ type }) => /trigger$/iu.test(type));
		expect(triggers.length).toBeGreaterThan(0);
		for (const trigger of triggers) {
			const targets = (playbook.connections[trigger.name]?.['main'] ?? []).flat();
			expect(targets.map((target) => target?.node)).toEqual(['Settings']);
		}
	});

	it('tells in notes what it does, which permissions it needs, and what to change', () => {
		const told = JSON.stringify(notes.map(({ parameters }) => parameters['content']));
		expect(told).toMatch(/SecurityIncident\.Read(?:Write)?\.All|ThreatHunting\.Read\.All/u);
		expect(told).toMatch(/\*\*Permissions\*\*/u);
		expect(told).toMatch(/\*\*Settings\*\*/u);
		expect(told).toMatch(/\*\*Credentials?\*\*/u);
	});

	it('leaves the choice of credentials to the user', () => {
		const used = nodes.filter(({ type }) => type.startsWith(OURS));
		expect(used.length).toBeGreaterThan(0);
		for (const { credentials } of used)
			expect(Object.keys(credentials ?? {})).toEqual(['defenderXdrAppOAuth2Api']);
		for (const { credentials = {} } of nodes)
			for (const { id } of Object.values(credentials)) expect(id).toBe('REPLACE_WITH_YOUR_CREDENTIAL');
		expect(text).not.toMatch(/hooks\.slack\.com\/services\/|logic\.azure\.com|quickchart/iu);
	});

	it('names no third party', () => {
		const hosts = [...text.matchAll(/https?:\/\/([^/"'\\\s`)?]+)/gu)].map(([, host]) => host ?? '');
		expect(hosts.filter((host) => !HOSTS.test(host) && !NAMESPACES.has(host))).toEqual([]);
	});

	it('puts no expression into the text of a hunt', () => {
		for (const { parameters } of nodes.filter(({ type }) => type === `${OURS}runHuntingQuery`))
			expect(parameters['query']).toEqual(expect.not.stringMatching(/^=|\{\{/u));
	});

	it('puts the time range of a hunt into its query, so that it runs on either API', () => {
		for (const { parameters, type } of nodes) {
			if (!type.startsWith(`${OURS}runHuntingQuery`)) continue;
			expect(parameters['timeRange']).toBe('apiDefault');
			expect(parameters['query']).toMatch(
				/Timestamp (?:>=? (?:ago\(|_p_since|huntedFrom)|between \(_p_from \.\. _p_to\))/u,
			);
		}
	});

	it('follows no redirect with what it sends', () => {
		for (const { parameters } of nodes.filter(({ type }) => type === `${BASE}httpRequest`))
			expect(parameters).toMatchObject({ options: { redirect: { redirect: { followRedirects: false } } } });
	});

	it('signs its comments with workflow and execution', () => {
		const comments = nodes.flatMap(({ parameters }) =>
			typeof parameters['comment'] === 'string' && parameters['comment'] !== ''
				? [parameters['comment']]
				: [],
		);
		for (const comment of comments) expect(comment).toMatch(/\$workflow\.name[^]*\$execution\.id|writtenBy/u);
	});

	it('is written as n8n exports it, with tabs', () => {
		const file = readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
		expect(file).toMatch(/^\{\n\t"name": "Defender XDR: /u);
		expect(playbook).toMatchObject({ pinData: {}, settings: { executionOrder: 'v1' } });
	});
});
