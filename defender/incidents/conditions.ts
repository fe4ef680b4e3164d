import { invalidInput } from '../core/errors';
import type { UtcInstant } from '../core/instant';
import { inputOfOtherIncident, inputFieldsMissing } from './sentences/updateText';
import type { Incident } from './incident';
import { plainIncidentId } from './incidentId';
import { isMerged } from './merge';
import { isSameOwner } from './owner';

/** What `sameAsInput` compares: the fields on which a decision about an incident rests. */
export const comparedFields = [
	'status',
	'assignedTo',
	'classification',
	'determination',
	'severity',
] as const;
export type ComparedField = (typeof comparedFields)[number];
export type DecidedState = Readonly<Record<ComparedField, string | null>>;

/** Conditions under which an update may happen; all must hold. They are judged on the read that feeds the write. */
export interface Conditions {
	/** Any of these; empty for no condition. */
	readonly status: readonly string[];
	readonly unassigned: boolean;
	/** Active, unassigned and without verdict. */
	readonly untouched: boolean;
	/** The state on which the decision to update was made. */
	readonly sameAs?: DecidedState;
	readonly unchangedSince?: UtcInstant;
}

export const noConditions: Conditions = { status: [], unassigned: false, untouched: false };

/**
 * What an input item knows of the incident. All compared fields must be there: comparing fewer would let changes pass that
 * the condition is meant to notice.
 * @throws DefenderError `invalidInput` when one is missing, or the item is of another incident
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

/** A condition that does not hold, with what was found and, where it helps, what was expected. */
export interface UnmetCondition {
	readonly condition: 'status' | 'unassigned' | 'untouched' | 'sameAsInput' | 'unchangedSince';
	readonly found: string;
	readonly expected?: string;
}

/**
 * The conditions that do not hold. Of a merged incident the status says only that it was merged, which is no decision
 * about it: `untouched` and `sameAsInput` leave it out, so that a comment can still follow the merge.
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

/** What shows that somebody has begun to work on an incident. */
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
