/**
 * Counts the tests of a vitest run from its JSON report. A file that could not be loaded, an error outside every
 * test, and a run without any test each count as one failure, so that none of them looks like success.
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} report
 *   undefined when vitest wrote none
 * @param {number} exitCode the exit code of vitest
 * @returns {{ passed: number, failed: number }}
 */
export function vitestCounts(report, exitCode) {
	const files = report?.testResults ?? [];
	const tests = files.flatMap((file) => file.assertionResults);
	const passed = tests.filter(({ status }) => status === 'passed').length;
	const failedTests = tests.filter(({ status }) => status === 'failed').length;
	const unloadable = files.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
	).length;
	const failed = failedTests + unloadable;
	const silentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
	return { passed, failed: silentFailure ? 1 : failed };
}
