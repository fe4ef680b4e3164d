import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MAX_STATE, readState, writeState } from '../../../defender/trigger/state.ts';
import { timeAgo, fullState, HOUR } from '../../support/savedState.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const stored = () => writeState(fullState, timeAgo(HOUR));
const GOLDEN = path.resolve(import.meta.dirname, '../../support/triggerState.json');

describe('saved state of the trigger', () => {
	it('content of every kind, written → equals the golden file', () => {
		const text = JSON.stringify(stored(), undefined, '\t');
		expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
		expect(text.length).toBeLessThanOrEqual(MAX_STATE);
	});

	it('golden file, read → same state, to the tick', () => {
		expect(readState(JSON.parse(readFileSync(GOLDEN, 'utf8')))).toEqual(fullState);
	});

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
