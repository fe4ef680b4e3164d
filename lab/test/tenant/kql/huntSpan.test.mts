import { describe, expect, it } from 'vitest';
import type { HuntSpan } from '../../../tenant/kql/huntEngine.mts';
import { rowsOf } from '../../support/huntResults.mts';
import { eachRow } from '../../support/eachRow.mts';

const FIRST = '2026-01-01T00:00:00.0000000Z';
const BETWEEN = '2026-01-01T12:00:00.0000000Z';
const LAST = '2026-01-02T00:00:00.0000000Z';
const world = {
	DeviceInfo: [FIRST, BETWEEN, LAST].map((Timestamp) => ({ Timestamp })),
	DeviceTvmSecureConfigurationAssessmentKB: [{ ConfigurationId: 'x' }],
};
const seen = (span: HuntSpan) => rowsOf('DeviceInfo | project Timestamp', world, { span }).flat();

describe("the API's time span", () => {
	it('includes the start and not the end by default', () => {
		expect(seen({ from: FIRST, to: LAST })).toEqual([FIRST, BETWEEN]);
	});

	eachRow([
		['[]', [FIRST, BETWEEN, LAST]],
		['(]', [BETWEEN, LAST]],
		['()', [BETWEEN]],
	] as const)('can have ends %s', (ends, expected) => {
		expect(seen({ from: FIRST, to: LAST, ends })).toEqual(expected);
	});

	it('can be open on either side', () => {
		expect(seen({ from: BETWEEN })).toEqual([BETWEEN, LAST]);
		expect(seen({ to: BETWEEN })).toEqual([FIRST]);
	});

	it('applies to joined and named tables too', () => {
		const query = 'let D = DeviceInfo; D | join kind=inner DeviceInfo on Timestamp | count';
		expect(rowsOf(query, world, { span: { from: LAST } })).toEqual([[1]]);
	});

	it('leaves a table without Timestamp whole', () => {
		const query = 'DeviceTvmSecureConfigurationAssessmentKB | count';
		expect(rowsOf(query, world, { span: { from: LAST, to: LAST } })).toEqual([[1]]);
	});
});
