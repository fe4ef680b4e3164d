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
export type OwnChangeMode = 'include' | 'mark' | 'skip';

/** Whether the trigger emits recent deliveries again after n8n restarted. */
export type RedeliverMode = 'recent' | 'never';
