import type { Notify } from '../../../defender/core/notices';
import { readRawFilter } from '../../../defender/incidents/odata';
import type { IncidentQuery, Span } from '../../../defender/incidents/query';
import { listFilters, stateFilters } from '../properties/incidentFilters';
import { badOdata, blankFilter, emptyRange, ownerAndNone, timeRange } from './inputText';
import { refusal, type Parameter, type ParameterSource } from './parameterSource';
import { readMultiChoice, readTextList, requireBounded } from './readChoice';
import { isGiven, readInstant, readNumber } from './readParameter';

/** Maximum length of a raw filter in UTF-16 units. Ours: it is part of the URL, whose length servers and proxies limit. */
const ODATA_CHARACTERS = 10_000;

/**
 * Reads the collection *Filters* as a query. A filter that is set but blank is rejected, because returning every incident
 * instead would be worse.
 * @throws DefenderError `invalidInput`
 */
export function readIncidentQuery(filters: ParameterSource, notify: Notify): IncidentQuery {
	const assignedTo = readFilterText(filters, stateFilters.assignedTo)?.trim();
	const unassigned = isUnassigned(filters);
	if (unassigned && assignedTo !== undefined) throw refusal(filters, stateFilters.unassigned, ownerAndNone());
	const { createdAfter, createdBefore, updatedAfter, updatedBefore, odata } = listFilters;
	return {
		status: readMultiChoice(filters, stateFilters.status),
		severity: readMultiChoice(filters, stateFilters.severity),
		classification: readMultiChoice(filters, stateFilters.classification),
		determination: readMultiChoice(filters, stateFilters.determination),
		assignedTo,
		unassigned,
		created: readSpan(filters, 'created', [createdAfter, createdBefore], notify),
		updated: readSpan(filters, 'updated', [updatedAfter, updatedBefore], notify),
		tags: readFilterList(filters, stateFilters.tags),
		excludeTags: readFilterList(filters, stateFilters.excludeTags),
		nameContains: readFilterText(filters, stateFilters.nameContains, true),
		serviceSource: readFilterList(filters, stateFilters.serviceSource),
		detectionSource: readFilterList(filters, stateFilters.detectionSource),
		minPriority: isGiven(filters, stateFilters.minPriority)
			? readNumber(filters, stateFilters.minPriority)
			: undefined,
		odata: readOdata(filters, odata),
	};
}

/** An expression may return the text `true`. */
function isUnassigned(filters: ParameterSource): boolean {
	const value = filters.read(stateFilters.unassigned.name, false);
	return value === true || value === 'true';
}

/** @param acceptsSpaces whether a text of spaces alone is a valid text to search for */
function readFilterText(
	filters: ParameterSource,
	filter: Parameter,
	acceptsSpaces = false,
): string | undefined {
	if (!isGiven(filters, filter)) return undefined;
	const text = String(filters.read(filter.name, ''));
	requireBounded(filters, filter, text);
	if (!acceptsSpaces && text.trim() === '') throw refusal(filters, filter, blankFilter(filter.displayName));
	return text;
}

/** Open lists: the service may add members, so an entry need not be among the options. */
function readFilterList(filters: ParameterSource, filter: Parameter): readonly string[] {
	const value = filters.read(filter.name, undefined);
	requireBounded(filters, filter, value);
	const list = readTextList(value);
	requireBounded(filters, filter, list);
	const isEmptyList = Array.isArray(value) && value.length === 0;
	if (list.includes('') || (list.length === 0 && isGiven(filters, filter) && !isEmptyList))
		throw refusal(filters, filter, blankFilter(filter.displayName));
	return list;
}

function readSpan(
	filters: ParameterSource,
	time: 'created' | 'updated',
	[after, before]: readonly [Parameter, Parameter],
	notify: Notify,
): Span {
	const span = { from: readInstant(filters, after), before: readInstant(filters, before) };
	if (span.from === undefined && span.before === undefined) return span;
	if (span.from !== undefined && span.before !== undefined && span.from >= span.before)
		throw refusal(filters, after, emptyRange(after.displayName, before.displayName));
	notify({ topic: 'timeRange', text: timeRange(time, span.from, span.before) });
	return span;
}

function readOdata(filters: ParameterSource, filter: Parameter): string | undefined {
	const text = readFilterText(filters, filter);
	if (text === undefined) return undefined;
	requireBounded(filters, filter, text, ODATA_CHARACTERS);
	const condition = readRawFilter(text);
	if (condition === undefined) throw refusal(filters, filter, badOdata(text));
	return condition;
}
