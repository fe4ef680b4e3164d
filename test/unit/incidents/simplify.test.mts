import { describe, expect, it } from 'vitest';
import { incidentItem, MAX_LISTED } from '../../../defender/incidents/simplify.ts';
import { alert, at, evidence, incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/** Names that saved workflows hold for ever (the contract for simplified incidents). */
const ALWAYS = [
	'id displayName severity status assignedTo classification determination priorityScore createdDateTime',
	'lastUpdateDateTime lastModifiedBy customTags systemTags incidentWebUrl redirectIncidentId tenantId description',
	'summary resolvingComment comments',
].flatMap((line) => line.split(' '));
const WITH_ALERTS = [
	'alertCount serviceSources mitreTechniques firstActivityDateTime lastActivityDateTime',
	'devices users files ips urls mailboxes alerts',
].flatMap((line) => line.split(' '));

describe('simplified incident', () => {
	it('with and without alerts → exactly the documented fields', () => {
		expect(Object.keys(incidentItem(incident(), true)).sort()).toEqual([...ALWAYS].sort());
		expect(Object.keys(incidentItem(incident({ alerts: [] }), true)).sort()).toEqual(
			[...ALWAYS, ...WITH_ALERTS].sort(),
		);
	});

	it('fields outside the contract → dropped, values unchanged', () => {
		const wire = { ...incident({ customTags: ['a'] }), futureField: 1, '@odata.etag': 'x' };
		const item = incidentItem(wire, true);
		expect(item).toMatchObject({ id: '48213', customTags: ['a'], severity: 'high' });
		expect(item).not.toHaveProperty('futureField');
		expect(item).not.toHaveProperty('@odata.etag');
	});

	it('alerts unavailable → marked, not shown as empty', () => {
		const item = incidentItem(incident({ alerts: 'unavailable' }), true);
		expect(Object.keys(item).sort()).toEqual([...ALWAYS, 'alertsUnavailable'].sort());
		expect(item['alertsUnavailable']).toBe(true);
	});

	it('alerts → count, sources, techniques and activity times; no alerts → none', () => {
		const item = incidentItem(
			incident({
				alerts: [
					alert({ mitreTechniques: ['T2', 'T1'], lastActivityDateTime: at('2026-11-22T00:50:00Z') }),
					alert({
						serviceSource: 'x',
						mitreTechniques: ['T1'],
						firstActivityDateTime: at('2026-11-21T00:00:00Z'),
					}),
					alert({ serviceSource: null, firstActivityDateTime: null, lastActivityDateTime: null }),
				],
			}),
			true,
		);
		expect(item).toMatchObject({
			alertCount: 3,
			serviceSources: ['microsoftDefenderForEndpoint', 'x'],
			mitreTechniques: ['T1', 'T2'],
			firstActivityDateTime: '2026-11-21T00:00:00.0000000Z',
			lastActivityDateTime: '2026-11-22T00:50:00.0000000Z',
		});
		expect(incidentItem(incident({ alerts: [] }), true)).toMatchObject({
			alertCount: 0,
			firstActivityDateTime: null,
			lastActivityDateTime: null,
		});
	});

	it('alerts → shortened, without raw evidence', () => {
		const item = incidentItem(
			incident({ alerts: [alert({ evidence: [evidence('urlEvidence', { url: 'u' })] })] }),
			true,
		);
		expect(item['alerts']).toEqual([
			{
				id: 'da1',
				title: 'Suspicious process',
				severity: 'high',
				status: 'new',
				category: 'Execution',
				serviceSource: 'microsoftDefenderForEndpoint',
				detectionSource: 'antivirus',
				createdDateTime: '2026-11-22T01:00:00.0000000Z',
				firstActivityDateTime: '2026-11-22T00:30:00.0000000Z',
				lastActivityDateTime: '2026-11-22T00:45:00.0000000Z',
				mitreTechniques: [],
			},
		]);
	});

	eachRow([
		[MAX_LISTED - 1, false],
		[MAX_LISTED, false],
		[MAX_LISTED + 1, true],
	])('more than 200 entries → truncated and marked', (count, cut) => {
		const many = Array.from({ length: count }, (_, index) => String(index));
		const alerts = many.map((name) =>
			alert({
				evidence: [
					evidence('deviceEvidence', { mdeDeviceId: name }),
					evidence('userEvidence', { userAccount: { userPrincipalName: name } }),
					evidence('fileEvidence', { fileDetails: { sha256: name } }),
					evidence('ipEvidence', { ipAddress: name }),
					evidence('urlEvidence', { url: name }),
					evidence('mailboxEvidence', { primaryAddress: name }),
				],
			}),
		);
		const item = incidentItem(incident({ alerts }), true);
		for (const list of ['devices', 'users', 'files', 'ips', 'urls', 'mailboxes', 'alerts']) {
			expect(item[list]).toHaveLength(Math.min(count, 200));
			expect(item[`${list}Truncated`]).toBe(cut ? true : undefined);
		}
		expect(item['alertCount']).toBe(count);
	});
});

describe('raw incident', () => {
	it('any content → unchanged, alerts only if they were read', () => {
		const wire = { ...incident(), futureField: 1 };
		const { alerts: _alerts, ...rest } = wire;
		expect(incidentItem(wire, false)).toEqual(rest);
		expect(incidentItem({ ...wire, alerts: 'unavailable' }, false)).toEqual({
			...rest,
			alertsUnavailable: true,
		});
		const alerts = [alert({ evidence: [evidence('newEvidence', { x: 1 })] })];
		expect(incidentItem({ ...wire, alerts }, false)).toEqual({ ...rest, alerts });
	});
});
