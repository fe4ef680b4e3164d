import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './cruise.mts';
import { plainWords } from './plainWords.mts';
import {
	defenderKnowsNoN8n,
	legacyStaysHome,
	LINE_CEILING,
	MESSAGE_WORDS,
	messagesAreShort,
	onlyTheHostTouchesTheWorld,
	ships,
	type SourceFile,
	staysInTheRepository,
	staysShort,
	type WordRule,
} from './wordRules.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);
const TEXT = /\.(ts|mts|mjs|cjs|js|json|md|yml|yaml|svg|html|css)$|^\.(ci|githooks)\//;

function textFiles(folder = ''): SourceFile[] {
	return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const file = path.posix.join(folder, entry.name);
		if (NOT_OURS.has(entry.name)) return [];
		if (entry.isDirectory()) return textFiles(file);
		return TEXT.test(file) ? [{ file, text: readFileSync(path.join(ROOT, file), 'utf8') }] : [];
	});
}

interface RuleCase {
	readonly name: string;
	readonly rule: WordRule;
	/** Made-up texts the rule must refuse, by file. */
	readonly refused: ReadonlyArray<readonly [file: string, text: string]>;
	/** Made-up texts that come close and are fine. */
	readonly allowed: ReadonlyArray<readonly [file: string, text: string]>;
}

const machinePath = ['', 'home', 'someone', 'notes.md'].join('/');
const up = '../'.repeat(4);

