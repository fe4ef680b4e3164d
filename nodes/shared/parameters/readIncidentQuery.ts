import type { IExecuteFunctions } from 'n8n-workflow';
import { invalidInput } from '../../../defender/core/errors';
import type { Notify } from '../../../defender/core/notices';
import {
	badOdata,
	blankFilter,
	emptyRange,
	ownerAndNone,
} from '../../../defender/core/sentences/incidentText';
import { timeRange } from '../../../defender/core/sentences/noticeText';
import { readRawFilter } from '../../../defender/incidents/odata';
import type { IncidentQuery, Span } from '../../../defender/incidents/query';
import {
	classifications,
	determinations,
	incidentStatuses,
	severities,
} from '../../../defender/incidents/vocabulary';
import { readInstant } from './instantParameter';
import {
	readChoices,
	readCollection,
	readNumber,
	readTextList,
	requireBounded,
	type Fields,
} from './parameters';

/** Longest raw filter, in UTF-16 units. Ours: it travels in the address, which servers and proxies bound. */
const ODATA_CHARACTERS = 10_000;

/**
 * The collection Filters as a query. A filter that is there but blank is refused, because reading everything instead would
 * be worse.
 * @throws DefenderError `invalidInput`
 */
export function readIncidentQuery(context: IExecuteFunctions, index: number, notify: Notify): IncidentQuery {
	return queryOf(readCollection(context, 'filters', index), context.getTimezone(), notify);
}

/** The same for a collection that was read already. @throws DefenderError `invalidInput` */
export function queryOf(filters: Fields, timeZone: string, notify: Notify): IncidentQuery {
	const assignedTo = readFilterText(filters, 'assignedTo', 'Assigned To')?.trim();
	const unassigned = filters['unassigned'] === true || filters['unassigned'] === 'true';
	if (unassigned && assignedTo !== undefined) throw invalidInput('filters.unassigned', ownerAndNone());
	return {
		status: readChoices('filters.status', 'Status', filters['status'], incidentStatuses),
		severity: readChoices('filters.severity', 'Severity', filters['severity'], severities),
		classification: readChoices(
			'filters.classification',
			'Classification',
			filters['classification'],
			classifications,
		),
		determination: readChoices(
			'filters.determination',
			'Determination',
			filters['determination'],
			determinations,
		),
		assignedTo,
		unassigned,
		created: readSpan(filters, 'created', timeZone, notify),
		updated: readSpan(filters, 'updated', timeZone, notify),
		tags: readFilterList(filters, 'tags', 'Tags'),
		excludeTags: readFilterList(filters, 'excludeTags', 'Exclude Tags'),
		nameContains: readFilterText(filters, 'nameContains', 'Name Contains', true),
		serviceSource: readFilterList(filters, 'serviceSource', 'Service Source'),
		detectionSource: readFilterList(filters, 'detectionSource', 'Detection Source'),
		minPriority: readPriority(filters['minPriority']),
		odata: readOdata(readFilterText(filters, 'odata', 'OData Filter')),
	};
}

function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** @param blanks whether a text of blanks alone is one to look for */
function readFilterText(filters: Fields, name: string, label: string, blanks = false): string | undefined {
	const value = filters[name];
	if (isAbsent(value)) return undefined;
	const text = String(value);
	requireBounded(`filters.${name}`, label, text);
	if (!blanks && text.trim() === '') throw invalidInput(`filters.${name}`, blankFilter(label));
	return text;
}

function readFilterList(filters: Fields, name: string, label: string): readonly string[] {
	const value = filters[name];
	requireBounded(`filters.${name}`, label, value);
	const list = readTextList(value);
	requireBounded(`filters.${name}`, label, list);
	const isEmptyList = Array.isArray(value) && value.length === 0;
	if (list.includes('') || (list.length === 0 && !isAbsent(value) && !isEmptyList))
		throw invalidInput(`filters.${name}`, blankFilter(label));
	return list;
}

function readSpan(filters: Fields, what: 'created' | 'updated', timeZone: string, notify: Notify): Span {
	const label = what === 'created' ? 'Created' : 'Updated';
	const read = (end: 'After' | 'Before') =>
		readInstant(`filters.${what}${end}`, `${label} ${end}`, filters[`${what}${end}`], timeZone);
	const [from, before] = [read('After'), read('Before')];
	if (from === undefined && before === undefined) return { from, before };
	if (from !== undefined && before !== undefined && from >= before)
		throw invalidInput(`filters.${what}After`, emptyRange(label));
	notify({ topic: 'timeRange', text: timeRange(what, from, before) });
	return { from, before };
}

function readPriority(value: unknown): number | undefined {
	if (isAbsent(value)) return undefined;
	return readNumber('filters.minPriority', 'Minimum Priority', value, 0, 100);
}

function readOdata(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	requireBounded('filters.odata', 'OData Filter', text, ODATA_CHARACTERS);
	const filter = readRawFilter(text);
	if (filter === undefined) throw invalidInput('filters.odata', badOdata(text));
	return filter;
}
