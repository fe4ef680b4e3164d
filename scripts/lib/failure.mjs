/** An error whose message is sufficient for the user: it is printed without a stack. */
export class Failure extends Error {}

/**
 * Runs a script's main function. The returned number is the exit code; of a `Failure` only the message is printed.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
	try {
		process.exitCode = await main();
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}
