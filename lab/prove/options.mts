import { parseArgs } from 'node:util';

/** What the user chose on the command line. */
export type Options =
	| { readonly kind: 'run'; readonly seed: number; readonly changes: number; readonly json: boolean }
	| { readonly kind: 'help' }
	/** `problem` is a sentence for the user. */
	| { readonly kind: 'refused'; readonly problem: string };

const NUMBER = /^\d{1,9}$/;
const MOST_CHANGES = 10_000;

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
			return refused(`--seed takes a whole number of at most nine digits; "${values.seed}" is none.`);
		if (!NUMBER.test(values.changes) || changes < 1 || changes > MOST_CHANGES)
			return refused(`--changes takes a whole number from 1 to ${MOST_CHANGES}, not "${values.changes}".`);
		return { kind: 'run', seed, changes, json: values.json };
	} catch (error) {
		return refused(error instanceof Error ? error.message : String(error));
	}
}

const refused = (problem: string): Options => ({ kind: 'refused', problem });
