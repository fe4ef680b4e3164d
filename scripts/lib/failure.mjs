/** A failure whose message is all the user needs: it is printed without a stack. */
export class Failure extends Error {}

/**
 * Runs a script's main function; its number is the exit code, a `Failure` is told as a sentence.
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
