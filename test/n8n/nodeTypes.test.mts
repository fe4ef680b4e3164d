import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { showLogOnFailure } from './bench.mts';
import { fieldsOf, shownTypes, type ShownType } from './nodeTypes.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';

const PREFIX = 'n8n-nodes-microsoft-defender-xdr.';
const CREDENTIALS = ['defenderXdrAppOAuth2Api', 'defenderXdrUserOAuth2Api'];

let running: RunningN8n;
let nodes: readonly ShownType[];
let credentials: readonly ShownType[];
beforeAll(async () => {
	running = await startRunningN8n('node-types');
	nodes = shownTypes(await running.rest.file('types/nodes.json'), PREFIX);
	credentials = shownTypes(await running.rest.file('types/credentials.json'), 'defenderXdr');
});
afterAll(() => running?.close());
beforeEach(() => showLogOnFailure(running.n8n));

const shown = () => [...nodes, ...credentials];

describe('package in a real n8n, types', () => {
	it('nodes and credentials → four nodes, three of them also as tools, and two credentials', () => {
		const tools = ['getIncidents', 'runHuntingQuery', 'updateIncident'];
		expect(nodes.map(({ name }) => name.replace(PREFIX, '')).toSorted()).toEqual(
			[...tools.flatMap((name) => [name, `${name}Tool`]), 'incidentTrigger'].toSorted(),
		);
		expect(credentials.map(({ name }) => name).toSorted()).toEqual(CREDENTIALS);
	});

	it('names and descriptions → contain "Defender" and are not empty', () => {
		for (const { displayName, description } of shown())
			expect(`${displayName} ${description}`).toMatch(/Defender/);
		for (const { name, description } of nodes) expect(description, name).toBeTruthy();
	});

	it('fields → each has a description', () => {
		// The tools have the same fields, and one that n8n adds.
		const types = shown().filter(({ name }) => !name.endsWith('Tool'));
		const bare = types.flatMap(({ name, properties }) =>
			fieldsOf(properties)
				.filter(({ description }) => !description)
				.map(({ path }) => `${name}: ${path}`),
		);
		expect(types.flatMap(({ properties }) => fieldsOf(properties)).length).toBeGreaterThan(25);
		expect(bare).toEqual([]);
	});

	it('icons → one for light and one for dark, both served by n8n', async () => {
		for (const { name, iconUrl } of shown()) {
			expect(iconUrl.light, name).not.toBe(iconUrl.dark);
			for (const url of [iconUrl.light, iconUrl.dark])
				expect(await running.rest.file(url), url).toMatch(/^<svg|<\?xml/);
		}
	});
});
