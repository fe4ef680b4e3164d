// Everything that never ships: lab, tests, scripts and the tools' own settings.
// What ships is linted by n8n's own configuration, eslint.config.mjs, which must stay as it is.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { everyFile, PROGRAMS, typedFiles } from './lab/eslint.config.mjs';

const PLAIN = ['scripts/**/*.mjs', '*.{js,cjs,mjs,mts}', 'lab/*.mjs'];

const NODE_GLOBALS = [
	'process',
	'console',
	'Buffer',
	'URL',
	'setTimeout',
	'setInterval',
	'clearTimeout',
	'clearInterval',
];

export default tseslint.config(
	{
		ignores: [
			'dist/**',
			'defender/access/msalBundle.js',
			'node_modules/**',
			'coverage/**',
			'.cache/**',
			'**/*.ts',
		],
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	...typedFiles({
		files: ['lab/**/*.mts', 'test/**/*.mts'],
		tests: ['test/**/*.mts', 'lab/test/**/*.mts'],
		programs: PROGRAMS.map((pattern) => `lab/${pattern}`),
		project: './tsconfig.lab.json',
		root: import.meta.dirname,
	}),
	{
		files: PLAIN,
		extends: [eslint.configs.recommended],
		languageOptions: {
			parser: tseslint.parser,
			globals: Object.fromEntries([...NODE_GLOBALS, 'module', 'exports'].map((name) => [name, 'readonly'])),
		},
		rules: everyFile,
	},
);
