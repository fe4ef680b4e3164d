/** Kinds of change, most specific first. The `event` of an item is the first of its `events` in this order. */
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

/** How the trigger reports changes that the credential's own application made. */
export const ownChangeModes = ['include', 'mark', 'skip'] as const;
export type OwnChangeMode = (typeof ownChangeModes)[number];

/** Whether the trigger emits recent deliveries again after n8n restarted. */
export const redeliverModes = ['recent', 'never'] as const;
export type RedeliverMode = (typeof redeliverModes)[number];
