import { parseArgs } from 'node:util';
import type { StandaloneOptions } from './standaloneTenant.mts';
import { scenarios } from './scenarios/scenario.mts';

/** What the user chose on the command line. */
export type Options =
	| { readonly kind: 'start'; readonly options: StandaloneOptions }
	| { readonly kind: 'help' }
	/** `problem` is a sentence for the user. */
	| { readonly kind: 'refused'; readonly problem: string };

const PORT_MAX = 65_535;
const SPEED_MIN = 0.1;
const SPEED_MAX = 3600;

const NAMES = {
	port: { type: 'string' },
	seed: { type: 'string' },
	scenario: { type: 'string' },
	speed: { type: 'string' },
	callback: { type: 'string' },
	help: { type: 'boolean', short: 'h' },
} as const;

class Refused extends Error {}

/** Reads the arguments after the program's name. */
export function readOptions(args: readonly string[]): Options {
	try {
		const { values } = parseArgs({ args: [...args], options: NAMES });
		if (values.help) return { kind: 'help' };
		return { kind: 'start', options: chosen(values) };
	} catch (error) {
		return { kind: 'refused', problem: error instanceof Error ? error.message : String(error) };
	}
}

type Given = Readonly<Partial<Record<Exclude<keyof typeof NAMES, 'help'>, string>>>;

function chosen({ port, seed, scenario, speed, callback }: Given): StandaloneOptions {
	return {
		...(port === undefined ? {} : { port: readPort(port) }),
		...(seed === undefined ? {} : { seed: readSeed(seed) }),
		...(scenario === undefined ? {} : { scenario: readScenario(scenario) }),
		...(speed === undefined ? {} : { speed: readSpeed(speed) }),
		...(callback === undefined ? {} : { callbacks: [readCallback(callback)] }),
	};
}

function readPort(text: string): number {
	const port = Number(text);
	if (/^\d{1,5}$/.test(text) && port >= 1 && port <= PORT_MAX) return port;
	throw new Refused(
		`--port must be a number from 1 to ${PORT_MAX}, for example --port 8443; "${text}" is not.`,
	);
}

function readSeed(text: string): number {
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw new Refused(
		`--seed must be a whole number of at most nine digits, for example --seed 7; "${text}" is not.`,
	);
}

function readScenario(text: string): string {
	if (scenarios.has(text)) return text;
	throw new Refused(`--scenario must be one of ${[...scenarios.keys()].join(', ')}; "${text}" is not.`);
}

function readSpeed(text: string): number {
	const speed = Number(text);
	if (/^\d+(\.\d+)?$/.test(text) && speed >= SPEED_MIN && speed <= SPEED_MAX) return speed;
	throw new Refused(
		`--speed must be a number from ${SPEED_MIN} to ${SPEED_MAX}, for example --speed 60; "${text}" is not.`,
	);
}

function readCallback(text: string): string {
	const protocol = URL.canParse(text) ? new URL(text).protocol : '';
	if (protocol === 'http:' || protocol === 'https:') return text;
	throw new Refused(
		`--callback must be the OAuth Redirect URL that n8n shows in the credential; "${text}" is not a web address.`,
	);
}
