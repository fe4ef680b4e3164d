import { invalidInput } from '../core/errors';
import type { UtcInstant } from '../core/instant';
import { inputIsAnother, inputLacks } from './sentences/updateText';
import type { Incident } from './incident';
import { plainIncidentId } from './incidentId';
import { isMerged } from './merge';
import { sameOwner } from './owner';

/** What `sameAsInput` compares: the fields on which a decision about an incident rests. */
export const comparedFields = [
	'status',
	'assignedTo',
	'classification',
	'determination',
	'severity',
] as const;
export type ComparedField = (typeof comparedFields)[number];
export type KnownState = Readonly<Record<ComparedField, string | null>>;

/** Conditions under which an update may happen; all must hold. They are judged on the read that feeds the write. */
export interface Guards {
	/** Any of these; empty for no condition. */
	readonly status: readonly string[];
	readonly unassigned: boolean;
	/** Active, unassigned and without verdict. */
	readonly untouched: boolean;
	/** The state on which the decision to update was made. */
	readonly sameAs?: KnownState;
	readonly unchangedSince?: UtcInstant;
}

export const noGuards: Guards = { status: [], unassigned: false, untouched: false };

/**
 * What an input item knows of the incident. All compared fields must be there: comparing fewer would let changes pass that
 * the condition is meant to notice.
 * @throws DefenderError `invalidInput` when one is missing, or the item is of another incident
 */
export function comparedState(input: Readonly<Record<string, unknown>>, id: string): KnownState {
	const { id: inputId } = input;
	if (inputId !== undefined && inputId !== null && plainIncidentId(String(inputId)) !== id)
		throw invalidInput('onlyIf.sameAsInput', inputIsAnother(String(inputId), id));
	const missing = comparedFields.filter((field) => !isKnown(input[field], field));
	if (missing.length > 0) throw invalidInput('onlyIf.sameAsInput', inputLacks(missing));
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

function isKnown(value: unknown, field: ComparedField): boolean {
	return typeof value === 'string' || (value === null && field === 'assignedTo');
}

/** A condition that does not hold, with what was found and, where it helps, what was expected. */
export interface BrokenGuard {
	readonly guard: 'status' | 'unassigned' | 'untouched' | 'sameAsInput' | 'unchangedSince';
	readonly found: string;
	readonly expected?: string;
}

/**
 * The conditions that do not hold. Of a merged incident the status says only that it was merged, which is no decision
 * about it: `untouched` and `sameAsInput` leave it out, so that a comment can still follow the merge.
 */
export function brokenGuards(guards: Guards, fresh: Incident): readonly BrokenGuard[] {
	const { status, unassigned, untouched, unchangedSince } = guards;
	const owner = fresh.assignedTo;
	const broken: BrokenGuard[] = [];
	if (status.length > 0 && !status.includes(fresh.status))
		broken.push({ guard: 'status', found: fresh.status, expected: status.join(' or ') });
	if (unassigned && owner !== null) broken.push({ guard: 'unassigned', found: `assignedTo ${owner}` });
	const traces = untouched ? tracesOf(fresh) : [];
	if (traces.length > 0) broken.push({ guard: 'untouched', found: traces.join(', ') });
	broken.push(...differences(guards, fresh));
	if (unchangedSince !== undefined && fresh.lastUpdateDateTime > unchangedSince)
		broken.push({
			guard: 'unchangedSince',
			found: `last update ${fresh.lastUpdateDateTime}`,
			expected: unchangedSince,
		});
	return broken;
}

/** What shows that somebody has begun to work on an incident. */
function tracesOf(fresh: Incident): readonly string[] {
	const { status, assignedTo, classification } = fresh;
	return [
		...(status === 'active' || isMerged(fresh) ? [] : [`status ${status}`]),
		...(assignedTo === null ? [] : [`assignedTo ${assignedTo}`]),
		...(classification === 'unknown' ? [] : [`classification ${classification}`]),
	];
}

function differences({ sameAs }: Guards, fresh: Incident): readonly BrokenGuard[] {
	if (sameAs === undefined) return [];
	return comparedFields
		.filter((field) => field !== 'status' || !isMerged(fresh))
		.filter((field) => !sameValue(field, sameAs[field], fresh[field]))
		.map((field) => ({
			guard: 'sameAsInput',
			found: `${field} ${fresh[field] ?? 'nobody'}`,
			expected: sameAs[field] ?? 'nobody',
		}));
}

function sameValue(field: ComparedField, known: string | null, found: string | null): boolean {
	return field === 'assignedTo' ? sameOwner(known, found) : known === found;
}
