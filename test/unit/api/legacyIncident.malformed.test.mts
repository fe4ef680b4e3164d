import { describe, expect, it } from 'vitest';
import { readLegacyIncident } from '../../../defender/api/legacyIncident.ts';
import { endpoint } from '../../support/apiCaller.mts';
import { wireOlder, wireOlderAlert } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const read = (alerts: unknown) => readLegacyIncident(wireOlder({ alerts }), true, endpoint);

describe('an incident of the older API', () => {
	eachRow([
		['nothing', null, undefined, undefined],
		['a text', 'incident', undefined, undefined],
		['a list', [], undefined, undefined],
		['no id', wireOlder({ incidentId: null }), undefined, 'incidentId'],
		['an id that is no number', wireOlder({ incidentId: '../x' }), undefined, 'incidentId'],
		['no status', wireOlder({ status: null }), '48213', 'status'],
		['a broken time of creation', wireOlder({ createdTime: 'yesterday' }), '48213', 'createdTime'],
		[
			'a time of update without zone',
			wireOlder({ lastUpdateTime: '2026-11-18T09:03:27' }),
			'48213',
			'lastUpdateTime',
		],
	])('%s → names the property as this API calls it, and the ID if there is one', (_, wire, id, property) => {
		expect(readLegacyIncident(wire, true, endpoint)).toEqual({ malformed: { id, property } });
	});

	eachRow([
		['that are no list', 'none'],
		['of which none is one', ['x', null]],
		['of which one has no ID', [wireOlderAlert({ alertId: null })]],
	])('alerts %s → unavailable, and the incident is read', (_, alerts) => {
		expect(read(alerts)).toMatchObject({ incident: { id: '48213', alerts: 'unavailable' } });
	});

	it('alerts of which one is malformed → the others, marked as incomplete', () => {
		expect(read([wireOlderAlert(), null])).toMatchObject({
			incident: { alerts: [{}], truncated: { alerts: 'one alert is malformed' } },
		});
	});

	it('an alert whose ID is a number → read, with the ID as text', () => {
		const reading = read([wireOlderAlert({ alertId: 4711 })]);
		expect(reading).toMatchObject({ incident: { alerts: [{ id: '4711' }] } });
	});
});
