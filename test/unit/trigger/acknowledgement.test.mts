import { describe, expect, it } from 'vitest';
import {
	dueReports,
	isAcknowledged,
	trackAcknowledgements,
	type AcknowledgementPoll,
} from '../../../defender/trigger/acknowledgement.ts';
import { packKnown, readKnown, type KnownIncident } from '../../../defender/trigger/knownIncident.ts';
import { incident } from '../../support/incidents.mts';
import { knownIncident } from '../../support/savedState.mts';
import { createdReport, MINUTE, timeAfterStart } from '../../support/triggerTimes.mts';
import { eachRow, eachValue } from '../../../lab/test/support/eachRow.mts';

const settings = { tag: 'Done', afterMs: 15 * MINUTE, times: 3 };
const now = timeAfterStart(0);

/** An incident that is due so long after now, after so many redeliveries. */
const awaiting = (id: string, dueInMs: number, attempts = 0): [string, KnownIncident] => [
	id,
	knownIncident(0, { awaited: { report: createdReport(id), dueAt: timeAfterStart(dueInMs), attempts } }),
];

describe('acknowledged incident', () => {
	eachRow<[Parameters<typeof incident>[0], boolean]>([
		[{}, false],
		[{ customTags: ['done'] }, true],
		[{ customTags: ['Done!'], systemTags: ['Done'] }, false],
		[{ status: 'resolved' }, true],
		[{ status: 'inProgress' }, false],
		[{ status: 'redirected' }, true],
		[{ redirectIncidentId: '7' }, true],
	])('custom tag, resolved or merged → yes; anything else → no', (fields, expected) => {
		expect(isAcknowledged(incident({ id: '1', ...fields }), 'Done')).toBe(expected);
	});
});

describe('due reports', () => {
	const due = (known: readonly [string, KnownIncident][], more = {}) =>
		dueReports({ knownIncidents: new Map(known), ...more }, settings, now);

	it('due ones, longest due first → with the next attempt', () => {
		const known = [awaiting('1', 0, 1), awaiting('2', 1), awaiting('3', -1, 2), awaiting('4', -2, 3)];
		expect(due(known)).toEqual([
			{ ...createdReport('3'), attempt: 3 },
			{ ...createdReport('1'), attempt: 2 },
		]);
		expect(dueReports({ knownIncidents: new Map(known) }, undefined, now)).toEqual([]);
	});

	it('already scheduled for redelivery → left out', () => {
		const redelivery = { at: now, reports: [createdReport('1')] };
		expect(due([awaiting('1', 0), awaiting('2', 0)], { redelivery })).toMatchObject([{ id: '2' }]);
	});
});

describe('known incidents that wait', () => {
	const quiet: AcknowledgementPoll = {
		...{ acknowledgement: settings, now, incidents: new Map() },
		...{ decisions: [], redelivered: [], postponed: [] },
	};
	const tracked = (before: readonly [string, KnownIncident][], poll: Partial<AcknowledgementPoll>) =>
		trackAcknowledgements(new Map(before), new Map(before), { ...quiet, ...poll });
	const awaited = (attempts: number) => ({
		...{ report: createdReport('1'), dueAt: timeAfterStart(15 * MINUTE), attempts },
	});

	it('decision about a new version → waits on', () => {
		const [id, known] = awaiting('1', 5, 1);
		const after = new Map([[id, knownIncident(1)]]);
		const result = trackAcknowledgements(new Map([[id, known]]), after, quiet);
		expect(result.get('1')?.awaited).toEqual(known.awaited);
	});

	it('new incident delivered → waits from now on', () => {
		const [id, known] = ['1', knownIncident(0)] as const;
		const decisions = [{ incident: incident({ id }), known, report: createdReport(id) }];
		expect(tracked([[id, known]], { decisions }).get('1')?.awaited).toEqual(awaited(0));
		const other = { ...createdReport(id), event: 'updated' } as const;
		const updated = [{ incident: incident({ id }), known, report: other }];
		expect(tracked([[id, known]], { decisions: updated }).get('1')).not.toHaveProperty('awaited');
	});

	eachRow([
		[{ ...createdReport('1'), attempt: 2 }, awaited(2)],
		[createdReport('1'), awaited(1)],
		[{ ...createdReport('1'), attempt: 3 }, undefined],
	])('redelivered → waits again, until the last attempt', (report, expected) => {
		expect(tracked([awaiting('1', 0, 1)], { redelivered: [report] }).get('1')?.awaited).toEqual(expected);
		expect(tracked([awaiting('1', 0, 1)], { postponed: [report] }).get('1')?.awaited).toEqual(expected);
	});

	it('fewer redeliveries allowed than before → waits no longer', () => {
		expect(tracked([awaiting('1', 5, 2)], {}).get('1')).toHaveProperty('awaited');
		expect(tracked([awaiting('1', 5, 3)], {}).get('1')).not.toHaveProperty('awaited');
	});

	it('due later than the settings allow, because the clock was ahead → due after the given time', () => {
		expect(tracked([awaiting('1', 9_000 * MINUTE, 1)], {}).get('1')?.awaited).toEqual(awaited(1));
	});

	it('acknowledged, or option off → waits no longer', () => {
		const incidents = new Map([['1', incident({ id: '1', customTags: ['done'] })]]);
		expect(tracked([awaiting('1', 5)], { incidents }).get('1')).not.toHaveProperty('awaited');
		expect(tracked([awaiting('1', 5)], { acknowledgement: undefined }).get('1')).not.toHaveProperty(
			'awaited',
		);
	});
});

describe('saved incident that waits', () => {
	const report = { ...createdReport('1'), deliveryId: `1@${now}#01234567` };
	const waiting = (changes: object) =>
		knownIncident(0, { awaited: { report: { ...report, ...changes }, dueAt: now, attempts: 2 } });
	const stored = (known: KnownIncident, isCompact = false): unknown =>
		JSON.parse(JSON.stringify(packKnown('1', known, isCompact)));

	it('changes up to 1,000 characters → kept; longer ones or compact form → only events', () => {
		const short = { changes: { assignedTo: { from: null, to: 'a'.repeat(800) } } };
		const long = { changes: { assignedTo: { from: null, to: 'a'.repeat(1_000) } } };
		expect(readKnown(stored(waiting(short)))).toEqual(['1', waiting(short)]);
		expect(readKnown(stored(waiting(long)))).toEqual(['1', waiting({})]);
		expect(readKnown(stored(waiting(short), true))).toEqual(['1', waiting({})]);
	});

	eachValue([null, 'x', [], ['soon', 2], -1, 1.5, '2'])('damaged → incident rejected', (damage) => {
		const row = packKnown('1', waiting({})).slice(0, 6);
		const report = ['mwr91400.6', '89abcdef', 1, 2, 1, 0, ''];
		const isAttempts = typeof damage === 'number' || damage === '2';
		expect(readKnown([...row, ['0.0', 2, ...report]])).toBeDefined();
		expect(readKnown([...row, isAttempts ? ['0.0', damage, ...report] : damage])).toBeUndefined();
	});
});
