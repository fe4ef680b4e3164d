// Runs the rules of n8n's own package scan over files of a folder and prints all findings as JSON.
// Arguments: folder, then file patterns.
import { createRequire, Module } from 'node:module';

const require = createRequire(import.meta.url);
// The scan names TypeScript 7, with which the parser it also names cannot work; ours is the one the rules were made for.
const ours = require.resolve('typescript');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
	return request === 'typescript' ? ours : resolve.call(this, request, ...rest);
};

const { buildScanConfig, SOURCE_FILE_PATTERNS } = await import(
	'@n8n/scan-community-package/scanner/scanner.mjs'
);
const { ESLint } = await import('eslint');

const [folder, kind] = process.argv.slice(2);
const patterns = kind === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
const eslint = new ESLint({
	cwd: folder,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: await buildScanConfig(),
});
const results = await eslint.lintFiles(patterns);
const findings = results.flatMap(({ filePath, messages }) =>
	messages.map(({ ruleId, severity, message, line }) => ({ filePath, line, ruleId, severity, message })),
);
process.stdout.write(JSON.stringify({ files: results.length, findings }));
