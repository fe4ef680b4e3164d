import { parseArgs } from 'node:util';

/** What the user chose on the command line. */
export type Options =
	| { readonly kind: 'run'; readonly executions: number; readonly json: boolean }
	/** `problem` is a sentence for the user. */
	| { readonly kind: 'rejected'; readonly problem: string };

const NUMBER = /^\d{1,5}$/;
const MIN_EXECUTIONS = 8;

/** Reads the arguments after the program's name. */
export function readOptions(args: readonly string[]): Options {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				executions: { type: 'string', default: '300' },
				json: { type: 'boolean', default: false },
			},
		});
		const executions = Number(values.executions);
		if (!NUMBER.test(values.executions) || executions < MIN_EXECUTIONS)
			return {
				kind: 'rejected',
				problem: `--executions must be a whole number from ${MIN_EXECUTIONS} to 99999; "${values.executions}" is not.`,
			};
		return { kind: 'run', executions, json: values.json };
	} catch (error) {
		return { kind: 'rejected', problem: error instanceof Error ? error.message : String(error) };
	}
}
