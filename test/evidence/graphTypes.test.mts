import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { kindTable } from '../../defender/incidents/evidence/kindTable.ts';
import {
	classifications,
	determinations,
	incidentStatuses,
	severities,
	verdictPairs,
} from '../../defender/incidents/vocabulary.ts';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import model from '../../lab/tenant/graph/graph-security-v1.0.json' with { type: 'json' };

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, '../..');

const IMPORTS = `
import type { SecurityNamespace as S } from '@microsoft/microsoft-graph-types/microsoft-graph.d.ts';
import type { Alert, Evidence, Incident } from '../../defender/incidents/incident.ts';
import { witness, type Fits } from './graphTypes.mts';
type But<T, Wrong> = Omit<T, keyof Wrong> & Wrong;
type I<Wrong> = Fits<But<Incident, Wrong>, S.Incident, 'priorityScore' | 'truncated' | '@odata.etag'>;
type A<Wrong> = Fits<But<Alert, Wrong>, S.Alert, 'evidenceTruncated'>;
type E<Wrong> = Fits<Pick<Evidence, '@odata.type' | 'verdict'> & Wrong, S.AlertEvidence, '@odata.type'>;
`;

/** One line each; every wrong one must be an error of the compiler, and no right one. */
const RIGHT = [
	`export const all = witness;`,
	`export const unchanged: I<{}> = true;`,
	`export const fewer: I<{ readonly status: 'active' | (string & {}) }> = true;`,
	`export const sameAlert: A<{}> = true;`,
	`export const sameEvidence: E<{}> = true;`,
];
const WRONG = {
	'a member that Microsoft lacks': `export const w1: I<{ readonly severity: 'critical' | 'high' | (string & {}) }> = true;`,
	'a vocabulary that is any text': `export const w2: I<{ readonly status: string }> = true;`,
	'an id that is a number': `export const w3: I<{ readonly id: number }> = true;`,
	'a time that is a number': `export const w4: I<{ readonly createdDateTime: number }> = true;`,
	'tags in one text': `export const w5: I<{ readonly customTags: string }> = true;`,
	'a name of our own': `export const w6: I<{ readonly owner: string | null }> = true;`,
	'alerts of another shape': `export const w7: I<{ readonly alerts: readonly { readonly id: number }[] | 'notRead' }> = true;`,
	'a status null, which Microsoft’s is not': `export const w8: I<{ readonly status: null }> = true;`,
	'an alert’s status of an incident': `export const w9: A<{ readonly status: 'redirected' | (string & {}) }> = true;`,
	'an alert’s name in the old spelling': `export const w10: A<{ readonly alertId: string }> = true;`,
	'a property that evidence lacks': `export const w12: keyof S.FileEvidence = 'sha256';`,
	'a verdict that Microsoft lacks': `export const w11: E<{ readonly verdict: 'bad' }> = true;`,
};

/** Types of the published model that the package of types does not have yet. */
const NEWER = new Set(['activeDirectoryDomainEvidence', 'aiAgentEvidence']);
/** Every property of evidence that is read, as a name that must be one of Microsoft's type. */
const READ = [...kindTable].flatMap(([type, { own, mentions, parts }]) => {
	const paths = [...[...own, ...mentions].map(({ at }) => at), ...Object.keys(parts)];
	const properties = new Set(paths.map((at) => at.split('.')[0] ?? '').filter((name) => name !== ''));
	const named = `S.${type.charAt(0).toUpperCase()}${type.slice(1)}`;
	return NEWER.has(type)
		? []
		: [...properties].map((name) => `export const ${type}_${name}: keyof ${named} = '${name}';`);
});

let errorLines: ReadonlySet<number>;
const source = [...RIGHT, ...READ, ...Object.values(WRONG)];

beforeAll(() => {
	errorLines = linesWithErrors(IMPORTS + source.join('\n'));
}, 60_000);

/** Compiles the text as if it were a file beside this one, under the settings of the lab. */
function linesWithErrors(text: string): ReadonlySet<number> {
	const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.lab.json'), (name) => ts.sys.readFile(name));
	const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
	const file = path.join(HERE, 'variants.mts');
	const host = ts.createCompilerHost(options);
	host.fileExists = (name) => name === file || ts.sys.fileExists(name);
	host.readFile = (name) => (name === file ? text : ts.sys.readFile(name));
	const getSourceFile = host.getSourceFile.bind(host);
	host.getSourceFile = (name, languageVersion) =>
		name === file ? ts.createSourceFile(name, text, languageVersion) : getSourceFile(name, languageVersion);
	const program = ts.createProgram([file], options, host);
	const found = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()];
	return new Set(
		found.map(({ file: where, start }) => {
			const first = IMPORTS.split('\n').length - 1;
			if (where?.fileName !== file || start === undefined) return -1;
			return where.getLineAndCharacterOfPosition(start).line - first;
		}),
	);
}

describe('incident types › compared with Microsoft’s published types', () => {
	eachRow(RIGHT)('accepted types → compile', (line) => {
		expect(errorLines.has(source.indexOf(line))).toBe(false);
	});

	eachRow(Object.entries(WRONG))('types that differ from Microsoft’s → do not compile', (_, line) => {
		expect(errorLines.has(source.indexOf(line))).toBe(true);
	});

	it('evidence property that the code reads → exists in Microsoft’s type', () => {
		expect(READ.length).toBeGreaterThan(100);
		expect(READ.filter((line) => errorLines.has(source.indexOf(line)))).toEqual([]);
	});

	it('whole program → no other compiler error', () => {
		expect([...errorLines].filter((line) => line < RIGHT.length)).toEqual([]);
	});
});

describe('vocabulary › compared with Microsoft’s published model', () => {
	eachRow([
		['incidentStatus', incidentStatuses],
		['alertSeverity', severities],
		['alertClassification', classifications],
		['alertDetermination', determinations],
	] as const)(
		'status, severity, classification, determination → every published member and no other',
		(name, known) => {
			const published = model.enums[name].members.filter((member) => member !== 'unknownFutureValue');
			expect([...known].sort()).toEqual([...published].sort());
		},
	);

	it('verdict pair → only published members', () => {
		expect(Object.keys(verdictPairs).sort()).toEqual([...classifications].sort());
		for (const pair of Object.values(verdictPairs)) {
			for (const determination of pair)
				expect(model.enums.alertDetermination.members).toContain(determination);
		}
	});
});
