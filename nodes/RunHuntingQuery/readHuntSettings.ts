import type { ResultSettings } from '../../defender/tasks/hunt/executeHunt';
import type { HuntSettings } from '../../defender/tasks/hunt/runHunt';
import { parseDate } from '../shared/parameters/parseDate';
import { readOptions, readEntries, type ParameterSource } from '../shared/parameters/parameterSource';
import { readChoice, readTextList } from '../shared/parameters/readChoice';
import {
	readFlag,
	readInstant,
	readLimit,
	readNumber,
	readWholeNumber,
} from '../shared/parameters/readParameter';
import { optionParameters, optionsProperty } from './optionProperties';
import { queryProperty, rowLimitProperty } from './RunHuntingQueryDescription';
import {
	amountProperty,
	fromProperty,
	timeRangeProperty,
	timespanProperty,
	toProperty,
	unitProperty,
} from './timeRangeProperties';
import { valuesProperty } from './valuesProperty';

/** Reads the settings of one item's hunt. @throws DefenderError `invalidInput` */
export function readHuntSettings(parameters: ParameterSource): HuntSettings {
	return {
		...readResultSettings(parameters),
		query: String(parameters.read(queryProperty.name, queryProperty.default)),
		parameters: readRawParameters(parameters),
		timeRange: readTimeRange(parameters),
		readInstant: (value) => parseDate(value, parameters.timeZone),
	};
}

/** Reads how to return the rows. @throws DefenderError `invalidInput` */
export function readResultSettings(parameters: ParameterSource): ResultSettings {
	const options = readOptions(parameters, optionsProperty);
	return {
		limit: readLimit(parameters, rowLimitProperty),
		onTruncation: readChoice(options, optionParameters.onTruncation),
		splitMax: readWholeNumber(options, optionParameters.splitMax),
		rawValues: readFlag(options, optionParameters.rawValues),
		parseJson: readTextList(options.read(optionParameters.parseJson.name, [])),
	};
}

/**
 * Reads how long all hunts of the execution can wait in total, in milliseconds, and which part of the tenant's quota they can
 * use, in percent. The values of the first item apply.
 * @throws DefenderError `invalidInput`
 */
export function readPace(firstItem: ParameterSource): {
	readonly maxWaitMs: number;
	readonly quotaShare: number;
} {
	const options = readOptions(firstItem, optionsProperty);
	return {
		maxWaitMs: readNumber(options, optionParameters.maxWait) * 1_000,
		quotaShare: readNumber(options, optionParameters.quotaShare),
	};
}

function readRawParameters(parameters: ParameterSource): HuntSettings['parameters'] {
	const [{ name: entriesName, values }] = valuesProperty.options;
	const [nameProperty, typeProperty, valueProperty] = values;
	return readEntries(parameters, valuesProperty, entriesName).map((entry) => ({
		name: entry.read(nameProperty.name, undefined),
		type: entry.read(typeProperty.name, undefined),
		value: entry.read(valueProperty.name, undefined),
	}));
}

/** @throws DefenderError `invalidInput` */
export function readTimeRange(parameters: ParameterSource): HuntSettings['timeRange'] {
	const kind = readChoice(parameters, timeRangeProperty);
	switch (kind) {
		case 'apiDefault':
			return { kind };
		case 'between':
			return {
				kind,
				from: readInstant(parameters, fromProperty),
				to: readInstant(parameters, toProperty),
			};
		case 'iso':
			return { kind, timespan: String(parameters.read(timespanProperty.name, timespanProperty.default)) };
		case 'last':
			return {
				kind,
				amount: Number(parameters.read(amountProperty.name, amountProperty.default)),
				unit: readChoice(parameters, unitProperty),
			};
	}
}
