import { describe, expect, it } from 'vitest';
import { readComments, readIncident } from '../../../defender/api/graphIncident.ts';
import { wireIncident } from '../../support/wireIncident.mts';
import { eachRow, eachValue } from '../../../lab/test/support/eachRow.mts';

function read(wire: unknown, alertsAsked: boolean) {
	const reading = readIncident(wire, alertsAsked);
	if (reading.malformed !== undefined) throw new Error(`malformed: ${reading.malformed.property}`);
	return reading.incident;
}

describe('readIncident', () => {
	it('gives the documented incident with canonical instants', () => {
		expect(read(wireIncident(), false)).toEqual({
			...wireIncident(),
			createdDateTime: '2021-08-13T08:43:35.5533333Z',
			lastUpdateDateTime: '2021-09-30T09:35:45.1133333Z',
			alerts: 'notRead',
		});
	});

	it('fills what the service left out, so that every field can be asked', () => {
		const { id, status, createdDateTime, lastUpdateDateTime } = wireIncident();
		expect(read({ id, status, createdDateTime, lastUpdateDateTime }, false)).toEqual({
			id,
			status,
			createdDateTime,
			lastUpdateDateTime,
			severity: 'unknown',
			classification: 'unknown',
			determination: 'unknown',
			tenantId: null,
			displayName: null,
			description: null,
			summary: null,
			resolvingComment: null,
			assignedTo: null,
			lastModifiedBy: null,
			priorityScore: null,
			customTags: [],
			systemTags: [],
			comments: [],
			incidentWebUrl: null,
			redirectIncidentId: null,
			alerts: 'notRead',
		});
	});

	it('lets enum members that it does not know and further properties through by name', () => {
		const more = {
			status: 'quarantined',
			severity: 'critical',
			classification: 'newOne',
			futureField: { a: 1 },
		};
		expect(read(wireIncident(more), false)).toMatchObject(more);
	});

	it('takes an empty owner or target for none', () => {
		const { assignedTo, redirectIncidentId } = read(
			wireIncident({ assignedTo: '', redirectIncidentId: '' }),
			false,
		);
		expect([assignedTo, redirectIncidentId]).toEqual([null, null]);
	});

	eachRow([
		['no id', { id: undefined }, 'id', undefined],
		['an id that is a number', { id: 2_972_395 }, 'id', '2972395'],
		['an id with a path in it', { id: '1/comments' }, 'id', undefined],
		['an empty id', { id: '' }, 'id', undefined],
		['an id without end', { id: '9'.repeat(5_000_000) }, 'id', undefined],
		['no status', { status: undefined }, 'status', '2972395'],
		['a status of null', { status: null }, 'status', '2972395'],
		['no time of creation', { createdDateTime: undefined }, 'createdDateTime', '2972395'],
		['a time of creation that is null', { createdDateTime: null }, 'createdDateTime', '2972395'],
		[
			'a time of creation without zone',
			{ createdDateTime: '2021-08-13T08:43:35' },
			'createdDateTime',
			'2972395',
		],
		['no time of update', { lastUpdateDateTime: null }, 'lastUpdateDateTime', '2972395'],
		[
			'an impossible time of update',
			{ lastUpdateDateTime: '2021-02-30T00:00:00Z' },
			'lastUpdateDateTime',
			'2972395',
		],
	])('%s → names the property, and the ID if there is one', (_, wrong, property, id) => {
		const wire = wireIncident({ ...(property === 'status' ? { status: null } : {}), ...wrong });
		expect(readIncident(wire, false)).toEqual({ malformed: { id, property } });
	});

	eachValue([null, undefined, 'text', 1, [wireIncident()]])(
		'%j for an incident → names no property',
		(wire) => {
			expect(readIncident(wire, false)).toEqual({ malformed: { id: undefined, property: undefined } });
		},
	);
});

describe('alerts of an incident', () => {
	const wireAlert = {
		'@odata.type': '#microsoft.graph.security.alert',
		id: 'da637551227677560813_-961444813',
		title: 'Suspicious execution of hidden file',
		severity: 'low',
		status: 'new',
		category: 'DefenseEvasion',
		serviceSource: 'microsoftDefenderForEndpoint',
		detectionSource: 'antivirus',
		mitreTechniques: ['T1564.001'],
		createdDateTime: '2021-04-27T12:19:27.7211305Z',
		firstActivityDateTime: '2021-04-26T07:45:50.116Z',
		lastActivityDateTime: '2021-05-02T07:56:58.222Z',
		recommendedActions: 'Collect artifacts',
		evidence: [
			{ '@odata.type': '#microsoft.graph.security.deviceEvidence', verdict: 'unknown', mdeDeviceId: 'x' },
		],
	};

	it('come as they are, with canonical instants and every further property', () => {
		const { alerts } = read(wireIncident({ alerts: [wireAlert] }), true);
		expect(alerts).toEqual([
			{
				...wireAlert,
				firstActivityDateTime: '2021-04-26T07:45:50.1160000Z',
				lastActivityDateTime: '2021-05-02T07:56:58.2220000Z',
			},
		]);
	});

	it('may lack all but their id', () => {
		const { alerts } = read(wireIncident({ alerts: [{ id: 'a', evidence: [{}, 'x', null] }] }), true);
		expect(alerts).toEqual([
			expect.objectContaining({
				id: 'a',
				title: null,
				severity: 'unknown',
				status: 'unknown',
				mitreTechniques: [],
				firstActivityDateTime: null,
				evidence: [{ '@odata.type': '', verdict: 'unknown' }],
			}),
		]);
	});

	it('are not read when they were not asked for, and unavailable when they did not come', () => {
		expect(read(wireIncident({ alerts: [wireAlert] }), false).alerts).toBe('notRead');
		expect(read(wireIncident(), true).alerts).toBe('unavailable');
		expect(read(wireIncident({ alerts: null }), true).alerts).toBe('unavailable');
		expect(read(wireIncident({ alerts: [] }), true).alerts).toEqual([]);
	});

	eachRow([['text'], [{ value: [] }], [[{ title: 'no id' }]], [['x']]])(
		'malformed as %j → unavailable, and the incident is read',
		(alerts) => {
			expect(read(wireIncident({ alerts }), true)).toMatchObject({
				id: '2972395',
				alerts: 'unavailable',
			});
		},
	);

	eachRow([
		['null', [null]],
		['a text', ['x']],
		['an alert without an ID', [{ title: 'no ID' }]],
		['several of these', [null, 'x', { id: 7 }]],
	])('alerts of which some are %s → the others, marked as incomplete', (_, malformed) => {
		const alerts = [{ id: 'a1' }, ...malformed, { id: 'a2' }];
		const incident = read(wireIncident({ alerts }), true);
		expect(incident.alerts).toMatchObject([{ id: 'a1' }, { id: 'a2' }]);
		expect(incident.truncated?.['alerts']).toMatch(/malformed$/);
	});
});

describe('readComments', () => {
	it('reads both spellings of author and time', () => {
		const time = '2021-09-30T12:07:37Z';
		const read = { comment: 'c', createdByDisplayName: 'd', createdDateTime: '2021-09-30T12:07:37.0000000Z' };
		expect(
			readComments([
				{ comment: 'c', createdByDisplayName: 'd', createdDateTime: time },
				{ comment: 'c', createdBy: 'd', createdTime: time },
			]),
		).toEqual([read, read]);
	});

	it('takes a comment without time or author', () => {
		expect(readComments([{ comment: 'c' }, 'x', null])).toEqual([
			{ comment: 'c', createdByDisplayName: null },
		]);
		expect(readComments(undefined)).toEqual([]);
	});
});
