import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { collectionOf } from '../../../../../nodes/shared/parameters/parameterSource.ts';
import { readInstant } from '../../../../../nodes/shared/parameters/readParameter.ts';
import { listFilters } from '../../../../../nodes/shared/properties/incidentFilters.ts';
import { thrown } from '../../../../support/defenderErrors.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const read = (value: unknown, zone = 'Europe/Berlin') =>
	readInstant(collectionOf({ updatedAfter: value }, 'filters', zone), listFilters.updatedAfter);
const THREE = '2026-11-22T03:00:00.0000000Z';

describe('a date parameter', () => {
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
	])('is read from %s', (_, value) => {
		expect(read(value)).toBe(THREE);
	});

	it('keeps the ticks of Defender’s own instants', () => {
		expect(read('2026-11-22T03:00:00.1234567Z')).toBe('2026-11-22T03:00:00.1234567Z');
	});

	it('takes a day for its first moment in the workflow’s zone', () => {
		expect(read('2026-11-22', 'America/New_York')).toBe('2026-11-22T05:00:00.0000000Z');
	});

	eachRow([undefined, null, ''])('is absent as %j', (value) => {
		expect(read(value)).toBeUndefined();
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
	])('is refused as %s', (value) => {
		const error = thrown(() => read(value));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'filters.updatedAfter' });
		expect(error.message).toContain('Updated After is not a date and time');
	});
});
