import ts from 'typescript';

/** A place where a test file gives a title to a case or a group. */
export interface TitleNode {
	/** The argument that is the title. */
	readonly title: ts.Expression;
	/** The text of the title; undefined for one that is computed. */
	readonly text: string | undefined;
	/** 1-based. */
	readonly line: number;
	/** Titles of the groups around it, outermost first. */
	readonly groups: readonly string[];
}

/** Vitest's functions that define a case, and what may follow them. */
const CASES = new Set(['it', 'test']);
const MODIFIERS = new Set([
	'concurrent',
	'each',
	'fails',
	'for',
	'only',
	'runIf',
	'sequential',
	'skip',
	'skipIf',
]);
/** Functions that define one case for a table of rows; a bench has them as methods. */
const TABLES = new Set(['eachRow', 'eachValue']);

/** The identifiers of a callee such as `it.each(rows)` or `bench.eachRow<Row>(rows)`, outermost first. */
function namesOf(callee: ts.Expression): readonly string[] {
	if (ts.isIdentifier(callee)) return [callee.text];
	if (ts.isPropertyAccessExpression(callee)) return [...namesOf(callee.expression), callee.name.text];
	if (ts.isCallExpression(callee)) return namesOf(callee.expression);
	if (ts.isTaggedTemplateExpression(callee)) return namesOf(callee.tag);
	return [];
}

const definesCase = ([root = '', ...members]: readonly string[]): boolean =>
	TABLES.has(members.at(-1) ?? root) || (CASES.has(root) && members.every((name) => MODIFIERS.has(name)));

/** Names that the file gives to a table of rows, as in `const eachSeed = eachRow(SEEDS)`. */
function namedTables(tree: ts.SourceFile): ReadonlySet<string> {
	const declarations = tree.statements
		.filter((statement) => ts.isVariableStatement(statement))
		.flatMap(({ declarationList }) => declarationList.declarations);
	return new Set(
		declarations
			.filter(
				({ initializer }) =>
					initializer !== undefined &&
					ts.isCallExpression(initializer) &&
					TABLES.has(namesOf(initializer.expression).at(-1) ?? ''),
			)
			.map(({ name }) => name.getText()),
	);
}

/** A template keeps its placeholders, so that titles that differ in one differ. */
function textOf(title: ts.Expression): string | undefined {
	if (ts.isStringLiteralLike(title)) return title.text;
	return ts.isTemplateExpression(title) ? title.getText().slice(1, -1) : undefined;
}

/** Every case that a test file defines, with the groups around it. */
export function readTitles(file: string, text: string): readonly TitleNode[] {
	const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const tables = namedTables(tree);
	const found: TitleNode[] = [];
	const visit = (node: ts.Node, groups: readonly string[]): void => {
		let inner = groups;
		const [title] = ts.isCallExpression(node) ? node.arguments : [];
		if (ts.isCallExpression(node) && title !== undefined && node.arguments.length > 1) {
			const names = namesOf(node.expression);
			const line = tree.getLineAndCharacterOfPosition(title.getStart()).line + 1;
			if (names[0] === 'describe') inner = [...groups, textOf(title) ?? title.getText()];
			else if (definesCase(names) || tables.has(names[0] ?? ''))
				found.push({ title, text: textOf(title), line, groups });
		}
		ts.forEachChild(node, (child) => visit(child, inner));
	};
	visit(tree, []);
	return found;
}

/** Sentences about titles that do not read as `feature › condition → result`, or that two cases of the file share. */
export function findBadTitles(file: string, text: string): readonly string[] {
	const lines = new Map<string, number>();
	return readTitles(file, text).flatMap(({ text: title, line, groups }) => {
		const at = `${file}:${line}`;
		if (title === undefined) return [`${at} computes its title: write it as text.`];
		const name = [...groups, title].join(' › ');
		const before = lines.get(name);
		lines.set(name, line);
		return [
			...(title.includes(' → ') ? [] : [`${at} does not name condition → result: "${title}".`]),
			...(name.includes(' › ') ? [] : [`${at} names no feature before " › ": "${title}".`]),
			...(before === undefined ? [] : [`${at} has the title of line ${before}: "${name}".`]),
		];
	});
}
