import { invalidInput } from '../core/errors';
import type { UtcInstant } from '../core/instant';
import { inputOfOtherIncident, inputFieldsMissing } from './sentences/updateText';
import type { Incident } from './incident';
import { plainIncidentId } from './incidentId';
import { isMerged } from './merge';
import { isSameOwner } from './owner';

/** Fields that `sameAsInput` compares: decisions about an incident depend on them. */
export const comparedFields = [
	'status',
	'assignedTo',
	'classification',
	'determination',
	'severity',
] as const;
export type ComparedField = (typeof comparedFields)[number];
/** The compared fields of the incident on which the decision to update was based. */
export type DecidedState = Readonly<Record<ComparedField, string | null>>;

/** Conditions for an update; all must be true in the read on which the write is planned. */
export interface Conditions {
	/** One of these statuses; empty for no condition. */
	readonly status: readonly string[];
	readonly unassigned: boolean;
	/** Active, without owner and without verdict. */
	readonly untouched: boolean;
	readonly sameAs?: DecidedState;
	readonly unchangedSince?: UtcInstant;
}

export const noConditions: Conditions = { status: [], unassigned: false, untouched: false };

/**
 * Reads the compared fields from an input item. All of them are required: comparing fewer would miss changes.
 * @param id the incident to update
 * @throws DefenderError `invalidInput` when a field is missing or the item is a different incident
 */
export function readDecidedState(input: Readonly<Record<string, unknown>>, id: string): DecidedState {
	const { id: inputId } = input;
	if (inputId !== undefined && inputId !== null && plainIncidentId(String(inputId)) !== id)
		throw invalidInput('onlyIf.sameAsInput', inputOfOtherIncident(String(inputId), id));
	const missing = comparedFields.filter((field) => !isReadable(input[field], field));
	if (missing.length > 0) throw invalidInput('onlyIf.sameAsInput', inputFieldsMissing(missing));
	const text = (field: ComparedField) => {
		const value = input[field];
		return typeof value === 'string' ? value : null;
	};
	return {
		status: text('status'),
		assignedTo: text('assignedTo'),
		classification: text('classification'),
		determination: text('determination'),
		severity: text('severity'),
	};
}

function isReadable(value: unknown, field: ComparedField): boolean {
	return typeof value === 'string' || (value === null && field === 'assignedTo');
}

/** A condition that is not true, with the current value and, where it helps, the expected one. */
export interface UnmetCondition {
	readonly condition: 'status' | 'unassigned' | 'untouched' | 'sameAsInput' | 'unchangedSince';
	readonly found: string;
	readonly expected?: string;
}

/**
 * Returns the conditions that are not true. The status of a merged incident shows only the merge, not a decision, so
 * `untouched` and `sameAsInput` ignore it. A comment can then still be written to the merge target.
 */
export function unmetConditions(conditions: Conditions, fresh: Incident): readonly UnmetCondition[] {
	const { status, unassigned, untouched, unchangedSince } = conditions;
	const owner = fresh.assignedTo;
	const unmet: UnmetCondition[] = [];
	if (status.length > 0 && !status.includes(fresh.status))
		unmet.push({ condition: 'status', found: fresh.status, expected: status.join(' or ') });
	if (unassigned && owner !== null) unmet.push({ condition: 'unassigned', found: `assignedTo ${owner}` });
	const signs = untouched ? signsOfWork(fresh) : [];
	if (signs.length > 0) unmet.push({ condition: 'untouched', found: signs.join(', ') });
	unmet.push(...inputDifferences(conditions, fresh));
	if (unchangedSince !== undefined && fresh.lastUpdateDateTime > unchangedSince)
		unmet.push({
			condition: 'unchangedSince',
			found: `last update ${fresh.lastUpdateDateTime}`,
			expected: unchangedSince,
		});
	return unmet;
}

/** Lists the fields that show that someone has started to work on the incident. */
function signsOfWork(fresh: Incident): readonly string[] {
	const { status, assignedTo, classification } = fresh;
	return [
		...(status === 'active' || isMerged(fresh) ? [] : [`status ${status}`]),
		...(assignedTo === null ? [] : [`assignedTo ${assignedTo}`]),
		...(classification === 'unknown' ? [] : [`classification ${classification}`]),
	];
}

function inputDifferences({ sameAs }: Conditions, fresh: Incident): readonly UnmetCondition[] {
	if (sameAs === undefined) return [];
	return comparedFields
		.filter((field) => field !== 'status' || !isMerged(fresh))
		.filter((field) => !isSameValue(field, sameAs[field], fresh[field]))
		.map((field) => ({
			condition: 'sameAsInput',
			found: `${field} ${fresh[field] ?? 'nobody'}`,
			expected: sameAs[field] ?? 'nobody',
		}));
}

function isSameValue(field: ComparedField, known: string | null, found: string | null): boolean {
	return field === 'assignedTo' ? isSameOwner(known, found) : known === found;
}
