import { describe, expect } from 'vitest';
import type { TenantEvent, History, Step } from '../../../support/pollHistory/history.mts';
import { violationsOf } from '../../../support/pollHistory/historyRun.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

/** One item per poll, two rows per page. */
const BASE: Omit<History, 'steps'> = {
	habits: { order: 'honored', pageMax: 2, link: 'skip', tellsTime: true },
	events: [
		'created',
		'merged',
		'statusChanged',
		'severityChanged',
		'assigned',
		'tagged',
		'commented',
		'updated',
	],
	...{ severities: [], settleMs: 0, maxPerPoll: 1, ownChanges: 'include', acknowledgement: undefined },
};

const create: TenantEvent = { kind: 'create', severity: 'low', lateMs: 0, tie: false };
const poll = (waitMs: number, failAt = 0): Step => ({ kind: 'poll', waitMs, failAt, during: undefined });
const kill = (more: Partial<Extract<Step, { kind: 'kill' }>> = {}): Step => ({
	...{ kind: 'kill', waitMs: 3_000, state: true, execution: false, running: false, downMs: 0, failAt: 0 },
	...more,
});
const duringPoll = (what: TenantEvent): Step => ({
	...{ kind: 'poll', waitMs: 0, failAt: 0, during: { call: 1, what } },
});
/** Without a new time stamp. */
const toHigh = (own: boolean): TenantEvent => ({
	...{ kind: 'change', place: 0, field: 'severity', value: 2, silent: true, tie: false, own },
});
const damaged: Step = { kind: 'state', stored: { v: 0 } };
/** The node is called `a` at first. */
const reactivated = (name: string, duringPoll: boolean): Step => ({ kind: 'reactivated', name, duringPoll });

/** In each, an earlier trigger, or one broken on purpose, lost a change or reported it twice. */
const FOUND: Readonly<Record<string, Partial<History>>> = {
	'an incident is delivered again while its new alerts cannot be read': {
		...{ events: ['created', 'merged', 'alertsAdded', 'commented'], settleMs: 300_000 },
		acknowledgement: { tag: 'a', afterMs: 90_000, times: 1 },
		steps: [
			create,
			poll(3_000),
			{ kind: 'poll', waitMs: 600_000, failAt: 0, during: { call: 1, what: { kind: 'alert', place: 0 } } },
			poll(60_000),
			poll(600_000, 1),
			{ kind: 'alert', place: 0 },
			poll(600_000, 3),
		],
	},
	'a poll whose items n8n dropped, because the workflow was switched off meanwhile, and the node was renamed':
		{
			steps: [create, create, poll(60_000), reactivated('b', true)],
		},
	'n8n was away for longer than a quarter of an hour after it was killed': {
		steps: [create, kill({ downMs: 1_500_000 })],
	},
	'the service was down for longer than the look-back when n8n was back': {
		habits: { ...BASE.habits, order: 'refused' },
		steps: [create, kill({ waitMs: 600_000, failAt: 2 })],
	},
	'n8n dropped the first poll that succeeded after it was killed': {
		steps: [create, kill({ waitMs: 60_000, failAt: 1 }), reactivated('a', true), create],
	},
	'the node was renamed before any poll succeeded after n8n was killed': {
		steps: [
			...[create, kill({ downMs: 60_000, failAt: 1 })],
			...[reactivated('b', false), reactivated('b', false)],
		],
	},
	'the node got a name that it had before, under which n8n had an older state': {
		steps: [create, poll(60_000), reactivated('b', false), create, poll(60_000), reactivated('a', false)],
	},
	'the node got a name back under which n8n stored only that nothing had happened': {
		steps: [
			...[poll(0), reactivated('b', false), create, poll(600_000)],
			...[reactivated('a', false), poll(600_000)],
		],
	},
	'the node got such a name back before n8n had polled twice since it was killed': {
		steps: [...[reactivated('b', false), create], ...[kill({ waitMs: 600_000 }), reactivated('a', false)]],
	},
	'what n8n stored was damaged, and what the process had found at its start was newer than what followed': {
		steps: [reactivated('a', false), kill({ waitMs: 0 }), poll(3_000), damaged, duringPoll(create)],
	},
	'n8n had not stored yet what the poll before had given': {
		steps: [create, { kind: 'overlap', waitMs: 60_000, on: 'late copies' }, poll(60_000)],
	},
	'n8n had not stored yet what was given after a damaged state': {
		steps: [
			...[create, poll(3_000), poll(0), damaged],
			{ kind: 'change', place: 0, field: 'status', value: 1, silent: false, tie: false, own: false },
			{ kind: 'overlap', waitMs: 600_000, on: 'late copies' },
		],
	},
	'n8n did not store the first poll after it was killed, which could not read what was lost': {
		steps: [create, poll(600_000), kill({ waitMs: 0, running: true, failAt: 2 }), reactivated('a', false)],
	},
	'workflows were at work on two batches when n8n was killed': {
		steps: [create, poll(600_000), create, poll(60_000), create, kill({ running: true })],
	},
	'somebody wrote the severity that our own application had given already, which was skipped': {
		ownChanges: 'skip',
		steps: [create, poll(60_000), toHigh(true), poll(0), toHigh(false), poll(0)],
	},
	'the credential became one of another tenant when n8n had just dropped a poll': {
		steps: [
			...[create, poll(60_000, 1), reactivated('a', true)],
			...[{ kind: 'credential', identity: 2 } as const, create, poll(600_000)],
		],
	},
	'more was lost with n8n than one poll gives': {
		steps: [create, create, create, poll(3_000), poll(0), kill({ running: true })],
	},
	'alerts that an item had named could not be read when it was delivered again': {
		events: ['created', 'merged', 'alertsAdded', 'commented'],
		habits: { ...BASE.habits, tellsTime: false },
		steps: [create, poll(0), duringPoll({ kind: 'alert', place: 0 }), kill({ waitMs: 0 }), poll(0, 2)],
	},
};

describe('trigger › history that once lost or repeated a change', () => {
	eachRow(Object.entries(FOUND))('replayed → no violation', async (_, history) => {
		expect(await violationsOf({ ...BASE, steps: [], ...history })).toEqual([]);
	});
});
