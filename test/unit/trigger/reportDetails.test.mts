import { describe, expect, it } from 'vitest';
import { alertMark, markComments } from '../../../defender/trigger/marks.ts';
import { limitMarks, MAX_NEW } from '../../../defender/trigger/newMarks.ts';
import { reportDetails } from '../../../defender/trigger/reportDetails.ts';
import { packReport, readReport, type Report } from '../../../defender/trigger/report.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import {
	changedIncident,
	classifiedChange,
	knownAfter,
	NOW,
	watchOf,
} from '../../support/classifiedChange.mts';
import { alert, at, incident } from '../../support/incidents.mts';

const watch = watchOf(['created', 'updated', 'alertsAdded', 'commented']);
/** What an item shows about a change from one state of an incident to another. */
function detailsOf(from: Partial<Incident>, to: Partial<Incident>) {
	const known = knownAfter(incident({ alerts: [], ...from }), watch);
	const after = changedIncident({ alerts: [], ...to });
	const { report } = classifiedChange(after, watch, known);
	if (report === undefined) throw new Error('The change is not reported.');
	return { details: reportDetails(report, after), report, after };
}
const comment = (text: string, time: string, author = 'ann') => ({
	...{ comment: text, createdByDisplayName: author, createdDateTime: at(time) },
});
const FIRST = comment('first', '2026-11-22T01:10:00Z');
const SECOND = comment('second', '2026-11-22T01:20:00Z', 'bob');

describe('details of a report', () => {
	it('new alerts and comments → named, each with what a person needs', () => {
		const found = alert({ id: 'da2', title: 'Ransomware', createdDateTime: NOW });
		const { details } = detailsOf(
			{ alerts: [alert()], comments: [FIRST] },
			{ alerts: [found, alert()], comments: [SECOND, FIRST] },
		);
		expect(details).toEqual({
			changes: { alerts: { from: 1, to: 2 }, comments: { from: 1, to: 2 } },
			newAlerts: [
				{
					...{ id: 'da2', title: 'Ransomware', severity: 'high', createdDateTime: NOW },
					serviceSource: 'microsoftDefenderForEndpoint',
				},
			],
			newComments: [{ author: 'bob', text: 'second', time: '2026-11-22T01:20:00.0000000Z' }],
		});
	});

	it('comment moved here by a merge, older than the known ones → named', () => {
		const { details } = detailsOf({ comments: [SECOND] }, { comments: [FIRST, SECOND] });
		expect(details.newComments?.map(({ text }) => text)).toEqual(['first']);
	});

	it('comments of one instant, and equal texts without a time → each once', () => {
		const timed = [comment('a', '2026-11-22T01:00:00Z'), comment('b', '2026-11-22T01:00:00Z')];
		const untimed = [1, 2].map(() => ({ comment: 'same', createdByDisplayName: null }));
		expect(new Set(markComments([...timed, ...untimed]).map(({ mark }) => mark)).size).toBe(4);
		const { details } = detailsOf({ comments: timed.slice(0, 1) }, { comments: timed });
		expect(details.newComments?.map(({ text }) => text)).toEqual(['b']);
	});

	it('comment whose text is returned in another form → not new', () => {
		const known = knownAfter(incident({ comments: [FIRST] }), watchOf(['commented']));
		const after = changedIncident({ comments: [{ ...FIRST, comment: 'first\r\n' }] });
		expect(classifiedChange(after, watchOf(['commented']), known).report).toBeUndefined();
	});

	eachRow([
		[MAX_NEW, undefined],
		[MAX_NEW + 1, 1],
		[MAX_NEW + 30, 30],
	])('more than 50 new alerts → 50, and the number of the others', (count, others) => {
		const alerts = Array.from({ length: count }, (_, index) => alert({ id: `da${index}` }));
		const { details } = detailsOf({}, { alerts });
		expect(details.newAlerts).toHaveLength(MAX_NEW);
		expect(details.newAlertsTruncated).toBe(others);
	});

	it('tags → those added and removed, custom and system ones', () => {
		const { details } = detailsOf(
			{ customTags: ['a', 'b'], systemTags: ['s'] },
			{ customTags: ['b', 'C'], systemTags: ['s', 't'] },
		);
		expect(details).toMatchObject({ addedTags: ['C', 't'], removedTags: ['a'] });
	});

	eachRow<[Partial<Incident>, Partial<Incident>]>([
		[{ displayName: 'a' }, { displayName: 'b' }],
		[{ description: null }, { description: 'b' }],
		[{ summary: 'a' }, { summary: null }],
		[{ resolvingComment: 'a' }, { resolvingComment: 'b' }],
		[{ priorityScore: null }, { priorityScore: 7 }],
	])('name, description, summary, note and priority → from and to', (from, to) => {
		const [field = ''] = Object.keys(from);
		const { details } = detailsOf(from, to);
		expect(details.changes).toEqual({
			[field]: { from: Object.values(from)[0], to: Object.values(to)[0] },
		});
		expect(details).not.toHaveProperty('unknownChange');
	});

	it('only something that is not compared changed → unknownChange', () => {
		expect(detailsOf({}, {}).details).toEqual({ changes: {}, unknownChange: true });
	});

	eachRow<[string, Partial<Report>]>([
		['new', { events: ['created'] }],
		['merged', { events: ['merged', 'updated'] }],
	])('nothing else to show → no unknownChange', (_, more) => {
		const report: Report = {
			...{ id: '48213', deliveryId: 'x', event: 'created', events: ['created'], changes: {} },
			...{ firstSeen: true, ...more },
		};
		expect(reportDetails(report, incident())).toEqual({ changes: {} });
	});
});

