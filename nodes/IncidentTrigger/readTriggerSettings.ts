import type { IPollFunctions } from 'n8n-workflow';
import type { PollSettings } from '../../defender/tasks/poll/pollIncidents';
import type { RedeliverMode } from '../../defender/trigger/triggerVocabulary';
import type { Connection } from '../shared/connection/connect';
import {
	pollParameters,
	readCollection,
	readOptions,
	type ParameterSource,
} from '../shared/parameters/parameterSource';
import { readChoice, readSome } from '../shared/parameters/readChoice';
import { simplifyProperty } from '../shared/properties/outputProperties';
import { readIncidentQuery } from '../shared/parameters/readIncidentQuery';
import {
	readFlag,
	readInstant,
	readNumber,
	readText,
	readWholeNumber,
} from '../shared/parameters/readParameter';
import { eventsProperty, filtersProperty, optionsProperty } from './IncidentTriggerDescription';
import { triggerOptions } from './triggerOptions';

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
	const parameters = pollParameters(context);
	const options = readOptions(parameters, optionsProperty);
	return {
		poll: {
			identity: triggerKey,
			watch: {
				events: new Set(readSome(parameters, eventsProperty)),
				query: readIncidentQuery(readCollection(parameters, filtersProperty), () => undefined),
				settleMs: readNumber(options, triggerOptions.settleMinutes) * MINUTE_MS,
				ownChanges: readChoice(options, triggerOptions.ownChanges),
				ownName,
			},
			alerts:
				options.read(triggerOptions.includeAlerts.name, undefined) === undefined
					? 'newAlerts'
					: readFlag(options, triggerOptions.includeAlerts),
			lookBackMs: readNumber(options, triggerOptions.lookBack) * MINUTE_MS,
			sweepMs: readNumber(options, triggerOptions.sweepMinutes) * MINUTE_MS,
			maxPerPoll: Math.floor(readNumber(options, triggerOptions.maxPerPoll)),
			startFrom: readInstant(options, triggerOptions.startFrom),
			acknowledgement: readAcknowledgement(options),
		},
		redeliver: readChoice(options, triggerOptions.redeliver),
		simplify: readFlag(parameters, simplifyProperty),
	};
}

/** @returns undefined if nothing is to be acknowledged */
function readAcknowledgement(options: ParameterSource): PollSettings['acknowledgement'] {
	const tag = readText(options, triggerOptions.acknowledgeTag);
	const afterMs = readNumber(options, triggerOptions.acknowledgeAfter) * MINUTE_MS;
	const times = readWholeNumber(options, triggerOptions.acknowledgeTimes);
	return tag === undefined ? undefined : { tag, afterMs, times };
}
