import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { each, PLAYBOOKS, record, textOf } from './playbookNodes.mts';

describe('every playbook › text that leaves n8n', () => {
	/** The one cleaning expression for outgoing text: no formatting characters, and spaces for control characters. */
	const SAFE = String.raw`.replace(/\p{Cf}/gu, '').replace(/[^\n\P{Cc}]|[\u2028\u2029]/gu, ' ')`;
	/** Request bodies without text of others: IDs, keys, account IDs and words of the playbook. */
	const OWN_WORDS = new Set([
		'jira-sync › Assign Ticket',
		'jira-sync › Link Tickets',
		'jira-sync › Move Ticket',
		'new-incident-ticket › Link from Ticket',
	]);
	const parsed = (text: string): ts.Expression => {
		const [statement] = ts.createSourceFile('x.ts', `(${text});`, ts.ScriptTarget.ES2022, true).statements;
		if (statement === undefined || !ts.isExpressionStatement(statement)) throw new Error(text);
		const { expression } = statement;
		return ts.isParenthesizedExpression(expression) ? expression.expression : expression;
	};
	const inside = (text: string): string => /^=\{\{ ([^]*) \}\}$/u.exec(text)?.[1] ?? '';
	/** Whether all of an expression's text is cleaned, and not just its last part. */
	const isSafe = (text: string): boolean =>
		!text.startsWith('=') || (inside(text).endsWith(SAFE) && ts.isCallExpression(parsed(inside(text))));
	const sinks = each(['updateIncident', 'jira', 'emailSend', 'stopAndError', 'wait']).flatMap(
		({ at, node }) => {
			const { parameters } = node;
			const { description } = record(parameters['additionalFields']);
			const fields = record(parameters['updateFields']);
			const texts = {
				...{ comment: parameters['comment'], summary: parameters['summary'], description },
				...{ subject: parameters['subject'], text: parameters['text'], html: parameters['html'] },
				...{ errorMessage: parameters['errorMessage'], formTitle: parameters['formTitle'] },
				...{ formDescription: parameters['formDescription'], displayName: fields['displayName'] },
				...{ note: fields['resolvingComment'], about: fields['description'], gist: fields['summary'] },
			};
			return Object.entries(texts).flatMap(([field, text]) =>
				typeof text === 'string' && text !== '' ? [{ at: `${at} › ${field}`, text }] : [],
			);
		},
	);

	it('tickets, comments, mails, forms and errors → all of the text is cleaned', () => {
		expect(sinks.length).toBeGreaterThan(35);
		expect(sinks.filter(({ text }) => !isSafe(text)).map(({ at }) => at)).toEqual([]);
	});

	it('only a part of the text is cleaned → not accepted', () => {
		expect(isSafe(`={{ ('a' + $json.name)${SAFE} }}`)).toBe(true);
		expect(isSafe(`={{ 'a' + $json.name${SAFE} }}`)).toBe(false);
		expect(isSafe(`={{ $json.name.trim() }}`)).toBe(false);
		expect(isSafe(`=a {{ $json.name${SAFE} }}`)).toBe(false);
	});

	it('messages → the same body in every playbook, with all texts cleaned', () => {
		const posts = each(['httpRequest']).filter(
			({ at, node }) => 'jsonBody' in node.parameters && !OWN_WORDS.has(at),
		);
		for (const app of ['Teams', 'Slack']) {
			const bodies = posts.filter(({ node }) => node.name.endsWith(`Notify ${app}`));
			expect(bodies.length).toBeGreaterThan(5);
			const [body = '', ...others] = new Set(bodies.map(({ node }) => textOf(node.parameters['jsonBody'])));
			expect(others).toEqual([]);
			const texts: string[] = [];
			const visit = (node: ts.Node): void => {
				if (
					ts.isPropertyAssignment(node) &&
					node.name.getText() === 'text' &&
					!ts.isObjectLiteralExpression(node.initializer)
				)
					texts.push(node.initializer.getText());
				ts.forEachChild(node, visit);
			};
			visit(parsed(inside(body)));
			const ofOthers = texts.filter((text) => !text.startsWith('$json.chatLinks.map('));
			expect(ofOthers.length).toBe(2);
			for (const text of ofOthers) expect(text).toContain(SAFE);
		}
		expect(
			posts.filter(({ node }) => !/Notify (?:Teams|Slack)$/u.test(node.name)).map(({ at }) => at),
		).toEqual([]);
	});

	it('shortened name → cleaned before, so that no invisible character counts', () => {
		for (const { name, playbook } of PLAYBOOKS)
			for (const { parameters } of playbook.nodes)
				for (const [, before = ''] of JSON.stringify(parameters).matchAll(
					/(.{0,180})\.replace\(\/\^\(\.\{\d+\}\)\.\{2,\}\$\/u/gu,
				))
					expect(before, name).toContain(JSON.stringify(SAFE).slice(1, -1));
	});

	it('cleaning expression → removes invisible characters only', () => {
		const clean = (text: string) => text.replace(/\p{Cf}/gu, '').replace(/[^\n\P{Cc}]|[\u2028\u2029]/gu, ' ');
		expect(SAFE).toContain(String.raw`/\p{Cf}/gu`);
		const marks = [0x202a, 0x202e, 0x2066, 0x2069, 0x200b, 0x200f, 0xfeff, 0x061c, 0xad, 0x2060, 0xe0041];
		for (const mark of marks) expect(clean(`gpj${String.fromCodePoint(mark)}exe`)).toBe('gpjexe');
		for (const control of ['\u0000', '\u001b', '\u007f', '\u0085', '\u009f', '\t', '\r', '\u2028', '\u2029'])
			expect(clean(`a${control}b`)).toBe('a b');
		expect(clean('Müller 日本 🔥\nб “x”')).toBe('Müller 日本 🔥\nб “x”');
	});
});
