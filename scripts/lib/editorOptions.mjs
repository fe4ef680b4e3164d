import { parseArgs } from 'node:util';

/**
 * The user's choice on the command line; `problem` is a sentence for the user.
 * @typedef {{ readonly kind: 'run', readonly port: number, readonly seed: number, readonly fresh: boolean }
 *   | { readonly kind: 'help' }
 *   | { readonly kind: 'refused', readonly problem: string }} EditorOptions
 */

/**
 * The programs that listen, in this order, from the port of `--port` upwards.
 * @type {readonly string[]}
 */
export const LISTENERS = [
	"n8n's editor",
	'the practice tenant',
	'the Jira stand-in',
	'the chat stand-in',
	'the mail server',
	'the language model stand-in',
	"n8n's broker for task runners",
];

const DEFAULT_PORT = '5678';
const DEFAULT_SEED = '1';
const SEED = /^\d{1,9}$/;
const LOWEST_PORT = 1024;
const HIGHEST_PORT = 65_535 - LISTENERS.length + 1;

/** The output of `npm run editor -- --help`; the script needs it before anything is installed. */
export const USAGE = `Usage: npm run editor [-- <options>]

Opens the playbooks in a real n8n on this computer. It includes this package, credentials for both contexts,
the practice tenant in place of Microsoft Defender XDR, and stand-ins for Jira, chat, mail and a language
model. Everything listens on 127.0.0.1 only. Ctrl+C stops it. Your changes in n8n are kept for the next start.

Options:
  --port <number>  port of n8n's editor; the next ${LISTENERS.length - 1} ports are used too (default ${DEFAULT_PORT}).
                   Each port has its own n8n.
  --seed <number>  a different practice tenant (the same seed creates the same tenant; default ${DEFAULT_SEED})
  --fresh          delete your changes in n8n, and start from the beginning
  --help           show this text
`;

/** @returns {EditorOptions} */
const refused = (problem) => ({ kind: 'refused', problem });

const isPort = (text) =>
	/^\d{1,5}$/.test(text) && Number(text) >= LOWEST_PORT && Number(text) <= HIGHEST_PORT;

/**
 * Reads the arguments after the script's name.
 * @param {readonly string[]} args
 * @returns {EditorOptions}
 */
export function readEditorOptions(args) {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				port: { type: 'string', default: DEFAULT_PORT },
				seed: { type: 'string', default: DEFAULT_SEED },
				fresh: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		const { port, seed, fresh, help } = values;
		if (help) return { kind: 'help' };
		if (!isPort(port))
			return refused(
				`--port must be a number from ${LOWEST_PORT} to ${HIGHEST_PORT}, for example --port 5700; "${port}" is not.`,
			);
		if (!SEED.test(seed))
			return refused(
				`--seed must be a whole number of at most nine digits, for example --seed 7; "${seed}" is not.`,
			);
		return { kind: 'run', port: Number(port), seed: Number(seed), fresh };
	} catch (error) {
		return refused(error.message);
	}
}