describe('report saved and delivered again', () => {
	const again = (report: Report, after: Incident) => {
		const read = readReport(JSON.parse(JSON.stringify(packReport(report, true))));
		if (read === undefined) throw new Error('It cannot be read again.');
		return reportDetails(read, after);
	};

	it('any change → the same details', () => {
		const { details, report, after } = detailsOf(
			{ displayName: 'a', comments: [FIRST], customTags: ['x'] },
			{ displayName: 'b', comments: [FIRST, SECOND], customTags: [], alerts: [alert()] },
		);
		expect(again(report, after)).toEqual(details);
	});

	it('long text → not saved, but taken from the incident', () => {
		const long = 'x'.repeat(5_000);
		const { report, after } = detailsOf({ description: 'a' }, { description: long });
		expect(JSON.stringify(packReport(report, true)).length).toBeLessThan(300);
		expect(again(report, after).changes).toEqual({ description: { from: 'a', to: long } });
	});

	it('alert that a merge moved meanwhile → counted', () => {
		const { report, after } = detailsOf({}, { alerts: [alert({ id: 'a' }), alert({ id: 'b' })] });
		const moved = { ...after, alerts: [alert({ id: 'b' })] };
		expect(again(report, moved)).toMatchObject({ newAlerts: [{ id: 'b' }], newAlertsTruncated: 1 });
		expect(again(report, { ...after, alerts: 'unavailable' })).toMatchObject({ newAlertsTruncated: 2 });
	});

	it('marks → at most 50, with the number of the others', () => {
		const marks = Array.from({ length: 60 }, (_, index) => alertMark(String(index)));
		expect(limitMarks(marks)).toEqual({ marks: marks.slice(0, 50), omitted: 10 });
		expect(limitMarks([])).toBeUndefined();
	});
});

eachRow(hostileStrings)('details of a report › hostile strings → kept exactly', ({ text }) => {
	const { details } = detailsOf(
		{ displayName: 'before', customTags: [] },
		{ displayName: text, customTags: [text], comments: [comment(text, '2026-11-22T01:10:00Z', text)] },
	);
	expect(details.changes['displayName']).toEqual({ from: 'before', to: text === '' ? null : text });
	expect(details.newComments).toMatchObject([{ author: text, text }]);
	expect(details.addedTags).toEqual([text]);
});
