import { USAGE } from '../../scripts/lib/tenantUsage.mjs';
import { PortInUse, startStandaloneTenant, type StandaloneTenant } from './standaloneTenant.mts';
import { readOptions } from './options.mts';
import { connectionDetails } from './connectionDetails.mts';

/** The first of these signals ends the tenant. */
const ENDS = ['SIGINT', 'SIGTERM'] as const;

const signalled = (): Promise<void> =>
	new Promise((resolve) => {
		for (const signal of ENDS) process.once(signal, () => resolve());
	});

/** Runs the practice tenant until a signal; the returned number is the exit code. */
async function main(args: readonly string[]): Promise<number> {
	const chosen = readOptions(args);
	if (chosen.kind === 'help') {
		process.stdout.write(USAGE);
		return 0;
	}
	if (chosen.kind === 'refused') {
		process.stderr.write(`${chosen.problem}\n\n${USAGE}`);
		return 1;
	}
	const ended = signalled();
	let alone: StandaloneTenant;
	try {
		alone = await startStandaloneTenant(chosen.options);
	} catch (error) {
		if (!(error instanceof PortInUse)) throw error;
		process.stderr.write(`${error.message}\n`);
		return 1;
	}
	process.stdout.write(connectionDetails(alone, chosen.options.scenario));
	await ended;
	await alone.close();
	return 0;
}

process.exitCode = await main(process.argv.slice(2));
