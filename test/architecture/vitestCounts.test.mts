import { describe, expect } from 'vitest';
import { vitestCounts } from '../../scripts/lib/vitestCounts.mjs';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const file = (status: string, ...tests: string[]) => ({
	status,
	assertionResults: tests.map((one) => ({ status: one })),
});
const report = (...testResults: readonly ReturnType<typeof file>[]) => ({ testResults: [...testResults] });

const mixed = report(file('passed', 'passed', 'skipped', 'passed'), file('failed', 'passed', 'failed'));

describe('vitestCounts', () => {
	eachRow([
		['passed, failed and skipped tests', mixed, 1, { passed: 3, failed: 1 }],
		[
			'a file that could not be loaded',
			report(file('passed', 'passed'), file('failed')),
			1,
			{ passed: 1, failed: 1 },
		],
		['an error outside every test', report(file('passed', 'passed')), 1, { passed: 1, failed: 1 }],
		['no test', report(), 0, { passed: 0, failed: 1 }],
		['only skipped tests', report(file('passed', 'skipped')), 0, { passed: 0, failed: 1 }],
		['no report', undefined, 0, { passed: 0, failed: 1 }],
	] as const)(
		'report of vitest → passed and failed tests, and at least one failure if nothing passed',
		(_, result, code, counts) => {
			expect(vitestCounts(result, code)).toEqual(counts);
		},
	);
});
