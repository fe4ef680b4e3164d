import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Incident } from '../../defender/incidents/incident';
import type { UpdateRequest } from '../../defender/incidents/update';
import { parseVerdict, settableStatuses, type Verdict } from '../../defender/incidents/vocabulary';
import { updateIncident, type UpdateResult } from '../../defender/tasks/updateIncident';
import { connect } from '../shared/connect';
import { incidentItem } from '../shared/incidentItem';
import {
	readChoice,
	readChosenIncident,
	readCollection,
	readTags,
	refusedChoice,
} from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { verdictOptions } from './verdictOptions';

const WRITES_AT_ONCE = 3;

/** From the node's parameters to updates, one item out per item in; the same incident is never written in parallel. */
export async function updateIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { api, host } = await connect(context, 'respond');
	const known = new Map<string, Incident>();
	const keyOf = (index: number) =>
		String(context.getNodeParameter('incidentId', index, '', { extractValue: true })).trim();
	return await runItems(context, { bound: WRITES_AT_ONCE, keyOf }, async (index) => {
		const id = readChosenIncident(context, index);
		const result = await updateIncident(api, host, id, readRequest(context, index), known.get(id));
		known.set(id, result.incident);
		return [toItem(result)];
	});
}

function readRequest(context: IExecuteFunctions, index: number): UpdateRequest {
	const fields = readCollection(context, 'updateFields', index);
	const comment = String(context.getNodeParameter('comment', index, '') ?? '');
	return {
		...('status' in fields
			? { status: readChoice('updateFields.status', 'Status', fields['status'], settableStatuses) }
			: {}),
		...('verdict' in fields ? { verdict: readVerdict(fields['verdict']) } : {}),
		...('assignedTo' in fields ? { assignedTo: String(fields['assignedTo'] ?? '').trim() } : {}),
		...(comment.trim() === '' ? {} : { comment }),
		addTags: readTagsToAdd(context, index),
	};
}

function readVerdict(value: unknown): Verdict {
	const verdict = typeof value === 'string' ? parseVerdict(value) : undefined;
	if (verdict !== undefined) return verdict;
	throw refusedChoice(
		'updateFields.verdict',
		'Verdict',
		value,
		verdictOptions.map((option) => String(option.value)),
	);
}

function readTagsToAdd(context: IExecuteFunctions, index: number): readonly string[] {
	const mode = readChoice('tagsMode', 'Tags Mode', context.getNodeParameter('tagsMode', index, 'keep'), [
		'keep',
		'add',
	]);
	return mode === 'keep' ? [] : readTags(context.getNodeParameter('tags', index, ''));
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
