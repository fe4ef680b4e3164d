import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruise, ROOT, ruleNames, type Violation } from './cruise.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const VALUE = 'export const value = 1;\n';
const takes = (from: string) => `import { value } from '${from}';\nexport const taken = value;\n`;
const takesType = (from: string) => `import type { Shape } from '${from}';\nexport type Taken = Shape;\n`;

/** Files that keep every rule, among them the targets of the offenders. */
const LAWFUL: Record<string, string> = {
	'defender/core/host.ts': VALUE,
	'defender/core/sentences.ts': takes('./host'),
	'defender/access/endpoint.ts': takes('../core/host'),
	'defender/access/appToken.ts': takes('@azure/msal-node'),
	'defender/incidents/incident.ts': takes('../core/host'),
	'defender/incidents/vocabulary.ts': VALUE,
	'defender/incidents/simplify.ts': VALUE,
	'defender/hunting/sentences/queryText.ts': VALUE,
	'defender/incidents/odata.ts': 'export interface Shape { readonly a: 1 }\n' + VALUE,
	'defender/trigger/advance.ts': takes('../incidents/incident'),
	'defender/hunting/result/rows.ts': takes('../../core/host'),
	'defender/api/securityApi.ts': takesType('../incidents/odata'),
	'defender/api/graph.ts': takes('../hunting/result/rows'),
	'defender/tasks/read/incidentReader.ts': takes('../../api/securityApi'),
	'nodes/shared/host.ts': takes('luxon') + "import { value as own } from '../../defender/api/graph';\nown;\n",
	'nodes/GetIncidents/GetIncidents.node.ts': takes('../../defender/tasks/read/incidentReader'),
	'nodes/GetIncidents/words.ts': takes('../../defender/incidents/vocabulary'),
	'nodes/GetIncidents/items.ts': takes('../../defender/incidents/simplify'),
	'nodes/GetIncidents/texts.ts': takes('../../defender/hunting/sentences/queryText'),
	'nodes/GetIncidents/shape.ts': takesType('../../defender/incidents/odata'),
	'credentials/DefenderXdrAppOAuth2Api.credentials.ts': takes('../defender/access/appToken'),
	'lab/tenant/server.mts': takes('./world.mts'),
	'lab/tenant/world.mts': VALUE,
	'lab/engine/run.mts': takes('../tenant/server.mts'),
	'test/unit/kept.test.mts': takes('../../defender/tasks/read/incidentReader'),
	'test/oracles/filter.mts': VALUE,
};

/** One offender per rule: the file, and the import that breaks the rule. */
const OFFENDERS: Record<string, readonly [file: string, text: string]> = {
	'no-cycles': ['defender/hunting/ring.ts', takes('./ring')],
	'no-unresolved': ['defender/hunting/lost.ts', takes('./nowhere')],
	'shipped-imports-provided-packages-only': ['defender/tasks/packaged.ts', takes('zod')],
	'nodes-never-import-another-node': ['nodes/UpdateIncident/other.ts', takes('../GetIncidents/words')],
	'nodes-never-import-api': ['nodes/UpdateIncident/api.ts', takes('../../defender/api/graph')],
	'nodes-import-tasks-and-named-modules': [
		'nodes/UpdateIncident/pure.ts',
		takes('../../defender/incidents/odata'),
	],
	'no-re-exports': ['nodes/shared/hidden.ts', "export { value } from '../../defender/incidents/odata';\n"],
	'nodes-import-n8n-workflow-only': ['nodes/UpdateIncident/dates.ts', takes('luxon')],
	'shared-never-imports-a-node': ['nodes/shared/knowsOne.ts', takes('../GetIncidents/words')],
	'shared-imports-n8n-workflow-and-luxon-only': ['nodes/shared/hashes.ts', takes('crypto')],
	'defender-never-imports-nodes-or-credentials': ['defender/tasks/up.ts', takes('../../nodes/shared/host')],
	'no-n8n-workflow-in-defender': ['defender/tasks/n8n.ts', takes('n8n-workflow')],
	'tasks-import-security-api-and-pure-folders': ['defender/tasks/direct.ts', takes('../api/graph')],
	'tasks-import-no-other-task': ['defender/tasks/update/reads.ts', takes('../read/incidentReader')],
	'poll-imports-read-only': ['defender/tasks/poll/writes.ts', takes('../update/reads')],
	'api-imports-endpoint-types-rows-core': ['defender/api/signsIn.ts', takes('../access/appToken')],
	'api-takes-incident-types-only': ['defender/api/decides.ts', takes('../incidents/odata')],
	'access-imports-core-only': ['defender/access/calls.ts', takesType('../incidents/odata')],
	'msal-in-app-token-only': ['defender/access/second.ts', takes('@azure/msal-node')],
	'incidents-and-hunting-import-core-only': ['defender/incidents/hunts.ts', takes('../hunting/result/rows')],
	'trigger-imports-incidents-and-core': ['defender/trigger/hunts.ts', takes('../hunting/result/rows')],
	'core-imports-nothing': ['defender/core/leans.ts', takes('crypto')],
	'examiner-never-reaches-defender': ['test/oracles/agrees.mts', takes('../unit/kept.test.mts')],
	'lab-uses-the-built-package': [
		'lab/engine/shortcut.mts',
		takes('../../defender/tasks/read/incidentReader'),
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
	for (const [file, text] of Object.entries(LAWFUL)) write(root, file, text);
	for (const [file, text] of Object.values(OFFENDERS)) write(root, file, text);
	return root;
}

describe('import rules', () => {
	it('hold in this repository', { timeout: 90_000 }, async () => {
		const { modules, violations } = await cruise(ROOT);
		expect(modules).toBeGreaterThan(10);
		expect(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([]);
	});

	describe('in a made-up tree with one offender per rule', () => {
		let root = '';
		let violations: readonly Violation[] = [];

		beforeAll(async () => {
			root = madeUpTree();
			violations = (await cruise(root)).violations;
		}, 60_000);

		afterAll(() => rmSync(root, { recursive: true, force: true }));

		it('every rule has its offender', () => {
			expect(Object.keys(OFFENDERS).toSorted()).toEqual([...ruleNames()].toSorted());
		});

		eachRow(Object.entries(OFFENDERS))('%s bites', (rule, [file]) => {
			expect(violations.filter((violation) => violation.rule === rule).map(({ from }) => from)).toContain(
				file,
			);
		});

		it('lawful files are left alone', () => {
			expect(violations.filter(({ from }) => from in LAWFUL)).toEqual([]);
		});

		it('examiners may not import the code under test through a third file either', () => {
			const reached = violations.filter(({ rule }) => rule === 'examiner-never-reaches-defender');
			expect(reached.map(({ to }) => to)).toContain('defender/tasks/read/incidentReader.ts');
		});
	});
});
