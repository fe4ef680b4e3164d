import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { collectionOf } from '../../../../../nodes/shared/parameters/parameterSource.ts';
import { readInstant } from '../../../../../nodes/shared/parameters/readParameter.ts';
import { listFilters } from '../../../../../nodes/shared/properties/incidentFilters.ts';
import { thrown } from '../../../../support/defenderErrors.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const readDate = (value: unknown, zone = 'Europe/Berlin') =>
	readInstant(collectionOf({ updatedAfter: value }, 'filters', zone), listFilters.updatedAfter);
const THREE = '2026-11-22T03:00:00.0000000Z';

describe('readInstant', () => {
	eachRow<[string, unknown]>([
		['ISO text', '2026-11-22T03:00:00Z'],
		['ISO text with an offset', '2026-11-22T04:00:00+01:00'],
		['the date picker’s text in the workflow’s zone', '2026-11-22T04:00:00'],
		['a Date', new Date('2026-11-22T03:00:00Z')],
		['a luxon DateTime', DateTime.fromISO('2026-11-22T03:00:00Z')],
		['a DateTime of another copy of luxon', { toMillis: () => Date.parse('2026-11-22T03:00:00Z') }],
		['milliseconds', Date.parse('2026-11-22T03:00:00Z')],
		['seconds', Date.parse('2026-11-22T03:00:00Z') / 1_000],
		['milliseconds as text', String(Date.parse('2026-11-22T03:00:00Z'))],
		['seconds as text', String(Date.parse('2026-11-22T03:00:00Z') / 1_000)],
	])('date and time in any form → the instant', (_, value) => {
		expect(readDate(value)).toBe(THREE);
	});

	it('instant of Defender → all seven digits', () => {
		expect(readDate('2026-11-22T03:00:00.1234567Z')).toBe('2026-11-22T03:00:00.1234567Z');
	});

	it('day → its start in the time zone of the workflow', () => {
		expect(readDate('2026-11-22', 'America/New_York')).toBe('2026-11-22T05:00:00.0000000Z');
	});

	eachRow([undefined, null, ''])('empty value → undefined', (value) => {
		expect(readDate(value)).toBeUndefined();
	});

	eachRow([
		'yesterday',
		'2026-02-30T00:00:00Z',
		'2026-02-30',
		'2026-11-22T25:00:00',
		Number.NaN,
		{},
		[],
		true,
		new Date('x'),
	])('any other value → an error that names the parameter', (value) => {
		const error = thrown(() => readDate(value));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'filters.updatedAfter' });
		expect(error.message).toContain('Updated After is not a date and time');
	});
});
