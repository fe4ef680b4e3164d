import { parseArgs } from 'node:util';

/** What the user chose on the command line. */
export type Options =
	| { readonly kind: 'run'; readonly seed: number; readonly json: boolean }
	| { readonly kind: 'help' }
	/** `problem` is a sentence for the user. */
	| { readonly kind: 'refused'; readonly problem: string };

const DEFAULT_SEED = '1';
const SEED = /^\d{1,9}$/;

/** Reads the arguments after the program's name. */
export function readOptions(args: readonly string[]): Options {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				seed: { type: 'string', default: DEFAULT_SEED },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		if (values.help) return { kind: 'help' };
		if (!SEED.test(values.seed)) {
			return {
				kind: 'refused',
				problem: `--seed must be a whole number of at most nine digits, for example --seed 7; "${values.seed}" is not.`,
			};
		}
		return { kind: 'run', seed: Number(values.seed), json: values.json };
	} catch (error) {
		return { kind: 'refused', problem: error instanceof Error ? error.message : String(error) };
	}
}
