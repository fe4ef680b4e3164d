import type { IExecuteFunctions } from 'n8n-workflow';
import type { HuntSettings } from '../../defender/tasks/hunt/runHunt';
import { instantOf, readInstant } from '../shared/parameters/instantParameter';
import { isFields, readChoice, readCollection, readLimit } from '../shared/parameters/parameters';
import { readHuntOptions } from './huntOptions';

/** One item's parameters as a hunt. @throws DefenderError `invalidInput` */
export function readOrder(context: IExecuteFunctions, index: number): HuntSettings {
	const zone = context.getTimezone();
	return {
		query: String(context.getNodeParameter('query', index, '')),
		parameters: readParameters(context, index),
		timeRange: readTimeRange(context, index, zone),
		limit: readLimit(context, index),
		...readHuntOptions(context, index),
		readInstant: (value) => instantOf(value, zone),
	};
}

function readParameters(context: IExecuteFunctions, index: number): HuntSettings['parameters'] {
	const { values } = readCollection(context, 'parameters', index);
	const given: readonly unknown[] = Array.isArray(values) ? values : [];
	return given.filter(isFields).map(({ name, type, value }) => ({ name, type, value }));
}

function readTimeRange(context: IExecuteFunctions, index: number, zone: string): HuntSettings['timeRange'] {
	const given = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, index, otherwise);
	const kinds = ['last', 'between', 'iso', 'apiDefault'] as const;
	const kind = readChoice('timeRange', 'Time Range', given('timeRange', 'last'), kinds);
	switch (kind) {
		case 'apiDefault':
			return { kind };
		case 'between':
			return {
				kind,
				from: readInstant('from', 'From', given('from', ''), zone),
				to: readInstant('to', 'To', given('to', ''), zone),
			};
		case 'iso':
			return { kind, timespan: String(given('timespan', '')) };
		case 'last':
			return {
				kind,
				amount: Number(given('lastAmount', 1)),
				unit: readChoice('lastUnit', 'Unit', given('lastUnit', 'days'), ['minutes', 'hours', 'days']),
			};
	}
}
