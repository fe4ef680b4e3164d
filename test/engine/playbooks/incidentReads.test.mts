import { describe, expect, it, vi } from 'vitest';
import { MINUTE } from '../../support/triggerFixture.mts';
import { device, mail, user } from './evidence.mts';
import { playbooksOnDemand } from './playbookBench.mts';
import { each, record } from './playbookNodes.mts';
import { NOW, tenantTime } from './tenantTime.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();

describe('playbook that starts with a new incident', () => {
	/**
	 * One list and one incident are read by the trigger. The library hunts read all evidence once, because an item lists at
	 * most 200 entities of a kind. The ticket playbook writes before anything else: Update Incident reads what it writes.
	 */
	eachRow([
		{
			name: 'hunt-around',
			serviceSource: 'microsoftDefenderForEndpoint',
			reads: ['list', 'incident', 'incident'],
		},
		{
			name: 'compromised-account',
			serviceSource: 'azureAdIdentityProtection',
			reads: ['list', 'incident', 'incident'],
		},
		{
			name: 'phishing-scope',
			serviceSource: 'microsoftDefenderForOffice365',
			reads: ['list', 'incident', 'incident'],
		},
		{
			name: 'new-incident-ticket',
			serviceSource: 'microsoftDefenderForEndpoint',
			reads: ['list', 'incident', 'incident'],
		},
	])(
		'one new incident → read by the trigger, and not again for the same data',
		async ({ name, serviceSource, reads }) => {
			const bench = await start(name);
			const { tenant } = bench;
			const { poll } = await bench.activate();
			const { id } = tenant.incidents.create({ severity: 'high' });
			tenant.incidents.addAlert(id, {
				serviceSource,
				evidence: [device('pc-1'), mail('m-1'), user('u@contoso.com')],
			});
			tenant.clock.advance(6 * MINUTE);
			const before = tenant.calls.length;
			const result = await poll();
			expect(result?.status).not.toBe('error');
			// The hunting playbook waits for late events before it hunts.
			if (
				result?.status === 'waiting' &&
				tenant.calls.slice(before).every(({ method }) => method === 'GET')
			) {
				tenant.clock.advance(20 * MINUTE);
				vi.setSystemTime(Date.parse(NOW) + 20 * MINUTE);
				expect((await result.resume?.())?.status).not.toBe('error');
			}
			const calls = tenant.calls.slice(before);
			const end = calls.findIndex(({ method }) => method !== 'GET');
			expect(end).toBeGreaterThan(0);
			const kinds = calls
				.slice(0, end)
				.map(({ path }) => (path.split('?')[0]?.endsWith(`/incidents/${id}`) === true ? 'incident' : 'list'));
			expect(kinds).toEqual(reads);
		},
	);

	it('node behind it → no other one reads the incident', () => {
		const readers = each(['getIncidents']).filter(({ node, playbook }) => {
			const [trigger] = playbook.nodes.filter(({ type }) => type.endsWith('.incidentTrigger'));
			const isNew = JSON.stringify(trigger?.parameters['events'] ?? []).includes('created');
			return isNew && record(node.parameters)['operation'] === 'get';
		});
		expect(readers.map(({ at }) => at)).toEqual([]);
	});
});
