import { describe, expect, it } from 'vitest';
import { readLegacyIncident } from '../../../defender/api/legacyIncident.ts';
import { endpoint } from '../../support/apiCaller.mts';
import { wireOlder, wireOlderAlert } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const readWithAlerts = (alerts: unknown) => readLegacyIncident(wireOlder({ alerts }), true, endpoint);

describe('readLegacyIncident › malformed data', () => {
	eachRow([
		['nothing', null, undefined, undefined],
		['a text', 'incident', undefined, undefined],
		['a list', [], undefined, undefined],
		['no id', wireOlder({ incidentId: null }), undefined, 'incidentId'],
		['an id that is no number', wireOlder({ incidentId: '../x' }), undefined, 'incidentId'],
		['no status', wireOlder({ status: null }), '48213', 'status'],
		['an unreadable creation time', wireOlder({ createdTime: 'yesterday' }), '48213', 'createdTime'],
		[
			'an update time without a time zone',
			wireOlder({ lastUpdateTime: '2026-11-18T09:03:27' }),
			'48213',
			'lastUpdateTime',
		],
	])(
		'malformed incident → the property by its name in this API, and the ID if it is readable',
		(_, wire, id, property) => {
			expect(readLegacyIncident(wire, true, endpoint)).toEqual({ malformed: { id, property } });
		},
	);

	eachRow([
		['that are no list', 'none'],
		['of which none is one', ['x', null]],
		['of which one has no ID', [wireOlderAlert({ alertId: null })]],
	])('malformed alerts → unavailable, and the incident is read', (_, alerts) => {
		expect(readWithAlerts(alerts)).toMatchObject({ incident: { id: '48213', alerts: 'unavailable' } });
	});

	it('one malformed alert → the others, marked as incomplete', () => {
		expect(readWithAlerts([wireOlderAlert(), null])).toMatchObject({
			incident: { alerts: [{}], truncated: { alerts: 'one alert is malformed' } },
		});
	});

	it('alert whose ID is a number → the ID as text', () => {
		const reading = readWithAlerts([wireOlderAlert({ alertId: 4711 })]);
		expect(reading).toMatchObject({ incident: { alerts: [{ id: '4711' }] } });
	});
});
