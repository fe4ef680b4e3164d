import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { apiRefusals } from '../../defender/access/explainApiRefusal.ts';
import { protectedApis, permissionLevels } from '../../defender/access/permissions.ts';
import { signInRefusals } from '../../defender/access/signInRefusals.ts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

// That the documents are those of this very code is a step of `npm test`: scripts/docs.mjs --check.
const document = (name: string) =>
	readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');
const blocks = (text: string, language: string) =>
	[...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);

describe('docs/permissions.md', () => {
	const text = document('permissions.md');

	it('bash recipes → valid syntax', () => {
		const scripts = blocks(text, 'bash');
		expect(scripts.length).toBeGreaterThanOrEqual(7);
		for (const script of scripts) execFileSync('bash', ['-n'], { input: script });
	});

	it('PowerShell recipes → matching brackets and quotes', () => {
		const scripts = blocks(text, 'powershell');
		expect(scripts.length).toBe(6);
		for (const script of scripts) {
			const bare = script.replace(/#.*$/gm, '').replace(/'[^'\n]*'/g, '');
			for (const [open, close] of ['()', '{}', '[]'])
				expect(bare.split(open ?? '').length).toBe(bare.split(close ?? '').length);
			expect(bare).not.toContain("'");
			expect(bare.split('"').length % 2).toBe(1);
		}
	});

	eachRow(['application', 'user'] as const)(
		'each permission of an application and a user → its ID in both shells',
		(context) => {
			for (const level of permissionLevels) {
				const { id } = protectedApis.graph.permissions[context][level];
				for (const language of ['bash', 'powershell'])
					expect(blocks(text, language).join('\n')).toContain(id);
			}
		},
	);

	it('IDs of permissions → different ones', () => {
		const ids = Object.values(protectedApis).flatMap(({ permissions }) =>
			Object.values(permissions).flatMap((levels) => Object.values(levels).map(({ id }) => id)),
		);
		expect(new Set(ids).size).toBe(12);
	});
});

describe('docs/troubleshooting.md', () => {
	const text = document('troubleshooting.md');

	it('AADSTS numbers and examples of refusals → each appears', () => {
		for (const { numbers } of Object.values(signInRefusals))
			for (const number of numbers) expect(text).toContain(`\`AADSTS${number}\``);
		for (const { example } of Object.values(apiRefusals)) expect(text).toContain(`\`${example}\``);
	});

	it('sentences → no missing value', () => {
		expect(text).not.toMatch(/undefined|NaN|\[object|\(Status/);
	});
});
