/** What can happen to an incident, the most telling first: an item's `event` is the first of these that holds. */
export const eventKinds = [
	'merged',
	'created',
	'alertsAdded',
	'verdictChanged',
	'assigned',
	'statusChanged',
	'severityChanged',
	'tagged',
	'commented',
	'updated',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What becomes of changes that our own application made. */
export const ownChangeModes = ['include', 'mark', 'skip'] as const;
export type OwnChangeMode = (typeof ownChangeModes)[number];

/** Whether a batch that a crash may have swallowed is given again. */
export const redeliverModes = ['recent', 'never'] as const;
export type RedeliverMode = (typeof redeliverModes)[number];
