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
	it('documented incident → the same with canonical instants', () => {
		expect(read(wireIncident(), false)).toEqual({
			...wireIncident(),
			createdDateTime: '2021-08-13T08:43:35.5533333Z',
			lastUpdateDateTime: '2021-09-30T09:35:45.1133333Z',
			alerts: 'notRead',
		});
	});

	it('only required properties → all others with their empty values', () => {
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

	it('unknown enum members and properties → unchanged', () => {
		const more = {
			status: 'quarantined',
			severity: 'critical',
			classification: 'newOne',
			futureField: { a: 1 },
		};
		expect(read(wireIncident(more), false)).toMatchObject(more);
	});

	it('empty owner or merge target → null', () => {
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
		['an ID of 5,000,000 digits', { id: '9'.repeat(5_000_000) }, 'id', undefined],
		['no status', { status: undefined }, 'status', '2972395'],
		['a status of null', { status: null }, 'status', '2972395'],
		['no creation time', { createdDateTime: undefined }, 'createdDateTime', '2972395'],
		['a creation time of null', { createdDateTime: null }, 'createdDateTime', '2972395'],
		[
			'a creation time without a time zone',
			{ createdDateTime: '2021-08-13T08:43:35' },
			'createdDateTime',
			'2972395',
		],
		['no update time', { lastUpdateDateTime: null }, 'lastUpdateDateTime', '2972395'],
		[
			'an impossible update time',
			{ lastUpdateDateTime: '2021-02-30T00:00:00Z' },
			'lastUpdateDateTime',
			'2972395',
		],
	])('malformed incident → the property, and the ID if it is readable', (_, wrong, property, id) => {
		const wire = wireIncident({ ...(property === 'status' ? { status: null } : {}), ...wrong });
		expect(readIncident(wire, false)).toEqual({ malformed: { id, property } });
	});

	eachValue([null, undefined, 'text', 1, [wireIncident()]])(
		'no object → malformed without ID and property',
		(wire) => {
			expect(readIncident(wire, false)).toEqual({ malformed: { id: undefined, property: undefined } });
		},
	);
});

describe('readIncident › alerts', () => {
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

	it('documented alert → the same with canonical instants and every further property', () => {
		const { alerts } = read(wireIncident({ alerts: [wireAlert] }), true);
		expect(alerts).toEqual([
			{
				...wireAlert,
				firstActivityDateTime: '2021-04-26T07:45:50.1160000Z',
				lastActivityDateTime: '2021-05-02T07:56:58.2220000Z',
			},
		]);
	});

	it('alert with only an ID → all others with their empty values', () => {
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

	it('not requested → notRead; requested and missing → unavailable', () => {
		expect(read(wireIncident({ alerts: [wireAlert] }), false).alerts).toBe('notRead');
		expect(read(wireIncident(), true).alerts).toBe('unavailable');
		expect(read(wireIncident({ alerts: null }), true).alerts).toBe('unavailable');
		expect(read(wireIncident({ alerts: [] }), true).alerts).toEqual([]);
	});

	eachRow([['text'], [{ value: [] }], [[{ title: 'no id' }]], [['x']]])(
		'malformed list → unavailable, and the incident is read',
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
	])('some malformed alerts → the others, marked as incomplete', (_, malformed) => {
		const alerts = [{ id: 'a1' }, ...malformed, { id: 'a2' }];
		const incident = read(wireIncident({ alerts }), true);
		expect(incident.alerts).toMatchObject([{ id: 'a1' }, { id: 'a2' }]);
		expect(incident.truncated?.['alerts']).toMatch(/malformed$/);
	});
});

describe('readComments', () => {
	it('both spellings of author and time → the same comment', () => {
		const time = '2021-09-30T12:07:37Z';
		const read = { comment: 'c', createdByDisplayName: 'd', createdDateTime: '2021-09-30T12:07:37.0000000Z' };
		expect(
			readComments([
				{ comment: 'c', createdByDisplayName: 'd', createdDateTime: time },
				{ comment: 'c', createdBy: 'd', createdTime: time },
			]),
		).toEqual([read, read]);
	});

	it('comment without time or author → read; malformed ones are left out', () => {
		expect(readComments([{ comment: 'c' }, 'x', null])).toEqual([
			{ comment: 'c', createdByDisplayName: null },
		]);
		expect(readComments(undefined)).toEqual([]);
	});
});
