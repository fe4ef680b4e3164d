import { describe, expect, it } from 'vitest';
import { readComments, readIncident } from '../../../defender/api/graphIncident.ts';
import { wireIncident } from '../../fixtures/wireIncident.mts';

describe('readIncident', () => {
	it('gives the documented incident with canonical instants', () => {
		expect(readIncident(wireIncident(), false)).toEqual({
			...wireIncident(),
			createdDateTime: '2021-08-13T08:43:35.5533333Z',
			lastUpdateDateTime: '2021-09-30T09:35:45.1133333Z',
			alerts: 'notRead',
		});
	});

	it('fills what the service left out, so that every field can be asked', () => {
		const { id, status, createdDateTime, lastUpdateDateTime } = wireIncident();
		expect(readIncident({ id, status, createdDateTime, lastUpdateDateTime }, false)).toEqual({
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
		expect(readIncident(wireIncident(more), false)).toMatchObject(more);
	});

	it('takes an empty owner or target for none', () => {
		const read = readIncident(wireIncident({ assignedTo: '', redirectIncidentId: '' }), false);
		expect([read?.assignedTo, read?.redirectIncidentId]).toEqual([null, null]);
	});

	it.each([
		['no id', { id: undefined }],
		['an id that is a number', { id: 2_972_395 }],
		['an id with a path in it', { id: '1/comments' }],
		['an empty id', { id: '' }],
		['no status', { status: undefined }],
		['a status of null', { status: null }],
		['no time of creation', { createdDateTime: undefined }],
		['a time of creation without zone', { createdDateTime: '2021-08-13T08:43:35' }],
		['no time of update', { lastUpdateDateTime: null }],
		['an impossible time of update', { lastUpdateDateTime: '2021-02-30T00:00:00Z' }],
	])('refuses %s', (_, wrong) => {
		expect(readIncident(wireIncident(wrong), false)).toBeUndefined();
	});

	it.each([null, undefined, 'text', 1, [wireIncident()]])('refuses %j for an incident', (wire) => {
		expect(readIncident(wire, false)).toBeUndefined();
	});
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
		const read = readIncident(wireIncident({ alerts: [wireAlert] }), true);
		expect(read?.alerts).toEqual([
			{
				...wireAlert,
				firstActivityDateTime: '2021-04-26T07:45:50.1160000Z',
				lastActivityDateTime: '2021-05-02T07:56:58.2220000Z',
			},
		]);
	});

	it('may lack all but their id', () => {
		const read = readIncident(wireIncident({ alerts: [{ id: 'a', evidence: [{}, 'x', null] }] }), true);
		expect(read?.alerts).toEqual([
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
		expect(readIncident(wireIncident({ alerts: [wireAlert] }), false)?.alerts).toBe('notRead');
		expect(readIncident(wireIncident(), true)?.alerts).toBe('unavailable');
		expect(readIncident(wireIncident({ alerts: null }), true)?.alerts).toBe('unavailable');
		expect(readIncident(wireIncident({ alerts: [] }), true)?.alerts).toEqual([]);
	});

	it.each([['text'], [{ value: [] }], [[{ title: 'no id' }]], [['x']]])('are refused as %j', (alerts) => {
		expect(readIncident(wireIncident({ alerts }), true)).toBeUndefined();
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
