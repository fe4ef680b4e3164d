import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { runGroup } from '../../scripts/lib/processGroup.mjs';
import { installedN8n, type InstalledN8n } from '../../scripts/lib/realN8n.mjs';
import { n8nEnvironment, type Places } from './environment.mts';
import { freePorts } from './freePort.mts';
import { asOwner } from './login.mts';
import { createLog, type Log } from './log.mts';
import { copyUserFolder } from './userFolder.mts';

/** A real n8n with the packed package in its user folder; nothing of it runs until it is asked to. */
export interface Instance extends Places {
	readonly program: InstalledN8n;
	readonly environment: NodeJS.ProcessEnv;
	readonly log: Log;
	/** Runs an n8n command to its end; throws an Error with the log's end when it fails. Returns its stdout. */
	command(args: readonly string[]): Promise<string>;
	/** Writes a value as a JSON file into the user folder and returns its path: for the import commands. */
	jsonFile(name: string, value: unknown): string;
}

/** One whose user folder goes when it is not needed any more. */
export interface TemporaryInstance extends Instance {
	/** Deletes the user folder. Servers must have been stopped. */
	readonly remove: () => void;
}

const COMMAND_MS = 180_000;

/**
 * An n8n in a temporary folder, at free ports.
 *
 * @param original a user folder to copy
 * @param name of the log file, without extension
 * @param proxy see `Places`
 */
export async function createInstance(
	original: string,
	name: string,
	proxy: string,
): Promise<TemporaryInstance> {
	const [port, brokerPort] = await twoPorts();
	const { path: userFolder, remove } = copyUserFolder(original);
	return { ...instanceAt({ userFolder, port, brokerPort, proxy }, createLog(name)), remove };
}

/** An n8n in a folder in which the package is installed. */
export function instanceAt(places: Places, log: Log): Instance {
	const program = installedN8n();
	if (program === undefined) throw new Error('There is no n8n yet: "npm run test:n8n" installs it.');
	const { owner, userFolder } = places;
	const environment = n8nEnvironment(places, owner && asOwner(program, owner));
	return {
		...places,
		program,
		environment,
		log,
		command: (args) => runCommand({ program, environment, log, cwd: userFolder }, args),
		jsonFile: (fileName, value) => {
			const file = path.join(userFolder, fileName);
			writeFileSync(file, JSON.stringify(value), { mode: 0o600 });
			return file;
		},
	};
}

/** Of editor and broker: free ones on 127.0.0.1. */
export async function twoPorts(): Promise<readonly [number, number]> {
	const [first, second] = await freePorts(2);
	if (first === undefined || second === undefined) throw new Error('No free port was found on 127.0.0.1.');
	return [first, second];
}

interface Runner {
	readonly program: InstalledN8n;
	readonly environment: NodeJS.ProcessEnv;
	readonly log: Log;
	readonly cwd: string;
}

async function runCommand(
	{ program, environment, log, cwd }: Runner,
	args: readonly string[],
): Promise<string> {
	const shown = `n8n ${args.join(' ')}`;
	log.add(`$ ${shown}\n`);
	const { code, stdout, output, timedOut } = await runGroup(program.node, [program.n8n, ...args], {
		cwd,
		env: environment,
		timeoutMs: COMMAND_MS,
	});
	log.add(output);
	if (timedOut) throw new Error(`"${shown}" was not done after ${COMMAND_MS / 1000} seconds.\n${log.tail()}`);
	if (code !== 0) throw new Error(`"${shown}" ended with code ${code}.\n${log.tail()}`);
	return stdout;
}
