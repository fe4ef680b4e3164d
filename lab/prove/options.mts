import { parseArgs } from 'node:util';

/** What the user chose on the command line. */
export type Options =
	| { readonly kind: 'run'; readonly seed: number; readonly changes: number; readonly json: boolean }
	| { readonly kind: 'help' }
	/** `problem` is a sentence for the user. */
	| { readonly kind: 'refused'; readonly problem: string };

const NUMBER = /^\d{1,9}$/;
const MAX_CHANGES = 10_000;

/** Reads the arguments after the program's name. */
export function readOptions(args: readonly string[]): Options {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				seed: { type: 'string', default: '1' },
				changes: { type: 'string', default: '300' },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		if (values.help) return { kind: 'help' };
		const [seed, changes] = [Number(values.seed), Number(values.changes)];
		if (!NUMBER.test(values.seed))
			return refused(
				`--seed must be a whole number of at most nine digits, for example --seed 7; "${values.seed}" is not.`,
			);
		if (!NUMBER.test(values.changes) || changes < 1 || changes > MAX_CHANGES)
			return refused(
				`--changes must be a whole number from 1 to ${MAX_CHANGES}; "${values.changes}" is not.`,
			);
		return { kind: 'run', seed, changes, json: values.json };
	} catch (error) {
		return refused(error instanceof Error ? error.message : String(error));
	}
}

const refused = (problem: string): Options => ({ kind: 'refused', problem });
