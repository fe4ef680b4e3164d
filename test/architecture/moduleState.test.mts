import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHIPPED = ['nodes', 'credentials', 'defender'];

/** Collections that are bounded by their owners, by a maximum, or by the running work. */
const BOUNDED: ReadonlySet<string> = new Set(['WeakMap', 'WeakSet', 'LeastRecentlyUsed', 'KeyedQueue']);
const WRITES: ReadonlySet<string> = new Set(['set', 'add', 'push', 'unshift', 'splice', 'run']);

interface Held {
	readonly name: string;
	/** The class, or `value`. */
	readonly made: string;
}

function shippedFiles(): readonly string[] {
	return SHIPPED.flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => `${folder}/${file}`),
	);
}

/** Values at the top level of a module, or in static properties, that its code changes. */
function changedIn(text: string): readonly Held[] {
	const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
	const held = new Map<string, string>();
	const hold = (name: string, value: ts.Expression | undefined) =>
		held.set(name, value && ts.isNewExpression(value) ? value.expression.getText() : 'value');
	const changed = new Set<string>();
	for (const statement of source.statements) {
		if (ts.isVariableStatement(statement)) {
			const { declarations, flags } = statement.declarationList;
			for (const { name, initializer } of declarations) {
				hold(name.getText(), initializer);
				if ((flags & ts.NodeFlags.Const) === 0) changed.add(name.getText());
			}
		}
		if (!ts.isClassDeclaration(statement)) continue;
		for (const member of statement.members) {
			const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
			if (isStatic && ts.isPropertyDeclaration(member)) hold(member.name.getText(), member.initializer);
		}
	}
	const nameOf = (expression: ts.Expression) => expression.getText().replace(/^.*\.(?=\w+$)/, '');
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
			const { expression, name } = node.expression;
			if (WRITES.has(name.text)) changed.add(nameOf(expression));
		}
		const isWrite = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
		// The index at which a pattern continues is a number and belongs to no execution.
		const isPlace = ts.isBinaryExpression(node) && /\.lastIndex$/.test(node.left.getText());
		if (
			isWrite &&
			!isPlace &&
			(ts.isPropertyAccessExpression(node.left) || ts.isElementAccessExpression(node.left))
		)
			changed.add(nameOf(node.left.expression));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return [...held].filter(([name]) => changed.has(name)).map(([name, made]) => ({ name, made }));
}

const found = shippedFiles().flatMap((file) =>
	changedIn(readFileSync(path.join(ROOT, file), 'utf8')).map((held) => ({ file, ...held })),
);

describe('module state of shipped code', () => {
	it('values that change → only these', () => {
		expect(found.map(({ file, name, made }) => `${file} ${name}: ${made}`).sort()).toEqual([
			'defender/access/appSignIn.ts tests: WeakMap',
			'defender/access/credentialError.ts texts: LeastRecentlyUsed',
			'defender/access/signInCache.ts attempts: LeastRecentlyUsed',
			'defender/incidents/query.ts compared: WeakMap',
			'defender/tasks/poll/triggerProcesses.ts processes: LeastRecentlyUsed',
			'nodes/IncidentTrigger/pollStore.ts polledContexts: WeakSet',
			'nodes/UpdateIncident/earlierTries.ts tries: WeakMap',
			'nodes/shared/connection/sharedWrites.ts queue: KeyedQueue',
			'nodes/shared/connection/sharedWrites.ts updates: LeastRecentlyUsed',
			'nodes/shared/items/toolCalls.ts calls: LeastRecentlyUsed',
		]);
	});

	it('values that change → each is bounded', () => {
		expect(found.filter(({ made }) => !BOUNDED.has(made))).toEqual([]);
	});

	eachRow([
		['const a = new Map(); export const f = () => a.set(1, 2);', ['a: Map']],
		['const a: number[] = []; export function f() { a.push(1); }', ['a: value']],
		['let a = 1; export const f = () => (a += 1);', ['a: value']],
		['const a = { b: 1 }; export const f = () => { a.b = 2; };', ['a: value']],
		['const a = {}; export const f = (k: string) => { a[k] = 2; };', ['a: value']],
		['class A { static b = new Set(); f() { A.b.add(1); } }', ['b: Set']],
		['const a = new Map([[1, 2]]); export const f = () => a.get(1);', []],
		['export function f() { const a = new Map(); a.set(1, 2); }', []],
	])('code that changes a value of its module → found, and no other code', (text, names) => {
		expect(changedIn(text).map(({ name, made }) => `${name}: ${made}`)).toEqual(names);
	});
});
