import { parseArgs } from 'node:util';

/** What listens, from the port of `--port` on, in this order. */
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

/** What `npm run editor -- --help` prints; the script needs it before anything is installed. */
export const USAGE = `Usage: npm run editor [-- <options>]

Opens the playbooks in a real n8n on this computer: with this package installed, credentials of both contexts,
the practice tenant in place of Microsoft Defender XDR, and stand-ins for Jira, chat, mail and a language
model. Everything listens on 127.0.0.1 only. Ctrl+C stops it; what you change in n8n is there again the next time.

Options:
  --port <number>  of n8n's editor; the ${LISTENERS.length - 1} ports after it are used too (default ${DEFAULT_PORT}). Each port has
                   an n8n of its own.
  --seed <number>  another practice tenant (the same seed gives the same tenant; default ${DEFAULT_SEED})
  --fresh          forget what was changed in n8n, and start anew
  --help           this text
`;

/** @returns {{ kind: 'refused', problem: string }} */
const refused = (problem) => ({ kind: 'refused', problem });

const isPort = (text) =>
	/^\d{1,5}$/.test(text) && Number(text) >= LOWEST_PORT && Number(text) <= HIGHEST_PORT;

/**
 * Reads the arguments after the script's name.
 * @param {readonly string[]} args
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
				`--port takes a number from ${LOWEST_PORT} to ${HIGHEST_PORT}, for example --port 5700; "${port}" is none.`,
			);
		if (!SEED.test(seed))
			return refused(
				`--seed takes a whole number of at most nine digits, for example --seed 7; "${seed}" is none.`,
			);
		return { kind: 'run', port: Number(port), seed: Number(seed), fresh };
	} catch (error) {
		return refused(error.message);
	}
}
