import type { IExecuteFunctions } from 'n8n-workflow';
import type { Conditions } from '../../defender/incidents/conditions';
import type { TagEdit } from '../../defender/incidents/tags';
import type { UpdateRequest } from '../../defender/incidents/updateRequest';
import {
	incidentStatuses,
	readVerdict,
	settableSeverities,
	settableStatuses,
	type Verdict,
} from '../../defender/incidents/vocabulary';
import {
	readDecidedState,
	rejectOwnerContradiction,
	type UpdateSettings,
} from '../../defender/tasks/update/incidentWriter';
import { readInstant } from '../shared/parameters/instantParameter';
import {
	isFields,
	readChoice,
	readChoices,
	readCollection,
	readTags,
	refusedChoice,
	type Fields,
} from '../shared/parameters/parameters';
import { verdictOptions } from './verdictOptions';

const TEXT_FIELDS = ['displayName', 'description', 'summary', 'resolvingComment'] as const;

/** Reads the settings of one item. @throws DefenderError `invalidInput` */
export function readUpdateSettings(context: IExecuteFunctions, index: number, id: string): UpdateSettings {
	const options = readCollection(context, 'options', index);
	return {
		request: readRequest(context, index),
		conditions: readConditions(context, index, id),
		merged: readChoice('options.merged', 'Merged Incident', options['merged'] ?? 'safe', [
			'safe',
			'follow',
			'fail',
		]),
		requireVerdict: options['requireVerdict'] === true,
		dryRun: options['dryRun'] === true,
	};
}

/** Whether a conflict fails the item. @throws DefenderError `invalidInput` */
export function isConflictAnError(context: IExecuteFunctions, index: number): boolean {
	const { onConflict } = readCollection(context, 'options', index);
	return readChoice('options.onConflict', 'On Conflict', onConflict ?? 'item', ['item', 'error']) === 'error';
}

function readRequest(context: IExecuteFunctions, index: number): UpdateRequest {
	const fields = readCollection(context, 'updateFields', index);
	const comment = String(context.getNodeParameter('comment', index, '') ?? '');
	const texts = TEXT_FIELDS.filter((name) => name in fields).map((name) => [
		name,
		String(fields[name] ?? ''),
	]);
	const tags = readTagEdit(context, index);
	return {
		...('status' in fields
			? { status: readChoice('updateFields.status', 'Status', fields['status'], settableStatuses) }
			: {}),
		...('severity' in fields
			? { severity: readChoice('updateFields.severity', 'Severity', fields['severity'], settableSeverities) }
			: {}),
		...('verdict' in fields ? { verdict: readVerdictField(fields['verdict']) } : {}),
		...readOwner(fields),
		...Object.fromEntries(texts),
		...(tags === undefined ? {} : { tags }),
		...(comment.trim() === '' ? {} : { comment }),
	};
}

function readVerdictField(value: unknown): Verdict {
	const verdict = readVerdict(value);
	if (verdict !== undefined) return verdict;
	throw refusedChoice(
		'updateFields.verdict',
		'Verdict',
		typeof value === 'object' ? JSON.stringify(value) : value,
		verdictOptions.map((option) => String(option.value)),
	);
}

function readOwner(fields: Fields): { readonly assignedTo?: string | null } {
	const unassign = fields['unassign'] === true;
	if (!('assignedTo' in fields)) return unassign ? { assignedTo: null } : {};
	if (unassign) rejectOwnerContradiction();
	return { assignedTo: String(fields['assignedTo'] ?? '').trim() };
}

function readTagEdit(context: IExecuteFunctions, index: number): TagEdit | undefined {
	const mode = readChoice('tagsMode', 'Tags Mode', context.getNodeParameter('tagsMode', index, 'keep'), [
		'keep',
		'add',
		'remove',
		'replace',
	]);
	if (mode === 'keep') return undefined;
	const value: unknown = context.getNodeParameter('tags', index, '');
	if (mode === 'replace') {
		const clears = Array.isArray(value) && value.length === 0;
		return { add: clears ? [] : readTags(value), drop: 'others' };
	}
	return mode === 'add' ? { add: readTags(value), drop: [] } : { add: [], drop: readTags(value) };
}

function readConditions(context: IExecuteFunctions, index: number, id: string): Conditions {
	const onlyIf = readCollection(context, 'onlyIf', index);
	const unchangedSince = readInstant(
		'onlyIf.unchangedSince',
		'Unchanged Since',
		onlyIf['unchangedSince'],
		context.getTimezone(),
	);
	return {
		status: readChoices('onlyIf.status', 'Status', onlyIf['status'], incidentStatuses),
		unassigned: onlyIf['unassigned'] === true,
		untouched: onlyIf['untouched'] === true,
		...(onlyIf['sameAsInput'] === true ? { sameAs: readDecidedState(inputItem(context, index), id) } : {}),
		...(unchangedSince === undefined ? {} : { unchangedSince }),
	};
}

function inputItem(context: IExecuteFunctions, index: number): Fields {
	const json: unknown = context.getInputData()[index]?.json;
	return isFields(json) ? json : {};
}
