import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { invalidInput } from '../../defender/core/errors';
import * as say from '../../defender/core/sentences/incidents';
import { incidentItem } from '../../defender/incidents/simplify';
import { MAX_COMMENT, type UpdateRequest } from '../../defender/incidents/update';
import {
	parseVerdict,
	settableStatuses,
	type SettableStatus,
	type Verdict,
} from '../../defender/incidents/vocabulary';
import { updateIncident, type UpdateResult } from '../../defender/tasks/updateIncident';
import { connect } from '../shared/connect';
import { readChosenIncident, readCollection } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { verdictOptions } from './verdictOptions';

const WRITES_AT_ONCE = 3;

/** From the node's parameters to updates, one item out per item in; the same incident is never written in parallel. */
export async function updateIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { api, host } = await connect(context);
	const keyOf = (index: number) =>
		String(context.getNodeParameter('incidentId', index, '', { extractValue: true })).trim();
	return await runItems(context, { bound: WRITES_AT_ONCE, keyOf }, async (index) => {
		const id = readChosenIncident(context, index);
		return [toItem(await updateIncident(api, host, id, readRequest(context, index)))];
	});
}

function readRequest(context: IExecuteFunctions, index: number): UpdateRequest {
	const fields = readCollection(context, 'updateFields', index);
	const request: UpdateRequest = {
		...('status' in fields ? { status: readStatus(fields['status']) } : {}),
		...('verdict' in fields ? { verdict: readVerdict(fields['verdict']) } : {}),
		...('assignedTo' in fields ? { assignedTo: readOwner(fields['assignedTo']) } : {}),
		...readComment(context.getNodeParameter('comment', index, '')),
		addTags: readTags(context, index),
	};
	const asked = Object.keys(request).length - 1 + request.addTags.length;
	if (asked === 0) throw invalidInput('updateFields', say.nothingAsked());
	return request;
}

function readStatus(value: unknown): SettableStatus {
	const status = settableStatuses.find((member) => member === value);
	if (status === undefined)
		throw invalidInput('updateFields.status', say.badChoice('Status', String(value), settableStatuses));
	return status;
}

function readVerdict(value: unknown): Verdict {
	const verdict = typeof value === 'string' ? parseVerdict(value) : undefined;
	if (verdict !== undefined) return verdict;
	const members = verdictOptions.map((option) => String(option.value));
	throw invalidInput('updateFields.verdict', say.badChoice('Verdict', String(value), members));
}

function readOwner(value: unknown): string {
	const owner = typeof value === 'string' ? value.trim() : '';
	if (owner === '') throw invalidInput('updateFields.assignedTo', say.emptyOwner());
	return owner;
}

function readComment(value: unknown): Pick<UpdateRequest, 'comment'> {
	const comment = typeof value === 'string' ? value : String(value ?? '');
	if (comment.trim() === '') return {};
	if (comment.length > MAX_COMMENT)
		throw invalidInput('comment', say.commentTooLong(comment.length, MAX_COMMENT));
	return { comment };
}

function readTags(context: IExecuteFunctions, index: number): readonly string[] {
	const mode: unknown = context.getNodeParameter('tagsMode', index, 'keep');
	if (mode === 'keep') return [];
	if (mode !== 'add')
		throw invalidInput('tagsMode', say.badChoice('Tags Mode', String(mode), ['keep', 'add']));
	const value: unknown = context.getNodeParameter('tags', index, '');
	const given: readonly unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	const tags = given.map((tag) => String(tag).trim()).filter((tag) => tag !== '');
	if (tags.length === 0) throw invalidInput('tags', say.emptyTag());
	return tags;
}

function toItem(result: UpdateResult): IDataObject {
	const { incident, outcome, changes, notApplied, pending, redirectedTo, reason } = result;
	return {
		...incidentItem(incident, true),
		outcome,
		changes,
		notApplied: [...notApplied],
		...(pending === undefined ? {} : { pending }),
		...(redirectedTo === undefined ? {} : { redirectedTo }),
		...(reason === undefined ? {} : { reason }),
	};
}
