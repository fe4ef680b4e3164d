import { tokenize } from '../../defender/hunting/query/lexer.ts';
import { compareLexers } from './compareLexers.mts';

/** The program behind `npm run prove:lexer -- <folder>`, for instance with a clone of a public collection of queries. */
const print = (line: string) => process.stdout.write(`${line}\n`);

function main(folder: string | undefined): number {
	if (folder === undefined) {
		print('Name a folder with queries: npm run prove:lexer -- <folder>');
		return 2;
	}
	const { files, queries, tokens, differences } = compareLexers(folder, tokenize);
	differences.forEach(print);
	print(
		`${files} files, ${queries} queries, ${tokens} tokens, ${differences.length} queries tokenized differently`,
	);
	return differences.length === 0 && queries > 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