const RULES: readonly RuleCase[] = [
	{
		name: 'the word legacy appears only in access, api/legacy* and the credential field',
		rule: legacyStaysHome,
		refused: [
			['defender/tasks/read/readIncidents.ts', "if (endpoint.api === 'legacy') return;"],
			['nodes/shared/connection/connect.ts', '// for the LegacyApi'],
			['defender/api/graph.ts', 'const isLegacy = false;'],
			['defender/api/graph.ts', "import { x } from './legacy';\n"],
			['defender/api/createSecurityApi.ts', "if (endpoint.api === 'legacy') return;"],
			['defender/api/createSecurityApi.ts', "import { LegacyApi } from './legacy';\n"],
			['defender/api/createSecurityApi.ts', "import { x } from './legacy';\nimport { y } from './legacy';\n"],
			['defender/api/createSecurityApi.ts', "import { x } from './legacyNames';\n"],
		],
		allowed: [
			['defender/access/clouds.ts', "export type Api = 'graph' | 'legacy';"],
			['defender/api/legacyNames.ts', 'export const legacyNames = {};'],
			[
				'defender/api/createSecurityApi.ts',
				"import { LegacySecurityApi } from './legacy';\nnew LegacySecurityApi();",
			],
			['credentials/DefenderXdrAppOAuth2Api.credentials.ts', "{ name: 'Legacy', value: 'legacy' }"],
			['lab/tenant/legacy/routes.mts', "const api = 'legacy';"],
		],
	},
	{
		name: 'nothing under defender names n8n',
		rule: defenderKnowsNoN8n,
		refused: [
			['defender/core/errors.ts', "import { sleep } from 'n8n-workflow';"],
			['defender/api/http.ts', "type Helpers = import('n8n-workflow').IExecuteFunctions;"],
		],
		allowed: [
			['nodes/shared/connection/host.ts', "import { sleep } from 'n8n-workflow';"],
			['defender/core/host.ts', '/** Made from the helpers of n8n-workflow. */'],
		],
	},
	{
		name: 'shipped code has no global, socket, timer or clock of its own',
		rule: onlyTheHostTouchesTheWorld,
		refused: [
			['defender/core/pacer.ts', 'setTimeout(() => undefined, 5);'],
			['defender/access/clouds.ts', 'const login = process.env.LOGIN;'],
			['nodes/shared/connection/host.ts', 'console.log(1);'],
			['defender/api/http.ts', "void fetch('https://example.com');"],
			['defender/api/http.ts', 'const text = `${globalThis.name}`;'],
			['defender/core/pacer.ts', 'const now = Date.now();'],
			['defender/core/pacer.ts', 'const now = new Date();'],
			['nodes/GetIncidents/task.ts', 'const dice = Math.random();'],
		],
		allowed: [
			['defender/hunting/result/rows.ts', '// the process, and setTimeout\nconst names = ["process"];'],
			['defender/hunting/result/rows.ts', 'interface Row { readonly process: string }\nrow.process;'],
			['defender/core/instant.ts', "const start = new Date('2026-01-01T00:00:00Z');"],
			['nodes/shared/connection/host.ts', 'const now = Date.now() + Math.random();'],
			['lab/demo/main.mts', 'setTimeout(() => process.exit(), 5);'],
		],
	},
	{
		name: `a shipped file has at most ${LINE_CEILING} lines`,
		rule: staysShort,
		refused: [['defender/core/long.ts', 'export {};\n'.repeat(LINE_CEILING + 1)]],
		allowed: [
			['defender/core/full.ts', 'export {};\n'.repeat(LINE_CEILING)],
			['lab/tenant/world/table.mts', 'export {};\n'.repeat(LINE_CEILING + 1)],
		],
	},
	{
		name: 'no file names a path outside the repository',
		rule: staysInTheRepository,
		refused: [
			['README.md', `See ${machinePath}.`],
			['scripts/start.mjs', `const notes = '${machinePath}';`],
			['docs/decisions/0001.md', `[notes](${up}notes.md)`],
			['test/unit/core/instant.test.mts', `import { x } from '${up}elsewhere.mts';`],
		],
		allowed: [
			['docs/decisions/0001.md', '[readme](../../README.md)'],
			['README.md', `https://example.com${machinePath} and ~${machinePath}`],
			['lab/tenant/world/devices.mts', `const commandLine = 'cat ${machinePath}';`],
		],
	},
	{
		name: 'shipped code, pages and playbooks use plain American English',
		rule: plainWords,
		refused: [
			['defender/core/pacer.ts', '/** The service tells how long. */'],
			['defender/core/pacer.ts', 'const wasTold = true;'],
			['defender/core/pacer.ts', 'function tellAgain(): void {}'],
			['defender/core/pacer.ts', 'const MOST_ROWS = 5;'],
			['defender/core/pacer.ts', 'function cut(text: string, most: number): void {}'],
			['defender/core/pacer.ts', '/** Signs in (reference: client credentials). */'],
			['nodes/shared/items/runItems.ts', '/** Compares names, letter case aside. */'],
			['README.md', 'Its behaviour is documented.'],
			['docs/decisions/0001.md', 'The trigger starts anew.'],
			['playbooks/hunt-around.json', '"name": "Tell Teams"'],
			['test/unit/api/retry.test.mts', '/** The attempts of hard-parts §5. */'],
			['lab/engine/polling.mts', '\t * n8n drops the result [read in 2.41.1].'],
		],
		allowed: [
			['defender/core/pacer.ts', '/** At most five at a time; most requests need none. */'],
			['defender/core/pacer.ts', 'const atLeast = 5;'],
			['defender/core/leastRecentlyUsed.ts', 'export class LeastRecentlyUsed {}'],
			['defender/api/http.ts', '/** A stand-in for the service. */'],
			['lab/demo/main.mts', 'const told = [read];'],
			['test/unit/api/retry.test.mts', 'expect([read, patch]).toEqual([]);'],
		],
	},
	{
		name: `an error's message has fewer than ${MESSAGE_WORDS} words`,
		rule: messagesAreShort,
		refused: [
			['defender/api/x.ts', "f({ message: 'a b c d e f g h i j k l', description: 'Try again.' });"],
			['nodes/x.ts', 'f({ message: `a ${b} c d e f g h i j k l`, description: c });'],
			['nodes/x.ts', "f({ message: a ? 'a' : 'a b c d e f g h i j k l', description: c });"],
		],
		allowed: [
			['defender/api/x.ts', "f({ message: 'a b c d e f g h i j k', description: 'Try again.' });"],
			['defender/api/x.ts', "f({ message: 'a b c d e f g h i j k l' });"],
			['test/x.mts', "f({ message: 'a b c d e f g h i j k l', description: 'Try again.' });"],
		],
	},
];

const examples = (kind: 'refused' | 'allowed') =>
	RULES.flatMap(({ name, rule, [kind]: texts }) => texts.map(([file, text]) => ({ name, file, text, rule })));

describe('rules for the words of a file', () => {
	const files = textFiles();

	it('files of this repository → found', () => {
		expect(files.filter(({ file }) => ships(file)).length).toBeGreaterThan(100);
	});

	eachRow(RULES)('this repository → no violation', ({ rule }) => {
		expect(files.flatMap((source) => rule(source))).toEqual([]);
	});

	eachRow(examples('refused'))('made-up violation of each rule → reported', ({ rule, file, text }) => {
		expect(rule({ file, text })).not.toEqual([]);
	});

	eachRow(examples('allowed'))(
		'made-up text that follows the rule → not reported',
		({ rule, file, text }) => {
			expect(rule({ file, text })).toEqual([]);
		},
	);
});
