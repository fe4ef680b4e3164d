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
	'devices accounts users files messages ips urls mailboxes alerts',
].flatMap((line) => line.split(' '));

const LISTS = ['devices', 'accounts', 'users', 'files', 'messages', 'ips', 'urls', 'mailboxes'];

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
		[MAX_LISTED - 1, undefined],
		[MAX_LISTED, undefined],
		[MAX_LISTED + 1, 1],
		[MAX_LISTED + 30, 30],
	])('more than 200 entries → truncated, with the number left out', (count, left) => {
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
					evidence('analyzedMessageEvidence', { networkMessageId: 'n', recipientEmailAddress: name }),
				],
			}),
		);
		const item = incidentItem(incident({ alerts }), true);
		for (const list of [...LISTS, 'alerts']) {
			expect(item[list]).toHaveLength(Math.min(count, 200));
			expect(item[`${list}Truncated`]).toBe(left);
		}
		expect(item['alertCount']).toBe(count);
	});

	it('file on more than 200 devices → its devices truncated, with the number left out', () => {
		const alerts = Array.from({ length: MAX_LISTED + 2 }, (_, index) =>
			alert({
				evidence: [evidence('fileEvidence', { mdeDeviceId: `d${index}`, fileDetails: { sha256: 'aa' } })],
			}),
		);
		const item = incidentItem(incident({ alerts }), true);
		expect(item).toMatchObject({ files: [{ sha256: 'aa', deviceIdsTruncated: 2 }] });
		expect(item).not.toHaveProperty('filesTruncated');
	});

	it('more than 200 entries and alerts incomplete → marked, because the number left out is unknown', () => {
		const alerts = Array.from({ length: MAX_LISTED + 1 }, (_, index) =>
			alert({ evidence: [evidence('ipEvidence', { ipAddress: String(index) })] }),
		);
		const item = incidentItem(incident({ alerts, truncated: { alerts: 'why' } }), true);
		expect(item).toMatchObject({ ipsTruncated: true, alertsTruncated: true });
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
