import { describe, expect, it } from 'vitest';
import { assertConforms } from '../../../tenant/legacy/conformance.mts';
import { incidentWire } from '../../../tenant/legacy/wire.mts';
import { newAlert, newIncident } from '../../../tenant/incidents/records.mts';
import { eachRow } from '../../support/eachRow.mts';

const AT = '2026-11-22T03:00:00.0000000Z';
const record = newIncident({ id: '1', tenantId: 't', createdDateTime: AT });
const evidence = [{ '@odata.type': '#microsoft.graph.security.ipEvidence', ipAddress: '203.0.113.1' }];
const style = { fractions: 'trimmed', falsePositiveNames: 'graph' } as const;
const incident = {
	'@odata.context': 'c',
	...incidentWire({ ...record, alerts: [newAlert(record, AT, { evidence })] }, style),
};

// Through JSON, so that a property of undefined is a missing one.
const check = (body: unknown) => () => assertConforms('incident', JSON.parse(JSON.stringify(body)));
const withEntity = (change: object): unknown =>
	JSON.parse(
		JSON.stringify(incident, (key, value: unknown) =>
			key === 'entities' && Array.isArray(value)
				? value.map((entity: unknown) => ({ ...(typeof entity === 'object' ? entity : {}), ...change }))
				: value,
		),
	);

describe('legacy response check', () => {
	it('an incident with alert and entity → accepted', () => {
		expect(check(incident)).not.toThrow();
	});

	eachRow([
		['a text for its number', { ...incident, incidentId: '1' }],
		['a name of Graph', { ...incident, displayName: 'x' }],
		['a missing property', { ...incident, tags: undefined }],
		['an unknown severity', { ...incident, severity: 'Unknown' }],
		['a member in camelCase', { ...incident, classification: 'truePositive' }],
		['an instant that is none', { ...incident, lastUpdateTime: 'yesterday' }],
		['an entity without one of the keys', withEntity({ sha1: undefined })],
		['an entity with another key', withEntity({ port: 80 })],
		['an entity of an unknown type', withEntity({ entityType: 'CloudApplication' })],
	])('a property, type or member outside the documented shape → rejected', (_, body) => {
		expect(check(body)).toThrow('Not a incident of the older API');
	});

	it('a hunt → PascalCase columns and rows required', () => {
		const hunt = { Stats: {}, Schema: [{ Name: 'A', Type: 'Int64' }], Results: [{ A: 1 }] };
		expect(() => assertConforms('huntingResults', hunt)).not.toThrow();
		expect(() => assertConforms('huntingResults', { ...hunt, Schema: [{ name: 'A', type: 'x' }] })).toThrow();
	});
});
