import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../engine/engine.mts';
import type { Behaviours } from '../tenant/practice.mts';
import { createPrng } from '../tenant/world/prng.mts';
import { behaviorProfiles } from '../tenant/behaviorProfiles.mts';

export const CREDENTIAL_TYPE = 'defenderXdrAppOAuth2Api';
const TYPE = 'n8n-nodes-microsoft-defender-xdr.incidentTrigger';
const MINUTE_MS = 60_000;

const EVENTS = [
	'created',
	'merged',
	'verdictChanged',
	'assigned',
	'statusChanged',
	'severityChanged',
	'tagged',
	'commented',
	'updated',
];

/** What a seed decides besides the history itself. */
export interface Setting {
	readonly seed: number;
	readonly behaviours: Behaviours;
	/** Where the service's clock starts; the host's is the machine's, so that the two are apart by months, either way. */
	readonly now: string;
	/** n8n's durable cursors: every poll works on a copy of what is in the database. */
	readonly durable: boolean;
	readonly events: readonly string[];
	readonly severities: readonly string[];
	readonly includeAlerts: boolean;
	readonly maxPerPoll: number;
	readonly lookBackMs: number;
	readonly sweepMs: number;
}

/** The same seed gives the same setting. */
export function settingOf(seed: number): Setting {
	const prng = createPrng(seed).fork('setting');
	return {
		seed,
		behaviours: prng.pick(behaviorProfiles),
		now: prng.pick(['2026-11-22T03:00:00.0000000Z', '2024-02-29T23:30:00.0000000Z', '2031-06-01T12:00:00Z']),
		durable: prng.chance(0.4),
		events: prng.chance(0.4) ? [...EVENTS, 'alertsAdded'] : EVENTS,
		severities: prng.chance(0.3) ? ['medium', 'high'] : [],
		includeAlerts: prng.chance(0.3),
		maxPerPoll: prng.pick([7, 50, 50]),
		lookBackMs: prng.pick([30, 60, 60]) * MINUTE_MS,
		sweepMs: prng.pick([30, 60]) * MINUTE_MS,
	};
}

/** A workflow of nothing but the trigger. */
export function triggerWorkflow(setting: Setting, credentialId: string): WorkflowJson {
	const { events, severities, includeAlerts, maxPerPoll } = setting;
	const parameters: INodeParameters = {
		pollTimes: { item: [{ mode: 'everyMinute' }] },
		events: [...events],
		filters: severities.length === 0 ? {} : { severity: [...severities] },
		options: {
			includeAlerts,
			maxPerPoll,
			lookBack: setting.lookBackMs / MINUTE_MS,
			sweepMinutes: setting.sweepMs / MINUTE_MS,
		},
	};
	const credentials = { [CREDENTIAL_TYPE]: { id: credentialId, name: 'Practice' } };
	const node = { id: 'trigger', name: 'Incident Trigger', type: TYPE, typeVersion: 1 };
	return {
		nodes: [{ ...node, position: [0, 0], parameters, credentials }],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}
