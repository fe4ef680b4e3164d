import type { IPollFunctions } from 'n8n-workflow';
import type { PollSettings } from '../../defender/tasks/poll/pollIncidents';
import {
	eventKinds,
	ownChangeModes,
	redeliverModes,
	type EventKind,
	type RedeliverMode,
} from '../../defender/trigger/vocabulary';
import type { Connection } from '../shared/connection/connect';
import { readInstant } from '../shared/parameters/instantParameter';
import { isFields, readChoice, readNumber, readSome, type Fields } from '../shared/parameters/parameters';
import { collectionOf } from '../shared/parameters/parameterSource';
import { readIncidentQuery } from '../shared/parameters/readIncidentQuery';
import { RANGES } from './triggerRanges';

/** Values of options that are not set. */
const DEFAULTS = {
	lookBack: 60,
	maxPerPoll: 50,
	ownChanges: 'include',
	redeliver: 'recent',
	settleMinutes: 0,
	sweepMinutes: 60,
} as const;

const LABELS = {
	lookBack: 'Look Back',
	maxPerPoll: 'Max per Poll',
	settleMinutes: 'Settle Time',
	sweepMinutes: 'Sweep',
} as const;
const MINUTE_MS = 60_000;

/** The parsed parameters of the node. */
export interface TriggerSettings {
	readonly poll: PollSettings;
	readonly redeliver: RedeliverMode;
	readonly simplify: boolean;
}

/** Reads the parameters of the node, before any request. @throws DefenderError `invalidInput` */
export function readTriggerSettings(
	context: IPollFunctions,
	{ triggerKey, ownName }: Pick<Connection, 'triggerKey' | 'ownName'>,
): TriggerSettings {
	const options = collection(context, 'options');
	const events: unknown = context.getNodeParameter('events', ['created']);
	const minutes = (name: 'lookBack' | 'settleMinutes' | 'sweepMinutes') =>
		numberOf(options, name) * MINUTE_MS;
	const ownChanges = readChoice(
		'options.ownChanges',
		'Own Changes',
		options['ownChanges'] ?? DEFAULTS.ownChanges,
		ownChangeModes,
	);
	return {
		poll: {
			watch: {
				events: new Set<EventKind>(readSome('events', 'Events', events, eventKinds)),
				query: readIncidentQuery(
					collectionOf(collection(context, 'filters'), 'filters', context.getTimezone()),
					() => undefined,
				),
				settleMs: minutes('settleMinutes'),
				ownChanges,
				ownName,
			},
			identity: triggerKey,
			alerts: options['includeAlerts'] === true,
			lookBackMs: minutes('lookBack'),
			sweepMs: minutes('sweepMinutes'),
			maxPerPoll: Math.floor(numberOf(options, 'maxPerPoll')),
			startFrom: readInstant('options.startFrom', 'Start From', options['startFrom'], context.getTimezone()),
		},
		redeliver: readChoice(
			'options.redeliver',
			'Redeliver',
			options['redeliver'] ?? DEFAULTS.redeliver,
			redeliverModes,
		),
		simplify: context.getNodeParameter('simplify', true) !== false,
	};
}

function collection(context: IPollFunctions, name: string): Fields {
	const value: unknown = context.getNodeParameter(name, {});
	return isFields(value) ? value : {};
}

function numberOf(options: Fields, name: keyof typeof RANGES): number {
	const [minimum, maximum] = RANGES[name];
	return readNumber(`options.${name}`, LABELS[name], options[name] ?? DEFAULTS[name], minimum, maximum);
}
