// Everything that never ships: lab, tests, scripts and the tools' own settings.
// What ships is linted by n8n's own configuration, eslint.config.mjs, which must stay as it is.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const TYPED = ['lab/**/*.mts', 'test/**/*.mts'];
const PLAIN = ['scripts/**/*.mjs', '*.{js,cjs,mjs,mts}'];

/** The same ceiling as for shipped files, see test/architecture/wordRules.mts. */
const FILE_LINES = 220;
const FUNCTION_LINES = 60;

const short = {
	'max-lines': ['error', { max: FILE_LINES, skipBlankLines: false, skipComments: false }],
	'max-lines-per-function': ['error', { max: FUNCTION_LINES, skipBlankLines: true, skipComments: true }],
};

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
	{
		files: TYPED,
		extends: [eslint.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.lab.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			...short,
			'no-console': 'error',
			eqeqeq: 'error',
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
	{
		files: ['lab/{demo,prove}/**/*.mts', 'lab/editor/{main,pictures}.mts'],
		rules: { 'no-console': 'off' },
	},
	{ files: ['test/**/*.mts', 'lab/test/**/*.mts'], rules: { 'max-lines-per-function': 'off' } },
	{
		files: PLAIN,
		extends: [eslint.configs.recommended],
		languageOptions: {
			parser: tseslint.parser,
			globals: Object.fromEntries([...NODE_GLOBALS, 'module', 'exports'].map((name) => [name, 'readonly'])),
		},
		rules: { ...short, eqeqeq: 'error' },
	},
);
