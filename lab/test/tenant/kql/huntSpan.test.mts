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

describe('KQL time span of the request', () => {
	it('default → includes the start, not the end', () => {
		expect(seen({ from: FIRST, to: LAST })).toEqual([FIRST, BETWEEN]);
	});

	eachRow([
		['[]', [FIRST, BETWEEN, LAST]],
		['(]', [BETWEEN, LAST]],
		['()', [BETWEEN]],
	] as const)('ends [], (] and () → included or excluded as written', (ends, expected) => {
		expect(seen({ from: FIRST, to: LAST, ends })).toEqual(expected);
	});

	it('no start or no end → open on that side', () => {
		expect(seen({ from: BETWEEN })).toEqual([BETWEEN, LAST]);
		expect(seen({ to: BETWEEN })).toEqual([FIRST]);
	});

	it('joined and named tables → narrowed too', () => {
		const query = 'let D = DeviceInfo; D | join kind=inner DeviceInfo on Timestamp | count';
		expect(rowsOf(query, world, { span: { from: LAST } })).toEqual([[1]]);
	});

	it('a table without Timestamp → not narrowed', () => {
		const query = 'DeviceTvmSecureConfigurationAssessmentKB | count';
		expect(rowsOf(query, world, { span: { from: LAST, to: LAST } })).toEqual([[1]]);
	});
});
