import { describe, expect, it } from 'vitest';
import { assertConforms } from '../../../tenant/graph/conformance.mts';
import { newAlert, newIncident } from '../../../tenant/incidents/records.mts';
import { eachRow } from '../../support/eachRow.mts';

const AT = '2026-11-22T03:00:00.0000000Z';
const bare = newIncident({ id: '1', tenantId: 't', createdDateTime: AT });
const device = {
	'@odata.type': '#microsoft.graph.security.deviceEvidence',
	createdDateTime: AT,
	verdict: 'suspicious',
	remediationStatus: 'none',
	roles: [],
};
const withEvidence = (evidence: Record<string, unknown>) => ({
	...bare,
	alerts: [newAlert(bare, AT, { evidence: [evidence] })],
});

describe('Graph response check', () => {
	it('an incident with alert and evidence → accepted', () => {
		expect(() => assertConforms('incident', bare)).not.toThrow();
		expect(() => assertConforms('incident', withEvidence(device))).not.toThrow();
	});

	eachRow([
		['an unknown property', { ...bare, owner: 'me' }],
		['an ill-typed property', { ...bare, id: 1 }],
		['null where it may not be', { ...bare, severity: null }],
		['a missing property that is never null', { ...bare, createdDateTime: undefined }],
		['an unknown member', { ...bare, status: 'open' }],
		['a date that is none', { ...bare, lastUpdateDateTime: 'yesterday' }],
		['evidence without its type', withEvidence({ ...device, '@odata.type': undefined })],
		[
			'evidence of an unknown type',
			withEvidence({ ...device, '@odata.type': '#microsoft.graph.security.soup' }),
		],
		['evidence with a property of another type', withEvidence({ ...device, ipAddress: '203.0.113.1' })],
		['evidence with an unknown verdict', withEvidence({ ...device, verdict: 'fine' })],
	])('a property, type or member outside the published model → rejected', (_, body) => {
		// Through JSON, so that a property of undefined is a missing one.
		expect(() => assertConforms('incident', JSON.parse(JSON.stringify(body)))).toThrow(
			'Not a Graph incident',
		);
	});

	it('a newer enum member → accepted only with the Prefer header', () => {
		const newer = { ...bare, status: 'awaitingAction' };
		expect(() => assertConforms('incident', newer, true)).not.toThrow();
		expect(() => assertConforms('incident', newer, false)).toThrow();
	});

	it('lists and hunts → context and value, schema and rows required', () => {
		const context = { '@odata.context': 'c' };
		expect(() => assertConforms('incidentList', { ...context, value: [] })).not.toThrow();
		expect(() => assertConforms('incidentList', { value: [] })).toThrow();
		expect(() => assertConforms('commentList', { ...context, value: [bare] })).toThrow();
		const schema = [{ name: 'A', type: 'Int64' }];
		expect(() => assertConforms('huntingResults', { ...context, schema, results: [{ A: 1 }] })).not.toThrow();
		expect(() =>
			assertConforms('huntingResults', { ...context, schema: [{ Name: 'A' }], results: [] }),
		).toThrow();
	});
});
