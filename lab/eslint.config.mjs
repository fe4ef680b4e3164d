// Lint of the workspace. The repository's eslint.lab.config.mjs applies the same rules to lab, tests and scripts in one run.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The same maximum as for shipped files, see test/architecture/wordRules.mts. */
const FILE_LINES = 220;
const FUNCTION_LINES = 60;

/** Rules for every file that does not ship. */
export const everyFile = {
	'max-lines': ['error', { max: FILE_LINES, skipBlankLines: false, skipComments: false }],
	'max-lines-per-function': ['error', { max: FUNCTION_LINES, skipBlankLines: true, skipComments: true }],
	eqeqeq: 'error',
};

/**
 * Rules for TypeScript that does not ship.
 * @param {object} place
 * @param {readonly string[]} place.files patterns of all files
 * @param {readonly string[]} place.tests patterns of the test files among them
 * @param {readonly string[]} place.programs patterns of files that print to the terminal
 * @param {string} place.project the tsconfig that includes the files
 * @param {string} place.root the folder of that tsconfig
 */
export const typedFiles = ({ files, tests, programs, project, root }) => [
	{
		files,
		extends: [eslint.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { project, tsconfigRootDir: root } },
		rules: {
			...everyFile,
			'no-console': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			// An unused name that starts with _ is a place in a signature; TypeScript finds the others too.
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// Fastify handlers and fakes of async interfaces are async without awaiting.
			'@typescript-eslint/require-await': 'off',
		},
	},
	{ files: programs, rules: { 'no-console': 'off' } },
	{ files: tests, rules: { 'max-lines-per-function': 'off' } },
];

/** The files that print to the terminal, relative to the workspace. */
export const PROGRAMS = ['{demo,prove}/**/*.mts', 'bench/main.mts', 'editor/{main,pictures}.mts'];

export default tseslint.config(
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	...typedFiles({
		files: ['**/*.mts'],
		tests: ['test/**/*.mts'],
		programs: PROGRAMS,
		project: './tsconfig.json',
		root: import.meta.dirname,
	}),
);
