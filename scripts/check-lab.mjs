// node scripts/check-lab.mjs [--types] [--lint <files or folders>]
// Checks the types of lab and tests, and lints lab, tests and scripts. The lint's rules need the same types, so one
// process creates TypeScript's program of tsconfig.lab.json once for both.
import { ESLint } from 'eslint';
import ts from 'typescript';
import { inRoot, ROOT } from './lib/paths.mjs';

/** The files that the program includes; the lint of all others needs no types. */
const TYPED = ['lab/**/*.mts', 'test/**/*.mts'];

const formatHost = {
	getCanonicalFileName: (name) => name,
	getCurrentDirectory: () => ROOT,
	getNewLine: () => '\n',
};

function createProgram() {
	const onUnRecoverableConfigFileDiagnostic = (diagnostic) => {
		throw new Error(ts.formatDiagnostic(diagnostic, formatHost));
	};
	const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(
		inRoot('tsconfig.lab.json'),
		{ incremental: false, tsBuildInfoFile: undefined },
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic },
	);
	return ts.createProgram({ rootNames: fileNames, options, configFileParsingDiagnostics: errors });
}

/** Prints what TypeScript reports, like `tsc --noEmit`; returns whether that is nothing. */
function checkTypes(program) {
	const diagnostics = ts.getPreEmitDiagnostics(program);
	if (diagnostics.length > 0) console.log(ts.formatDiagnostics(diagnostics, formatHost));
	return diagnostics.length === 0;
}

/** Prints what ESLint reports, like its command; returns whether that contains no error. */
async function lint(program, files) {
	const eslint = new ESLint({
		cwd: ROOT,
		overrideConfigFile: inRoot('eslint.lab.config.mjs'),
		overrideConfig: { files: TYPED, languageOptions: { parserOptions: { programs: [program] } } },
		warnIgnored: false,
	});
	const results = await eslint.lintFiles(files);
	const text = await (await eslint.loadFormatter('stylish')).format(results);
	if (text !== '') console.log(text);
	return results.every(({ errorCount }) => errorCount === 0);
}

const args = process.argv.slice(2);
const lintAt = args.indexOf('--lint');
const linted = lintAt < 0 ? [] : args.slice(lintAt + 1);
const program = createProgram();
const typed = args[0] !== '--types' || checkTypes(program);
const clean = linted.length === 0 || (await lint(program, linted));
process.exitCode = typed && clean ? 0 : 1;
