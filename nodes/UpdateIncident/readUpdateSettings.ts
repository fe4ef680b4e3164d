import type { IExecuteFunctions } from 'n8n-workflow';
import { readDecidedState, type Conditions } from '../../defender/incidents/conditions';
import type { TagEdit } from '../../defender/incidents/tags';
import type { UpdateRequest } from '../../defender/incidents/updateRequest';
import { readVerdict, type Verdict } from '../../defender/incidents/vocabulary';
import type { UpdateSettings } from '../../defender/tasks/update/incidentWriter';
import { ownerAndUnassign } from '../shared/parameters/inputText';
import {
	itemParameters,
	readCollection,
	readOptions,
	refusal,
	type ParameterSource,
} from '../shared/parameters/parameterSource';
import {
	badMember,
	readChoice,
	readChoiceIfSet,
	readMultiChoice,
	readTags,
} from '../shared/parameters/readChoice';
import { isOn, readInstant } from '../shared/parameters/readParameter';
import { statusOptions } from '../shared/properties/incidentChoices';
import {
	conditionParameters,
	onlyIfProperty,
	optionParameters,
	optionsProperty,
} from './conditionProperties';
import { commentProperty, tagsModeProperty, tagsProperty } from './UpdateIncidentDescription';
import { updateFields, updateFieldsProperty } from './updateFieldsProperty';

const TEXT_FIELDS = ['displayName', 'description', 'summary', 'resolvingComment'] as const;

/** Reads the settings of one item. @throws DefenderError `invalidInput` */
export function readUpdateSettings(context: IExecuteFunctions, index: number, id: string): UpdateSettings {
	const parameters = itemParameters(context, index);
	const options = readOptions(parameters, optionsProperty);
	return {
		request: readRequest(parameters),
		conditions: readConditions(parameters, id, context.getInputData()[index]?.json ?? {}),
		merged: readChoice(options, optionParameters.merged),
		requireVerdict: isOn(options, optionParameters.requireVerdict),
		dryRun: isOn(options, optionParameters.dryRun),
	};
}

/** Whether a conflict fails the item. @throws DefenderError `invalidInput` */
export function isConflictAnError(context: IExecuteFunctions, index: number): boolean {
	const options = readOptions(itemParameters(context, index), optionsProperty);
	return readChoice(options, optionParameters.onConflict) === 'error';
}

function readRequest(parameters: ParameterSource): UpdateRequest {
	const fields = readCollection(parameters, updateFieldsProperty);
	const status = readChoiceIfSet(fields, updateFields.status);
	const severity = readChoiceIfSet(fields, updateFields.severity);
	const verdict = readVerdictIfSet(fields);
	const texts = TEXT_FIELDS.filter((name) => fields.has(name)).map((name) => [name, textOf(fields, name)]);
	const tags = readTagEdit(parameters);
	const comment = textOf(parameters, commentProperty.name);
	return {
		...(status === undefined ? {} : { status }),
		...(severity === undefined ? {} : { severity }),
		...(verdict === undefined ? {} : { verdict }),
		...readOwner(fields),
		...Object.fromEntries(texts),
		...(tags === undefined ? {} : { tags }),
		...(comment.trim() === '' ? {} : { comment }),
	};
}

/** Texts are written with their spaces. */
function textOf(source: ParameterSource, name: string): string {
	return String(source.read(name, '') ?? '');
}

function readVerdictIfSet(fields: ParameterSource): Verdict | undefined {
	if (!fields.has(updateFields.verdict.name)) return undefined;
	const value = fields.read(updateFields.verdict.name, undefined);
	const verdict = readVerdict(value);
	if (verdict !== undefined) return verdict;
	throw badMember(
		fields,
		updateFields.verdict,
		typeof value === 'object' ? JSON.stringify(value) : String(value),
	);
}

function readOwner(fields: ParameterSource): { readonly assignedTo?: string | null } {
	const { assignedTo, unassign } = updateFields;
	const unassigns = isOn(fields, unassign);
	if (!fields.has(assignedTo.name)) return unassigns ? { assignedTo: null } : {};
	if (unassigns)
		throw refusal(fields, unassign, ownerAndUnassign(assignedTo.displayName, unassign.displayName));
	return { assignedTo: textOf(fields, assignedTo.name).trim() };
}

function readTagEdit(parameters: ParameterSource): TagEdit | undefined {
	switch (readChoice(parameters, tagsModeProperty)) {
		case 'keep':
			return undefined;
		case 'add':
			return { add: readTags(parameters, tagsProperty), drop: [] };
		case 'remove':
			return { add: [], drop: readTags(parameters, tagsProperty) };
		case 'replace': {
			const value = parameters.read(tagsProperty.name, '');
			const isEmptyList = Array.isArray(value) && value.length === 0;
			return { add: isEmptyList ? [] : readTags(parameters, tagsProperty), drop: 'others' };
		}
	}
}

function readConditions(
	parameters: ParameterSource,
	id: string,
	input: Readonly<Record<string, unknown>>,
): Conditions {
	const onlyIf = readCollection(parameters, onlyIfProperty);
	const unchangedSince = readInstant(onlyIf, conditionParameters.unchangedSince);
	return {
		// An expression may also return `redirected`, which the editor does not offer.
		status: readMultiChoice(onlyIf, { ...conditionParameters.status, options: statusOptions }),
		unassigned: isOn(onlyIf, conditionParameters.unassigned),
		untouched: isOn(onlyIf, conditionParameters.untouched),
		...(isOn(onlyIf, conditionParameters.sameAsInput) ? { sameAs: readDecidedState(input, id) } : {}),
		...(unchangedSince === undefined ? {} : { unchangedSince }),
	};
}
