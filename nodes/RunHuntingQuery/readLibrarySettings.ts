import type { IExecuteFunctions } from 'n8n-workflow';
import { libraryHunts } from '../../defender/hunting/library/huntLibrary';
import type { LibraryHunt } from '../../defender/hunting/library/libraryHunt';
import { huntUnknown, noIncidentChosen } from '../../defender/hunting/sentences/libraryText';
import type { FieldsHunt } from '../../defender/tasks/hunt/huntByFields';
import type { IncidentHunt } from '../../defender/tasks/hunt/huntIncident';
import type { ResultSettings } from '../../defender/tasks/hunt/executeHunt';
import { readChosenIncident, readIncidentId } from '../shared/parameters/incidentLocator';
import { parseDate } from '../shared/parameters/parseDate';
import { refusal, type ParameterSource } from '../shared/parameters/parameterSource';
import { readChoice, readMultiChoice } from '../shared/parameters/readChoice';
import { readInstant, readWholeNumber } from '../shared/parameters/readParameter';
import { incidentIdProperty } from '../shared/properties/incidentIdProperty';
import { baselineDaysProperty, libraryFields, thresholdProperty } from './libraryFields';
import {
	entitiesFromProperty,
	entityRolesProperty,
	EVERY_HUNT,
	huntProperty,
	marginAfterProperty,
	marginBeforeProperty,
	maxEntitiesProperty,
	windowEndProperty,
} from './libraryProperties';
import { readResultSettings, readTimeRange } from './readHuntSettings';
import { libraryOutputProperty } from './resultProperties';

/** The form of the result of a library hunt. */
export type LibraryOutput = (typeof libraryOutputProperty.options)[number]['value'];

/** Which hunt an item runs, and on what. */
export type LibraryChoice =
	| { readonly kind: 'everything' }
	| { readonly kind: 'fields' | 'incident'; readonly hunt: LibraryHunt; readonly output: LibraryOutput };

/** @throws DefenderError `invalidInput` */
export function readLibraryChoice(parameters: ParameterSource): LibraryChoice {
	// A language model may choose the hunt, so its ID is read in any case.
	const id = String(parameters.read(huntProperty.name, huntProperty.default) ?? '')
		.trim()
		.toLowerCase();
	if (id === EVERY_HUNT) return { kind: 'everything' };
	const hunt = libraryHunts.find((one) => one.id === id);
	if (hunt === undefined) throw refusal(parameters, huntProperty, huntUnknown(id, libraryHunts));
	return {
		kind: readChoice(parameters, entitiesFromProperty),
		hunt,
		output: readChoice(parameters, libraryOutputProperty),
	};
}

/** @throws DefenderError `invalidInput` */
export function readFieldsHunt(
	parameters: ParameterSource,
	{ hunt, output }: Exclude<LibraryChoice, { kind: 'everything' }>,
): FieldsHunt {
	const raw = (field: keyof typeof libraryFields): unknown => parameters.read(libraryFields[field].name, '');
	return {
		...resultSettings(parameters, hunt, output),
		hunt,
		fields: {
			devices: raw('devices'),
			users: raw('users'),
			hashes: raw('hashes'),
			ips: raw('ips'),
			domains: raw('domains'),
			urls: raw('urls'),
			messageIds: raw('messageIds'),
			senders: raw('senders'),
			subject: raw('subject'),
			apps: raw('apps'),
			processId: raw('processId'),
			...readNumbers(parameters),
		},
		period: {
			timeRange: readTimeRange(parameters),
			around: readInstant(parameters, libraryFields.around),
			margins: readMargins(parameters),
		},
		readInstant: (value) => parseDate(value, parameters.timeZone),
	};
}

/**
 * @param output of the hunt; undefined for all hunts, which return summaries
 * @param tenantId of the credential
 * @throws DefenderError `invalidInput`
 */
export function readIncidentHunt(
	context: IExecuteFunctions,
	index: number,
	parameters: ParameterSource,
	{ tenantId, output }: { readonly tenantId: string; readonly output: LibraryOutput | undefined },
): IncidentHunt {
	const windowEnd = readChoice(parameters, windowEndProperty);
	return {
		incidentId: readHuntedIncident(context, index, parameters, tenantId),
		roles: readMultiChoice<string>(parameters, entityRolesProperty),
		margins: readMargins(parameters),
		windowEnd: windowEnd === 'standard' ? undefined : windowEnd,
		maxEntities: readWholeNumber(parameters, maxEntitiesProperty),
		...readNumbers(parameters),
		resultOf: (hunt) => resultSettings(parameters, hunt, output ?? 'summary'),
	};
}

/** The chosen incident, or the one of the input item: of an alert its incident. */
function readHuntedIncident(
	context: IExecuteFunctions,
	index: number,
	parameters: ParameterSource,
	tenantId: string,
): string {
	const chosen: unknown = context.getNodeParameter('incidentId', index, '', { extractValue: true });
	if (String(chosen ?? '').trim() !== '') return readChosenIncident(context, index, tenantId);
	const json = context.getInputData()[index]?.json;
	const id = json?.['incidentId'] ?? json?.['id'];
	if (id === undefined || id === null || id === '')
		throw refusal(parameters, incidentIdProperty, noIncidentChosen());
	return readIncidentId(id);
}

/** A summary reads the hunt's own maximum of rows, because it returns only the first ones. */
function resultSettings(
	parameters: ParameterSource,
	hunt: LibraryHunt,
	output: LibraryOutput,
): ResultSettings {
	const settings = readResultSettings(parameters);
	return output === 'summary' ? { ...settings, limit: hunt.rowCap } : settings;
}

function readMargins(parameters: ParameterSource): IncidentHunt['margins'] {
	return {
		before: readWholeNumber(parameters, marginBeforeProperty),
		after: readWholeNumber(parameters, marginAfterProperty),
	};
}

function readNumbers(parameters: ParameterSource): {
	readonly threshold: number;
	readonly baselineDays: number;
} {
	return {
		threshold: readWholeNumber(parameters, thresholdProperty),
		baselineDays: readWholeNumber(parameters, baselineDaysProperty),
	};
}
