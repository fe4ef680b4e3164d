import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MAX_STATE, readState, writeState } from '../../../defender/trigger/state.ts';
import { detailedState, fullState, HOUR, timeAgo } from '../../support/savedState.mts';
import { eachRow, eachValue } from '../../../lab/test/support/eachRow.mts';

const stored = () => writeState(fullState, timeAgo(HOUR));
const golden = (name: string): unknown =>
	JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../support', name), 'utf8'));
/** The layout before the state had texts, comments and alerts. */
const BEFORE = 'triggerState.json';
const NOW = 'triggerStateDetailed.json';

describe('saved state of the trigger', () => {
	eachRow([
		[BEFORE, fullState],
		[NOW, detailedState],
	])('content of every kind, written → equals the golden file', (file, state) => {
		const text = JSON.stringify(writeState(state, timeAgo(HOUR)), undefined, '\t');
		expect(JSON.parse(text)).toEqual(golden(file));
		expect(text.length).toBeLessThanOrEqual(MAX_STATE);
	});

	eachRow([
		[BEFORE, fullState],
		[NOW, detailedState],
	])('golden file, read → same state, to the tick', (file, state) => {
		expect(readState(golden(file))).toEqual(state);
	});

	eachValue([5, '', 'xyz', '012', '0123ag', '01234+', ['01234']])(
		'damaged new alerts → left out',
		(alerts) => {
			const [batch] = writeState(detailedState, timeAgo(HOUR)).recentDeliveries.slice(-1);
			const reports = [[...(batch?.reports[0] ?? []).slice(0, 8), alerts, alerts]];
			const saved = { ...stored(), recentDeliveries: [{ ...batch, reports }] };
			const [report] = readState(saved)?.recentDeliveries[0]?.reports ?? [];
			expect(report).toMatchObject({ id: '4', event: 'alertsAdded' });
			expect(report).not.toHaveProperty('newAlerts');
			expect(report).not.toHaveProperty('newComments');
		},
	);

	it('state with the old keys → rejected', () => {
		const { checkpoint, ...rest } = stored();
		expect(readState({ ...rest, v: 1, version: undefined, floor: checkpoint })).toBeUndefined();
	});

	eachRow([
		[undefined, 0],
		['x', 0],
		[[null, 'x', {}, { since: 'yesterday' }, { id: 7, since: timeAgo(1) }], 1],
	])('damaged unread incidents → left out', (unread, count) => {
		const saved = { ...stored(), unreadIncidents: unread };
		expect(readState(saved)?.unreadIncidents).toHaveLength(count);
	});

	eachRow<[string, (saved: object) => unknown]>([
		['another version', (saved) => ({ ...saved, version: 2 })],
		['no checkpoint', (saved) => ({ ...saved, checkpoint: 'yesterday' })],
		[
			'a checkpoint to which no span can be added',
			(saved) => ({ ...saved, checkpoint: '9999-12-31T23:59:59.9999999Z' }),
		],
		['no time of forgetting', (saved) => ({ ...saved, forgottenBefore: 5 })],
		['no sweep', (saved) => ({ ...saved, lastSweep: null })],
		['no identity', (saved) => ({ ...saved, identity: 1 })],
		['no watch', (saved) => ({ ...saved, watchHash: undefined })],
		['no revision', (saved) => ({ ...saved, revision: '1' })],
		['no count of polls', (saved) => ({ ...saved, pollsSinceLookBack: null })],
		['no list', (saved) => ({ ...saved, knownIncidents: {} })],
		['an incident too short', (saved) => ({ ...saved, knownIncidents: [['1', 'a.0', 'p', 0, '']] })],
		['an incident that is none', (saved) => ({ ...saved, knownIncidents: ['1'] })],
		['an id that is none', (saved) => ({ ...saved, knownIncidents: [[1, 'a.0', 'p', 0, '', []]] })],
		['a last update that is none', (saved) => ({ ...saved, knownIncidents: [['1', 'now', 'p', 0, '', []]] })],
		[
			'a due time that is none',
			(saved) => ({ ...saved, knownIncidents: [['1', 'a.0', 'p', 0, 'soon', []]] }),
		],
		['values that are none', (saved) => ({ ...saved, knownIncidents: [['1', 'a.0', 'p', 0, '', {}]] })],
	])('each damaged part → rejected', (_, change) => {
		const whole = stored();
		expect(readState(whole)).toBeDefined();
		expect(readState(change(whole))).toBeUndefined();
	});

	eachRow([
		5,
		null,
		{ reports: [] },
		{ at: timeAgo(0) },
		{ at: 5, reports: [] },
		{ at: 'now', reports: [] },
		{ at: timeAgo(0), reports: 1 },
		{ at: timeAgo(0), reports: [1] },
		{ at: timeAgo(0), reports: [['1', 'x', 'p', 0, 1, 0, 0, '']] },
		{ at: timeAgo(0), reports: [['1', 'a.0', 'p', 99, 1, 0, 0, '']] },
		{ at: timeAgo(0), reports: [[1, 'a.0', 'p', 0, 1, 0, 0, '']] },
		{ at: timeAgo(0), reports: [['1', 'a.0', 'p', '0', 1, 0, 0, '']] },
		{ at: timeAgo(0), reports: [['1', 'a.0', 'p', 0, 1, 0, 0]] },
		{ at: timeAgo(0), reports: [['1', 'a.0', 5, 0, 1, 0, 0, '']] },
		{ at: timeAgo(0), reports: [['1', 'a.0', 'p', 0, '1', 0, 0, '']] },
		{ at: timeAgo(0), reports: [['1', 'a.0', 'p', 0, 1, '0', 0, '']] },
	])('damaged batch → left out', (batch) => {
		const whole = { at: timeAgo(1), reports: [] };
		const saved = { ...stored(), recentDeliveries: [batch, whole], redelivery: batch };
		expect(readState(saved)).toMatchObject({ recentDeliveries: [whole], redelivery: undefined });
	});

	eachRow([undefined, 'text', {}])('damaged list of batches → no batches', (recentDeliveries) => {
		expect(readState({ ...stored(), recentDeliveries })).toMatchObject({ recentDeliveries: [] });
	});
});
