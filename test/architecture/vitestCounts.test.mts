import { describe, expect, it } from 'vitest';
import { vitestCounts } from '../../scripts/lib/vitestCounts.mjs';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const file = (status: string, ...tests: string[]) => ({
	status,
	assertionResults: tests.map((one) => ({ status: one })),
});

describe('the count in the last line of npm test', () => {
	it('counts passed and failed tests over all files and leaves out skipped ones', () => {
		const report = {
			testResults: [file('passed', 'passed', 'skipped', 'passed'), file('failed', 'passed', 'failed')],
		};
		expect(vitestCounts(report, 1)).toEqual({ passed: 3, failed: 1 });
	});

	it('counts a file that could not be loaded as a failure', () => {
		const report = { testResults: [file('passed', 'passed'), file('failed')] };
		expect(vitestCounts(report, 1)).toEqual({ passed: 1, failed: 1 });
	});

	it('counts an error outside every test as a failure', () => {
		expect(vitestCounts({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 });
	});

	eachRow([
		['there is no test', { testResults: [] }],
		['every test is skipped', { testResults: [file('passed', 'skipped')] }],
		['vitest wrote no report', undefined],
	])('is a failure when %s', (_case, report) => {
		expect(vitestCounts(report, 0)).toEqual({ passed: 0, failed: 1 });
	});
});
