import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';

const current = benchPerTest();
const NEWER = { serviceSource: 'microsoftSentinel', detectionSource: 'scheduledAlerts' };
const ID = '90001';

/** An incident that Defender Experts work on, with an alert of a product newer than the vocabulary. */
const newest = () => {
	const { incidents } = current.bench.tenant;
	incidents.create({ id: ID, status: 'awaitingAction' });
	incidents.addAlert(ID, {
		...NEWER,
		evidence: [
			{
				'@odata.type': '#microsoft.graph.security.ipEvidence',
				createdDateTime: '2026-11-22T01:00:00.0000000Z',
				verdict: 'suspicious',
				remediationStatus: 'partiallyRemediated',
				roles: [],
				ipAddress: '8.8.4.4',
			},
		],
	});
	return ID;
};
const get = async (more: object) => {
	const incidentId = incidentById(ID);
	const result = await current.bench.run(our('getIncidents', { operation: 'get', incidentId, ...more }));
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents');
};

describe('values newer than a published vocabulary', () => {
	it('every read → requested, and returned by name in incidents, alerts and evidence', async () => {
		newest();
		const [incident] = await get({ options: { includeAlerts: true } });
		expect(incident).toMatchObject({
			status: 'awaitingAction',
			serviceSources: ['microsoftSentinel'],
			alerts: [NEWER],
		});
		expect(await get({ output: 'alerts' })).toMatchObject([NEWER]);
		expect(await get({ output: 'evidence' })).toMatchObject([
			{ value: '8.8.4.4', remediationStatus: 'partiallyRemediated' },
		]);
		const reads = current.bench.practice.calls.filter(
			({ kind, method }) => kind === 'graph' && method === 'GET',
		);
		expect(reads.length).toBeGreaterThan(2);
		for (const { headers } of reads) expect(headers['prefer']).toBe('include-unknown-enum-members');
	});

	it('filter by such a value → the incident', async () => {
		const id = newest();
		const result = await current.bench.run(our('getIncidents', { filters: { status: ['awaitingAction'] } }));
		expect(jsonOf(result, 'getIncidents').map((item) => item['id'])).toEqual([id]);
	});

	it('value unknown to the node → returned by name', async () => {
		newest();
		const incident = current.bench.tenant.incidents.get(ID);
		const unknown = { status: 'quantum', severity: 'extreme', classification: 'maybe', determination: 'odd' };
		current.bench.fault({ status: 200, body: { ...incident, ...unknown } });
		expect(await get({})).toMatchObject([unknown]);
		current.bench.fault({ status: 200, body: { ...incident, ...unknown } });
		expect(await get({ simplify: false })).toMatchObject([unknown]);
	});
});
