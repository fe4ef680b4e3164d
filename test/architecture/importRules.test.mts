import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruise, ROOT, ruleNames, type Violation } from './cruise.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const VALUE = 'export const value = 1;\n';
const imports = (from: string) => `import { value } from '${from}';\nexport const taken = value;\n`;
const importsType = (from: string) => `import type { Shape } from '${from}';\nexport type Taken = Shape;\n`;

/** Files that follow every rule, among them those that violators import. */
const FOLLOWERS: Record<string, string> = {
	'defender/core/host.ts': VALUE,
	'defender/core/sentences.ts': imports('./host'),
	'defender/access/endpoint.ts': imports('../core/host'),
	'defender/access/appToken.ts': imports('@azure/msal-node'),
	'defender/incidents/incident.ts': imports('../core/host'),
	'defender/incidents/vocabulary.ts': VALUE,
	'defender/incidents/simplify.ts': VALUE,
	'defender/hunting/sentences/queryText.ts': VALUE,
	'defender/incidents/odata.ts': 'export interface Shape { readonly a: 1 }\n' + VALUE,
	'defender/trigger/advance.ts': imports('../incidents/incident'),
	'defender/hunting/result/rows.ts': imports('../../core/host'),
	'defender/api/securityApi.ts': importsType('../incidents/odata'),
	'defender/api/graph.ts': imports('../hunting/result/rows'),
	'defender/tasks/read/incidentReader.ts': imports('../../api/securityApi'),
	'nodes/shared/host.ts':
		imports('luxon') + "import { value as own } from '../../defender/api/graph';\nown;\n",
	'nodes/GetIncidents/GetIncidents.node.ts': imports('../../defender/tasks/read/incidentReader'),
	'nodes/GetIncidents/words.ts': imports('../../defender/incidents/vocabulary'),
	'nodes/GetIncidents/items.ts': imports('../../defender/incidents/simplify'),
	'nodes/GetIncidents/texts.ts': imports('../../defender/hunting/sentences/queryText'),
	'nodes/GetIncidents/shape.ts': importsType('../../defender/incidents/odata'),
	'credentials/DefenderXdrAppOAuth2Api.credentials.ts': imports('../defender/access/appToken'),
	'lab/tenant/server.mts': imports('./world.mts'),
	'lab/tenant/world.mts': VALUE,
	'lab/engine/run.mts': imports('../tenant/server.mts'),
	'test/unit/kept.test.mts': imports('../../defender/tasks/read/incidentReader'),
	'test/oracles/filter.mts': VALUE,
};

/** One file per rule that violates it by an import. */
const VIOLATORS: Record<string, readonly [file: string, text: string]> = {
	'no-cycles': ['defender/hunting/ring.ts', imports('./ring')],
	'no-unresolved': ['defender/hunting/lost.ts', imports('./nowhere')],
	'shipped-imports-provided-packages-only': ['defender/tasks/packaged.ts', imports('zod')],
	'nodes-never-import-another-node': ['nodes/UpdateIncident/other.ts', imports('../GetIncidents/words')],
	'nodes-never-import-api': ['nodes/UpdateIncident/api.ts', imports('../../defender/api/graph')],
	'nodes-import-tasks-and-named-modules': [
		'nodes/UpdateIncident/pure.ts',
		imports('../../defender/incidents/odata'),
	],
	'no-re-exports': ['nodes/shared/hidden.ts', "export { value } from '../../defender/incidents/odata';\n"],
	'nodes-import-n8n-workflow-only': ['nodes/UpdateIncident/dates.ts', imports('luxon')],
	'shared-never-imports-a-node': ['nodes/shared/knowsOne.ts', imports('../GetIncidents/words')],
	'shared-imports-n8n-workflow-and-luxon-only': ['nodes/shared/hashes.ts', imports('crypto')],
	'defender-never-imports-nodes-or-credentials': ['defender/tasks/up.ts', imports('../../nodes/shared/host')],
	'no-n8n-workflow-in-defender': ['defender/tasks/n8n.ts', imports('n8n-workflow')],
	'tasks-import-security-api-and-pure-folders': ['defender/tasks/direct.ts', imports('../api/graph')],
	'tasks-import-no-other-task': ['defender/tasks/update/reads.ts', imports('../read/incidentReader')],
	'poll-imports-read-only': ['defender/tasks/poll/writes.ts', imports('../update/reads')],
	'api-imports-endpoint-types-rows-core': ['defender/api/signsIn.ts', imports('../access/appToken')],
	'api-takes-incident-types-only': ['defender/api/decides.ts', imports('../incidents/odata')],
	'access-imports-core-only': ['defender/access/calls.ts', importsType('../incidents/odata')],
	'msal-in-app-token-only': ['defender/access/second.ts', imports('@azure/msal-node')],
	'incidents-and-hunting-import-core-only': [
		'defender/incidents/hunts.ts',
		imports('../hunting/result/rows'),
	],
	'trigger-imports-incidents-and-core': ['defender/trigger/hunts.ts', imports('../hunting/result/rows')],
	'core-imports-nothing': ['defender/core/leans.ts', imports('crypto')],
	'examiner-never-reaches-defender': ['test/oracles/agrees.mts', imports('../unit/kept.test.mts')],
	'lab-uses-the-built-package': [
		'lab/engine/shortcut.mts',
		imports('../../defender/tasks/read/incidentReader'),
	],
};

const PACKAGES = ['n8n-workflow', 'luxon', '@azure/msal-node', 'zod'];

function write(root: string, file: string, text: string): void {
	const target = path.join(root, file);
	mkdirSync(path.dirname(target), { recursive: true });
	writeFileSync(target, text);
}

function madeUpTree(): string {
	const root = mkdtempSync(path.join(tmpdir(), 'import-rules-'));
	write(root, 'tsconfig.json', '{"compilerOptions":{"module":"commonjs","moduleResolution":"node"}}');
	for (const name of PACKAGES) {
		write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
		write(root, `node_modules/${name}/index.js`, 'exports.value = 1;\n');
	}
	for (const [file, text] of Object.entries(FOLLOWERS)) write(root, file, text);
	for (const [file, text] of Object.values(VIOLATORS)) write(root, file, text);
	return root;
}

describe('import rules', () => {
	it('this repository → no violation', { timeout: 90_000 }, async () => {
		const { modules, violations } = await cruise(ROOT);
		expect(modules).toBeGreaterThan(10);
		expect(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([]);
	});

	describe('made-up tree with one violation per rule', () => {
		let root = '';
		let violations: readonly Violation[] = [];

		beforeAll(async () => {
			root = madeUpTree();
			violations = (await cruise(root)).violations;
		}, 60_000);

		afterAll(() => rmSync(root, { recursive: true, force: true }));

		it('rules of the configuration → each has a file that violates it', () => {
			expect(Object.keys(VIOLATORS).toSorted()).toEqual([...ruleNames()].toSorted());
		});

		eachRow(Object.entries(VIOLATORS))('file that violates a rule → reported', (rule, [file]) => {
			expect(violations.filter((violation) => violation.rule === rule).map(({ from }) => from)).toContain(
				file,
			);
		});

		it('files that follow every rule → not reported', () => {
			expect(violations.filter(({ from }) => from in FOLLOWERS)).toEqual([]);
		});

		it('oracle that imports defender through a third file → reported', () => {
			const reached = violations.filter(({ rule }) => rule === 'examiner-never-reaches-defender');
			expect(reached.map(({ to }) => to)).toContain('defender/tasks/read/incidentReader.ts');
		});
	});
});
