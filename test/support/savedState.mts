import type { KnownIncident } from '../../defender/trigger/knownIncident.ts';
import type { TriggerState } from '../../defender/trigger/state.ts';
import { instantFromMillis } from '../../defender/core/instant.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
export const HOUR = 3_600_000;

/** So many milliseconds before the present. */
export const timeAgo = (milliseconds: number) => instantFromMillis(NOW - milliseconds);

/** An incident last updated so many milliseconds ago. */
export const knownIncident = (age: number, more: Partial<KnownIncident> = {}): KnownIncident => ({
	...{ lastUpdate: timeAgo(age), fingerprint: '01234567', sequence: 0 },
	...{ canBeCreated: false, hasMatched: true, isClosed: false, values: {} },
	...more,
});

const waiting = knownIncident(5, {
	...{ dueAt: timeAgo(-5), sequence: 3, canBeCreated: true, isClosed: true, hasMatched: false },
	values: {
		...{ status: 'active', assignedTo: null, customTags: ['a "b"'], comments: 2 },
		alerts: ['01234', 'abcde'],
	},
});

const created = (id: string, version: string) => ({
	...{ id, deliveryId: `${id}@2026-11-22T03:00:00.${version}`, firstSeen: true, changes: {} },
	...{ event: 'created' as const, events: ['created'] as const },
});

/** A state with content of every kind that the layout before texts, comments and alerts of items had. */
export const fullState: TriggerState = {
	...{ revision: 17, identity: 'tenant', watchHash: '0123456789ab', remark: 'forgot' },
	...{ checkpoint: timeAgo(0), forgottenBefore: timeAgo(48 * HOUR), unmatchedForgottenBefore: timeAgo(8) },
	...{ lastSweep: timeAgo(HOUR), sweepProgress: timeAgo(7), pollsSinceLookBack: 4 },
	knownIncidents: new Map([
		['1', waiting],
		['2', knownIncident(9, { values: { status: 'awaitingAction', assignedTo: 'ann' } })],
		['3', knownIncident(10, { values: { severity: 'high', classification: 'unknown', systemTags: [] } })],
	]),
	recentDeliveries: [
		{ at: timeAgo(2), reports: [] },
		{
			at: timeAgo(1),
			reports: [
				{
					...{ id: '1', deliveryId: '1@2026-11-22T03:00:00.1234567Z#01234567.2', event: 'merged' },
					...{ events: ['merged', 'updated'], firstSeen: false, mergedInto: '2', ownChange: true },
					changes: { status: { from: 'active', to: 'redirected' } },
					priorStateUnknown: true,
				},
				created('2', '0000001Z#89abcdef'),
			],
		},
	],
	redelivery: { at: timeAgo(1), reports: [created('3', '0000003Z#89abcdef')] },
	unreadIncidents: [
		{ id: '66', property: 'status', since: timeAgo(3), isReported: true },
		{ id: undefined, property: 'id', since: timeAgo(2), isReported: false },
	],
};

const detailed = knownIncident(11, {
	values: {
		...{ status: 'active', comments: ['0123ab', 'cdef45'], alerts: ['01234'] },
		...{ displayName: 'Multi-stage incident', description: { hash: '89abcdef' }, summary: null },
		...{ resolvingComment: null, priorityScore: 80 },
	},
});

const awaited = {
	...created('6', '0000006Z#89abcdef.1'),
	changes: { severity: { from: 'low', to: 'high' } },
	newComments: { marks: ['0123ab'], omitted: 0 },
};

/** A state with content of every kind that the layout has now. */
export const detailedState: TriggerState = {
	...fullState,
	knownIncidents: new Map([
		...fullState.knownIncidents,
		['4', detailed],
		['5', knownIncident(12, { values: { priorityScore: null } })],
		['6', knownIncident(13, { awaited: { report: awaited, dueAt: timeAgo(-6), attempts: 2 } })],
	]),
	recentDeliveries: [
		...fullState.recentDeliveries,
		{
			at: timeAgo(0),
			reports: [
				{
					...{ id: '4', deliveryId: '4@2026-11-22T03:00:00.0000004Z#89abcdef', event: 'alertsAdded' },
					...{ events: ['alertsAdded', 'commented', 'updated'], firstSeen: false },
					changes: { description: { fromUnknown: true }, displayName: { from: 'a', to: 'b' } },
					newAlerts: { marks: ['01234', '56789'], omitted: 7 },
					newComments: { marks: ['0123ab'], omitted: 0 },
				},
				{ ...created('6', '0000006Z#89abcdef.1'), attempt: 2 },
			],
		},
	],
};
